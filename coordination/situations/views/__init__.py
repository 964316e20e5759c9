"""Pages of the situation picture, one file per story."""
