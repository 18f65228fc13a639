"""Errors of the composition root: each message is one sentence that says what to do, each class knows its exit code."""


class SuarError(Exception):
    exit_code = 1


class UsageError(SuarError):
    """What was asked for cannot be done as asked."""

    exit_code = 2


class SettingsError(SuarError):
    """`config.toml`, an environment variable or the key file is not usable."""


class BusyError(SuarError):
    """Another process holds what this one needs."""


class NotFoundError(SuarError):
    """A signal, source, week or recipient that does not exist."""

    exit_code = 2


class SendError(SuarError):
    """A mail did not go out, or nobody can tell whether it did."""
