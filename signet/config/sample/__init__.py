"""The sample institution: a university's defaults, and a named cast that the tests share."""

from signet.config.sample.loading import PASSWORD, Loader, cast, table

__all__ = ["PASSWORD", "Loader", "cast", "table"]
