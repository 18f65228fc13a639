"""One analysis for a person: what it is, how sure, and the words."""

from collections.abc import Iterator
from typing import Any

from flows.cli.offer_card import offer_card
from flows.digest.catalogue import Language


def pretty_text(answer: dict[str, Any], language: Language = "id") -> str:
    return "\n".join(_lines(answer, language))


def _lines(answer: dict[str, Any], language: Language) -> Iterator[str]:
    if "error" in answer:
        yield f"{answer['id']}: not read: {answer['error']}"
        return
    yield f"{answer['id']}: {answer['doc_type']}, language {answer['lang']}"
    if answer["news"]:
        yield from _news(answer["news"])
    if answer["offer"]:
        yield from offer_card(answer, language)
    counts: dict[str, int] = {}
    for *_, role in answer["redactions"]:
        counts[role] = counts.get(role, 0) + 1
    if counts:
        yield f"  would be masked: {', '.join(f'{n} {role}' for role, n in counts.items())}"


def _news(news: dict[str, Any]) -> Iterator[str]:
    probability = news["kind_probs"].get(news["kind"], 0.0)
    yield f"  news kind {news['kind']} ({probability:.2f}){', on the topic' if news['tppo_topic'] else ''}"
    if news["tppo_status"]:
        yield f"  status {news['tppo_status']}, according to {news['tppo_status_by'] or 'nobody named'}"
    for name in ("secondary", "agencies", "hotlines"):
        if news[name]:
            yield f"  {name}: {', '.join(news[name])}"
    for name, value in (news["case"] or {}).items():
        if name != "spans" and value not in (None, [], False):
            yield f"  case {name}: {_plain(value)}"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("raw", value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
