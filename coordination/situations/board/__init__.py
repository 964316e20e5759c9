"""The board: every actor by every function, drawn once for all who may see the same."""
