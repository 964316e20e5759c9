from django.apps import AppConfig


class DirectionConfig(AppConfig):
    name = "coordination.direction"
    label = "direction"
    verbose_name = "Joint direction"

    def ready(self) -> None:
        from coordination.direction.hiding import register_kinds

        register_kinds()
