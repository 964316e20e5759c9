"""What a bare Django project makes of the same work: the middleware Django itself proposes, sign-in, rows, templates."""
