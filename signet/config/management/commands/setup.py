"""`signet setup`: an institution of your own, with the classes that ship with Signet."""

import getpass
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from signet.audit.actions import System, record
from signet.config.sample import Loader
from signet.lib.texts import told
from signet.people.actions import PublicUrlError, check_public_url
from signet.people.models import Institution, Membership, User


class Command(BaseCommand):
    """Creates the institution with the shipped classes and its first registrar."""

    help = "Create the institution, the shipped classes, and a first registrar."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument(
            "--name", required=True, help="the institution, such as 'My University'"
        )
        parser.add_argument("--short-name", required=True, help="such as 'MU'")
        parser.add_argument("--url", required=True, help="its own web site")
        parser.add_argument("--time-zone", default="UTC", help="such as America/Denver")
        parser.add_argument("--registrar", required=True, metavar="EMAIL", help="signs in first")
        parser.add_argument(
            "--password-file",
            type=Path,
            metavar="FILE",
            help="holds the registrar's password; without it you are asked",
        )
        parser.add_argument(
            "--sample-units", action="store_true", help="with the 13 units of the sample"
        )

    def handle(self, **options: Any) -> None:
        """Create everything, once; CommandError where an institution stands already."""
        institution, user = _asked(options)
        call_command("migrate", verbosity=0)
        if Institution.objects.exists():
            raise CommandError(f"{Institution.objects.get()} has been set up already.")
        password = _password(options["password_file"], user)
        try:
            self._found(institution, user, password, sample_units=options["sample_units"])
        except IntegrityError as error:
            raise CommandError("Somebody else has set up an institution meanwhile.") from error
        self.stdout.write(
            f"{institution} is set up; badges will be named by {settings.PUBLIC_URL}.\n"
            f"Next: signet catalog FILE --by {user.email} (docs/how-to/write-a-catalog.md)"
        )

    def _found(
        self, institution: Institution, user: User, password: str, *, sample_units: bool
    ) -> None:
        by = System("setup")
        with transaction.atomic():
            institution.save(force_insert=True)
            record("found", institution, by=by)
            loader = Loader(self.stdout.write, by=by)
            loader.load_classes()
            if sample_units:
                loader.load_units()
            user.set_password(password)
            user.save()
            Membership.objects.create(user=user, role=Membership.Role.REGISTRAR)
            record("enter", user, by=by)


def _asked(options: dict[str, Any]) -> tuple[Institution, User]:
    """What the command line describes; CommandError where something cannot be so."""
    institution = Institution(
        pk=1,
        **{name: options[name] for name in ("name", "short_name", "url", "time_zone")},
        email=options["registrar"],
    )
    user = User(email=options["registrar"].lower(), is_staff=True, is_superuser=True)
    try:
        check_public_url(settings.PUBLIC_URL)
        institution.clean_fields()
        user.clean_fields(exclude={"password"})
    except PublicUrlError as error:
        raise CommandError(str(error)) from error
    except ValidationError as error:
        raise CommandError(told(error)) from error
    return institution, user


def _password(path: Path | None, user: User) -> str:
    if path is not None:
        try:
            password = path.read_text("utf-8").removesuffix("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"The password file {path} cannot be read: {error}") from error
    elif sys.stdin.isatty():
        password = getpass.getpass("Password of the registrar: ")
        if getpass.getpass("Once more: ") != password:
            raise CommandError("The two differ. Nothing was set up.")
    else:
        raise CommandError("There is no terminal to ask on: name a --password-file.")
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise CommandError(told(error)) from error
    return password
