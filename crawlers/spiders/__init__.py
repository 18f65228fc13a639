"""One spider a platform; each is loaded when a source asks for it."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crawlers.source import Platform
    from crawlers.spiders.base import SourceSpider


def spider_of(platform: "Platform") -> "type[SourceSpider]":
    module = import_module(f"crawlers.spiders.{platform}")
    spider: type[SourceSpider] = module.PlatformSpider
    return spider
