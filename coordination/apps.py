from django.apps import AppConfig

from coordination import celery, checks

# Whoever queues a task uses the project's own queue, not Celery's default one.
__all__ = ["CoordinationConfig", "celery", "checks"]


class CoordinationConfig(AppConfig):
    name = "coordination"
    verbose_name = "Samlad"
