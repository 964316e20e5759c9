"""Reading the loop: what stands in each step, what is open, what was made of what. Nothing here writes."""
