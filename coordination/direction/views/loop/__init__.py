"""Pages of the loop: the workspace, its steps, notes, needs and influence."""
