from django.apps import AppConfig


class SituationsConfig(AppConfig):
    name = "coordination.situations"
    label = "situations"
    verbose_name = "Situation picture"

    def ready(self) -> None:
        from coordination.situations.hiding import register_kinds

        register_kinds()
