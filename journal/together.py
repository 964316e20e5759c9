"""Migrations of many steps, of which the models are made anew once and not after each step."""

from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState


class Together(Migration):
    """Takes its steps in order, each with the models as they are before the first step and after the last.

    Everything here hangs together, so Django makes half of all models anew after each step, and a first start waited
    for that longer than for the database. For steps that only add: none may need the models as they are in between.
    """

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        before: Any = project_state.clone()
        project_state.__dict__.pop("apps", None)  # made anew when somebody asks
        for step in self.operations:
            step.state_forwards(self.app_label, project_state)
        for step in self.operations:
            step.database_forwards(self.app_label, schema_editor, before, project_state)
        return project_state
