"""One analysis for a person: what it is, how sure, and the words."""

from collections.abc import Iterator
from typing import Any

BANDS = ("none", "low", "medium", "high")


def pretty_text(answer: dict[str, Any]) -> str:
    return "\n".join(_lines(answer))


def _lines(answer: dict[str, Any]) -> Iterator[str]:
    if "error" in answer:
        yield f"{answer['id']}: not read: {answer['error']}"
        return
    yield f"{answer['id']}: {answer['doc_type']}, language {answer['lang']}"
    if answer["news"]:
        yield from _news(answer["news"])
    if answer["offer"]:
        yield from _offer(answer["offer"])
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


def _offer(offer: dict[str, Any]) -> Iterator[str]:
    yield f"  offer, risk {offer['risk']:.2f} ({BANDS[offer['band']]}), {offer['scope']} {' '.join(offer['destination'])}".rstrip()
    if offer["job"]:
        yield f"  job: {offer['job']}"
    if offer["pay"]:
        yield f"  pay: {offer['pay']['raw']}"
    for hit in offer["indicators"]:
        yield f"  + {hit['id']} “{' '.join(hit['text'].split())}” {hit['field']}[{hit['start']}:{hit['end']}]"
    for hit in offer["counter"]:
        yield f"  - {hit['id']} “{' '.join(hit['text'].split())}”{'' if hit['verified'] else ' (not verified)'}"
    for contact in offer["contacts"]:
        yield f"  contact {contact['type']}: {contact.get('value') or contact['key'][:12]}"


def _plain(value: Any) -> str:
    if isinstance(value, dict):
        return str(value.get("raw", value))
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
