"""Pages about people, and about the actor they work for."""
