"""What needs judgement: what is too old, what goes apart, and what waits for a person."""
