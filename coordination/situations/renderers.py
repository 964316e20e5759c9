"""What a caller of the API may ask for beside JSON. The files themselves are answered as they lie."""

from rest_framework.renderers import JSONRenderer


class Pdf(JSONRenderer):
    """Lets a caller ask for PDF. Only a problem passes here, as JSON."""

    media_type = "application/pdf"
    format = "pdf"


class Whatever(JSONRenderer):
    """The same for a file whose kind the caller does not know before it is there."""

    media_type = "*/*"
    format = "file"
