"""What the portal itself remembers, apart from what happens in incidents."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SeenAssertion(models.Model):
    """An organisation's answer about a person, taken once and remembered until nobody would believe it any more.

    It lies in the database, not in the cache: losing Redis must not let an old answer in again.
    """

    service = models.CharField(max_length=60)
    mark = models.CharField(max_length=64, help_text="SHA-256 of the answer's own id")
    expires = models.DateTimeField(db_index=True)
    # What a SAML answer said, from the POST that brings it to the GET that has the person's session: seconds.
    carried = models.JSONField(null=True)

    class Meta:
        verbose_name = _("använt inloggningssvar")
        constraints = [models.UniqueConstraint(fields=["service", "mark"], name="assertion_once")]

    def __str__(self) -> str:
        return f"{self.service} {self.mark[:8]}"
