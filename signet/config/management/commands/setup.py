"""`signet setup`: an institution of your own, from the defaults that ship with Signet."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from signet.audit.actions import System, record
from signet.config.sample import Loader
from signet.people.actions import PublicUrlError, check_public_url
from signet.people.models import Institution, Membership, User


class Command(BaseCommand):
    """Creates the institution with the shipped units and classes, and its first registrar."""

    help = "Create the institution, the shipped units and classes, and a first registrar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument(
            "--name", required=True, help="the institution, such as 'My University'"
        )
        parser.add_argument("--short-name", required=True, help="such as 'MU'")
        parser.add_argument("--url", required=True, help="its own web site")
        parser.add_argument("--time-zone", default="UTC", help="such as America/Denver")
        parser.add_argument("--registrar", required=True, metavar="EMAIL", help="signs in first")
        parser.add_argument("--no-units", action="store_true", help="classes only, no sample units")

    def handle(self, **options: Any) -> None:
        """Create everything, once; CommandError where an institution stands already."""
        try:
            check_public_url(settings.PUBLIC_URL)
        except PublicUrlError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", verbosity=0)
        if Institution.objects.exists():
            raise CommandError(f"{Institution.objects.get()} has been set up already.")
        password = _password()
        with transaction.atomic():
            institution = Institution.objects.create(
                pk=1,
                name=options["name"],
                short_name=options["short_name"],
                url=options["url"],
                time_zone=options["time_zone"],
                email=options["registrar"],
            )
            record("found", institution, by=System("setup"))
            loader = Loader(self.stdout.write)
            loader.load_classes()
            if not options["no_units"]:
                loader.load_units()
            user = User.objects.create_superuser(options["registrar"], password)
            Membership.objects.create(user=user, role=Membership.Role.REGISTRAR)
            record("enter", user, by=System("setup"))
        self.stdout.write(
            f"{institution} is set up; badges will be named by {settings.PUBLIC_URL}."
        )


def _password() -> str:
    password = getpass.getpass("Password of the registrar: ")
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
