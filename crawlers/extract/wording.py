"""What no store downstream can carry is replaced, one code point for one: offsets stay."""

import re

_UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    return _UNREADABLE.sub(lambda match: "\ufffd" if match[0] >= "\ud800" else " ", text)


def without_surrogates(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)
