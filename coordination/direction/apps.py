from django.apps import AppConfig


class DirectionConfig(AppConfig):
    name = "coordination.direction"
    label = "direction"
    verbose_name = "Joint direction"
