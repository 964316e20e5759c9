from django.apps import AppConfig


class DirectionConfig(AppConfig):
    name = "coordination.direction"
    label = "direction"
    verbose_name = "Joint direction"

    def ready(self) -> None:
        from coordination.direction.effects import ADDING
        from coordination.direction.hiding import register_kinds
        from coordination.situations.rounds import additions

        register_kinds()
        additions.register(ADDING)
