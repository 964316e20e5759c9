from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "coordination.exercises"
    label = "exercises"
