from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "coordination.incidents"
    label = "incidents"
    verbose_name = "Incidents"

    def ready(self) -> None:
        from coordination.incidents import records
        from coordination.incidents.models import LogLine

        records.register(records.Kind("logline", "loggrad", LogLine, owned=True))
