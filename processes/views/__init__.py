"""The pages of the processes."""
