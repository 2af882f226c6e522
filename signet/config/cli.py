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
    from django.db import DatabaseError  # noqa: PLC0415

    try:
        settings.DATABASES  # noqa: B018  # reads the settings
        execute_from_command_line(arguments)
    except (ImproperlyConfigured, DatabaseError, OSError) as error:
        if "--traceback" in arguments:
            raise
        if isinstance(error, ImproperlyConfigured):
            trouble = f"The settings cannot be used. {error}"
        elif isinstance(error, OSError):
            trouble = f"The system refuses: {error}"
        else:
            trouble = (
                f"The database cannot be used. {str(error).strip()}\n"
                f"Where it is new, run `signet setup` first; after an update, `signet migrate`."
            )
        sys.stderr.write(f"{trouble}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("\nStopped.\n")
        return 130
    return 0


if __name__ == "__main__":
    main()
