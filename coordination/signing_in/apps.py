from django.apps import AppConfig


class SigningInConfig(AppConfig):
    name = "coordination.signing_in"
    label = "signing_in"

    def ready(self) -> None:
        from coordination.signing_in import witness

        witness.listen()
