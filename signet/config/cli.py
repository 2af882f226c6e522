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
    from django.core.management import execute_from_command_line  # noqa: PLC0415  # as above

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
