"""Lets an actor's own system call the API."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from actors import integrations
from actors.models import Actor
from actors.roles import Role
from journal.refusals import RuleBroken


class Command(BaseCommand):
    help = "Make an integration with a role in an actor, and print its token. The token is shown once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--actor", required=True, help="key of the actor: kommun-2161")
        parser.add_argument("--name", required=True, help='what the system is called: "Ljusdals driftsystem"')
        parser.add_argument("--role", choices=[str(role) for role in integrations.ROLES], default=Role.REPORTER.value)
        parser.add_argument("--ends", type=datetime.date.fromisoformat, default=None, help="last day: 2026-12-31")
        parser.add_argument("--renew", action="store_true", help="a new token for an integration that is there")

    def handle(self, *args: Any, **options: Any) -> None:
        actor = Actor.objects.filter(key=options["actor"]).first()
        if actor is None:
            raise CommandError(_("Aktören %(key)s finns inte.") % {"key": options["actor"]})
        try:
            token = self.token(actor, options)
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from None
        except ValidationError as wrong:
            raise CommandError(" ".join(wrong.messages)) from None
        words = _("Token för %(name)s, %(actor)s. Den visas bara nu:")
        self.stderr.write(words % {"name": options["name"], "actor": actor})
        self.stdout.write(token)

    def token(self, actor: Actor, options: dict[str, Any]) -> str:
        if options["renew"]:
            return str(integrations.renew_token(actor=actor, name=options["name"]).key)
        made = integrations.make_integration(
            actor=actor,
            name=options["name"],
            role=Role(options["role"]),
            starts=timezone.localdate(),
            ends=options["ends"],
        )
        return str(made.key)
