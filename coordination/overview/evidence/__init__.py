"""Evidence for the reviewer: figures counted over what happened in a period, each with the rows that it counts."""
