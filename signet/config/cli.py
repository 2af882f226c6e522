"""The command `signet` (also `manage.py`)."""

import os
import sys


def main() -> None:
    """Run `signet verify` without any database, everything else as a Django command."""
    arguments = sys.argv[1:]
    if arguments[:1] == ["verify"]:
        from signet.config.verify_command import main as verify  # noqa: PLC0415  # needs no Django

        sys.exit(verify(arguments[1:]))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "signet.config.settings")
    sys.exit(_django(sys.argv))


def _django(arguments: list[str]) -> int:
    """Run a Django command; trouble with the settings or the database is told, not traced."""
    from django.conf import settings  # noqa: PLC0415  # as above
    from django.core.exceptions import ImproperlyConfigured  # noqa: PLC0415
    from django.core.management import execute_from_command_line  # noqa: PLC0415
    from django.db import OperationalError  # noqa: PLC0415

    try:
        settings.DATABASES  # noqa: B018  # reads the settings
        execute_from_command_line(arguments)
    except (ImproperlyConfigured, OperationalError, PermissionError) as error:
        if "--traceback" in arguments:
            raise
        if isinstance(error, ImproperlyConfigured):
            trouble = f"The settings cannot be used. {error}"
        elif isinstance(error, OperationalError):
            trouble = f"The database cannot be used. {error}"
        else:
            trouble = f"The user that runs Signet may not do this: {error}"
        sys.stderr.write(f"{trouble.strip()}\n")
        return 2
    return 0


if __name__ == "__main__":
    main()
