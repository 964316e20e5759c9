"""What a bare Django project makes of the same work: the middleware that Django proposes, sign-in, rows, templates."""
