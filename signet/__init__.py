"""Signet: a university's micro-credentials, from the first idea to the employer who checks them."""

__version__ = "0.1.0"
