"""Pages of meetings, one file per story."""
