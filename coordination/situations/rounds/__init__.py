"""Asking: a request and its links, the rhythm in which it comes again, and how far those asked have come."""
