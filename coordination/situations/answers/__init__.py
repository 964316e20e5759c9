"""What answers are made of: their parts, what was said before, and the sheets that they come in."""
