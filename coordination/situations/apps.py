from django.apps import AppConfig


class SituationsConfig(AppConfig):
    name = "coordination.situations"
    label = "situations"
    verbose_name = "Situation picture"
