"""Which rules of a source hold for an article of a given day: templates and boilerplate change, archives stay."""

from collections.abc import Sequence
from datetime import date

from crawlers.source import ArticleRules


def rules_for(article: ArticleRules, earlier: Sequence[ArticleRules], day: date | None) -> ArticleRules:
    """The first template that was still in use on the day of publication; without a day, the present one."""
    if day is None:
        return article
    ended = [(rules.valid_until, rules) for rules in earlier if rules.valid_until is not None]
    return next((rules for until, rules in sorted(ended, key=lambda pair: pair[0]) if day <= until), article)


def active_lines(rules: ArticleRules, day: date | None) -> tuple[str, ...]:
    """Patterns of the lines that were printed on that day; without a day, all of them."""
    return tuple(
        rule.pattern
        for rule in rules.line_rules
        if day is None or ((rule.since is None or rule.since <= day) and (rule.until is None or day <= rule.until))
    )
