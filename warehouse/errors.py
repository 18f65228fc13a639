"""What can go wrong while keeping and showing; every message says what to do."""


class WarehouseError(Exception):
    """Base of all errors of this package."""


class LockedError(WarehouseError):
    """Somebody else is writing."""


class DatabaseTooNewError(WarehouseError):
    """The file was written by a later version of Suar."""


class DatabaseUnreadableError(WarehouseError):
    """The file is no DuckDB database, or a broken one."""


class DiskFullError(WarehouseError):
    """No room to write."""


class NoSnapshotError(WarehouseError):
    """Nothing has been published yet."""


class BatchError(WarehouseError):
    """A batch that cannot be written or loaded."""


class SumError(WarehouseError):
    """The fates do not add up to the records that came in; nothing was loaded."""


class LoadIdUsedError(WarehouseError):
    """A load id belongs to one load."""


class InboxError(WarehouseError):
    """The inbox cannot be written."""


class SignalNotFoundError(WarehouseError):
    """No signal, or more than one, has a key that begins so."""
