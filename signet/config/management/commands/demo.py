"""`signet demo`: the sample institution, then the server."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from signet.audit.actions import System
from signet.audit.models import Event
from signet.awards.models import Award
from signet.config.sample import PASSWORD, Loader, cast
from signet.people.models import Institution, Membership


class Command(BaseCommand):
    """Makes the sample institution where there is none yet, says who can sign in, and serves."""

    help = "Serve a lived-in sample institution on localhost."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("--load-only", action="store_true", help="make it, do not serve")

    def handle(self, **options: Any) -> None:
        """Load and serve. PORT and SIGNET_DATA choose where."""
        call_command("migrate", verbosity=0)
        told = Institution.objects.first()
        if told is not None and not _is_sample():
            raise CommandError(
                f"{settings.DATA} holds {told.name}, which is not the sample. Choose another "
                f"folder with SIGNET_DATA."
            )
        Loader(self.stdout.write).load()
        self._introduce()
        if not options["load_only"]:
            call_command("serve")

    def _introduce(self) -> None:
        home = f"http://localhost:{settings.PORT}"
        named = Institution.objects.get().public_url
        badge = Award.objects.filter(achievement__slug="data-storytelling").first()
        lines = [
            "",
            f"The sample institution stands at {home}/ (data: {settings.DATA})",
            f"A badge:      {home}/badges/{badge.public_id}" if badge else "",
            f"The verifier: {home}/verify/",
            f"Signing in:   {home}/admin/ as {cast()['renee-ortiz']['email']}",
            "",
            f"Badges are named by {named}/, where this sample was first served."
            if named != home
            else "",
            f"Everyone's password is {PASSWORD}. Who can do what:",
        ]
        lines += (f"  {_line(person)}" for person in cast().values())
        self.stdout.write("\n".join([*lines, ""]))


def _is_sample() -> bool:
    """Whether a demo founded the institution: its cast and password are for nobody else's."""
    return Event.objects.filter(verb="found", actor=System("demo").actor_id).exists()


def _line(person: Any) -> str:
    roles = [
        "Registrar, everywhere"
        if role["role"] == Membership.Role.REGISTRAR
        else f"{role['role']} of {role['unit']}"
        for role in person["roles"]
    ]
    if person["superuser"]:
        roles.insert(0, "superuser, may open /admin/")
    return f"{person['email']:<36} {', '.join(roles) or 'earner'}"
