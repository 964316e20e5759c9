from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "coordination.incidents"
    label = "incidents"
    verbose_name = "Incidents"

    def ready(self) -> None:
        from coordination.incidents import records
        from coordination.incidents.models import Escalation, LogLine, ResourceNeed, ResourceOffer

        records.register(records.Kind("logline", "loggrad", LogLine, owned=True))
        records.register(records.Kind("resourceneed", "resursbehov", ResourceNeed))
        records.register(records.Kind("resourceoffer", "erbjudande", ResourceOffer))
        records.register(records.Kind("escalation", "framstallan", Escalation))
