from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "coordination.incidents"
    label = "incidents"
    verbose_name = "Incidents"

    def ready(self) -> None:
        from coordination.incidents.hiding import register_kinds

        register_kinds()
