"""`signet withhold EMAIL`: a directory block, set or lifted."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from signet.awards import actions
from signet.awards.rosters import normalize_address, shown
from signet.awards.signer import KeyUnavailableError
from signet.lib import clock
from signet.people.models import Person
from signet.people.queries import NoInstitutionError, active_user


class Command(BaseCommand):
    """Takes a person's name off their badges, for good or until it is lifted."""

    help = "Set a directory block (FERPA): the person's badges are signed again without a name."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("email", help="an address of the earner")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the Registrar")
        parser.add_argument("--lift", action="store_true", help="let their badges name them again")

    def handle(self, **options: Any) -> None:
        """Set or lift the block; CommandError where nothing was changed."""
        address = normalize_address(options["email"])
        person = Person.objects.filter(addresses__normalized=address).first()
        if person is None:
            raise CommandError(f"Nobody on file has the address {shown(options['email'])}.")
        by = active_user(options["by"])
        if by is None:
            raise CommandError(f"Nobody signs in as {shown(options['by'])}.")
        act = actions.lift_block if options["lift"] else actions.block
        try:
            count = act(person, by=by, now=clock.now())
        except (PermissionDenied, KeyUnavailableError, NoInstitutionError) as error:
            raise CommandError(f"{error}\nNothing was changed.") from error
        if not count:
            stood = "there was no block" if options["lift"] else "the block stood already"
            self.stdout.write(f"No badge to sign again: none is there, or {stood}.")
            return
        told = "named again" if options["lift"] else "signed again without a name"
        self.stdout.write(f"{count} {'badge' if count == 1 else 'badges'} {told}.")
