from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate

from coordination import celery, checks
from coordination.walls.build import build

# Whoever queues a task uses the project's own queue, not Celery's default one.
__all__ = ["CoordinationConfig", "celery", "checks"]


class CoordinationConfig(AppConfig):
    name = "coordination"
    verbose_name = "Samlad"

    def ready(self) -> None:
        from coordination.signing_in import fresh, organisation  # they read models, which are there only now

        # Of all apps one speaks for them: the signal comes when every migration is done.
        post_migrate.connect(build, sender=apps.get_app_config("incidents"), dispatch_uid="walls")
        fresh.MORE_WAYS.append(organisation.ways)
