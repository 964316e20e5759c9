from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "coordination.incidents"
    label = "incidents"
    verbose_name = "Incidents"
