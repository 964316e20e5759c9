from django.apps import AppConfig


class ActorsConfig(AppConfig):
    name = "actors"
    verbose_name = "Actors"

    def ready(self) -> None:
        from actors import receivers  # noqa: F401  # its receivers register themselves when the models are there
