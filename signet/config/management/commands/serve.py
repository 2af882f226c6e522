"""`signet serve`: the site, on granian."""

import os
import socket
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    """Brings database and static files up to date, then becomes the server."""

    help = "Serve the site (granian, WSGI)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The command line."""
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=settings.PORT)
        parser.add_argument("--workers", type=int, default=2, help="processes")

    def handle(self, **options: Any) -> None:
        """Serve until stopped; CommandError where the port is taken."""
        host, port = options["host"], options["port"]
        _refuse_taken(host, port)
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(f"Serving on http://{host}:{port}/ (stop with Ctrl-C)")
        self.stdout.flush()
        granian = Path(sys.executable).with_name("granian")
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "signet.config.settings")
        os.execv(  # noqa: S606  # our own interpreter's server, no shell
            granian,
            [
                str(granian),
                "--interface=wsgi",
                f"--host={host}",
                f"--port={port}",
                f"--workers={options['workers']}",
                # each thread keeps a database connection of its own
                "--blocking-threads=4",
                "--backpressure=256",
                "--log-level=warning",
                "--no-ws",
                "signet.config.wsgi:application",
            ],
        )


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} of {host} cannot be used ({error.strerror}). Stop what holds it, or "
                f"choose another with PORT=8001."
            ) from error
