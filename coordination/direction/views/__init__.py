"""Pages of the joint direction, one file per story."""
