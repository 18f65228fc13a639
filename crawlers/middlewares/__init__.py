"""Why a request is not sent, or its answer not read: typed, so that a spider counts each for what it is."""

from scrapy.exceptions import IgnoreRequest


class Refused(IgnoreRequest):
    """Robots.txt says no, or cannot be asked."""


class OutOfBounds(IgnoreRequest):
    """Another host than the source names, or more requests than it allows."""


class Blocked(IgnoreRequest):
    """The site answers, but with a refusal instead of the page."""
