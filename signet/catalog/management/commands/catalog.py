"""`signet catalog FILE`: units, skills and micro-credentials from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from signet.catalog import files
from signet.catalog.files import CatalogFileError
from signet.lib import clock
from signet.people.queries import NoInstitutionError, active_user, is_registrar


class Command(BaseCommand):
    """Enters a catalog file, all of it or nothing, and says what changed."""

    help = "Enter units, skills and micro-credentials from a TOML file, and publish them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("file", type=Path, help="the catalog (TOML)")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="the Registrar")

    def handle(self, **options: Any) -> None:
        """Enter the file; CommandError where anything in it is wrong, and then nothing changed."""
        path, now = options["file"], clock.now()
        try:
            by = active_user(options["by"])
            if by is None or not is_registrar(by):
                raise CommandError(f"{options['by']!a} is no Registrar of the whole institution.")
            lines = files.enter(files.read(path.read_bytes()), by=by, at=lambda _slug: now)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        except (CatalogFileError, NoInstitutionError) as error:
            raise CommandError(f"{path.name}: {error}\nNothing was changed.") from error
        for line in lines:
            self.stdout.write(line)
        self.stdout.write(f"{len(lines)} changes." if lines else "Everything stands already.")
