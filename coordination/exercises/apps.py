from django.apps import AppConfig


class ExercisesConfig(AppConfig):
    name = "coordination.exercises"
    label = "exercises"

    def ready(self) -> None:
        from coordination.exercises.drilling.reading import on_process
        from processes import panels

        panels.register("drills", on_process)
