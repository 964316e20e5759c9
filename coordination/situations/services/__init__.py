"""What people decide about the situation picture, one file per story."""
