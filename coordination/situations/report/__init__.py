"""The county's report while it is written, read and followed: words with sources, and what became of them."""
