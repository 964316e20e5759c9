"""`make bench`: the portal beside a bare Django project of the same work, interleaved, in one table."""
