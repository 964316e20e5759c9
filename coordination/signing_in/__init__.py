"""Who comes in, by which door, and how surely it is them."""
