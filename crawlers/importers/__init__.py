"""The tolerant door: files that others made become documents, or a reason why not."""

from crawlers.importers.files import read, read_inputs
from crawlers.importers.recognise import FORMATS, Format, ImportFileError
from crawlers.importers.rows import BadRecord, Import, Record, TextInput, record_of

__all__ = [
    "FORMATS",
    "BadRecord",
    "Format",
    "Import",
    "ImportFileError",
    "Record",
    "TextInput",
    "read",
    "read_inputs",
    "record_of",
]
