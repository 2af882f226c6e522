"""`signet migrate`: Django's, and the guards after it."""

from typing import Any

from django.core.management.commands.migrate import Command as DjangoMigrate
from django.db import connections, transaction

from signet.audit.models import GUARDS as AUDIT
from signet.awards.models import GUARDS as AWARDS
from signet.catalog.models import GUARDS as CATALOG
from signet.people.models import GUARDS as PEOPLE

GUARDS = (*AUDIT, *PEOPLE, *CATALOG, *AWARDS)


class Command(DjangoMigrate):
    """Brings the tables up to date, then what keeps them from being changed where none may."""

    def handle(self, *arguments: Any, **options: Any) -> None:
        """Migrate, and set up each guard whose table is there."""
        super().handle(*arguments, **options)
        if options["plan"] or options["check_unapplied"]:
            return
        connection = connections[options["database"]]
        with transaction.atomic(using=connection.alias):
            if connection.vendor == "postgresql":  # SQLite's transactions queue up by themselves
                with connection.cursor() as cursor:
                    cursor.execute("SELECT pg_advisory_xact_lock(hashtext('signet guards'))")
            for guard in GUARDS:
                if guard.fits(connection):
                    guard.create(connection)
