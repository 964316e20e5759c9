"""The machine's picture: what it reads, how it composes, and the row that waits for it."""
