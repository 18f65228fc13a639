"""Whether a text is written as news: reported speech and distance against the manner of chats, posts and ads."""

import re
from functools import cache

from nlp.content import content, cues, lowered, word_list
from nlp.text import Reading
from warehouse.contracts import KindHint

READ_CHARS = 4000
NEWS_FROM = 1.0
FACT_CHECK_FROM = 2
"""Different marks of a fact check: of 5,901 written texts, 4,840 posts, 1,156 messages and 5,379 vacancies no offer has so many."""
HOME_LANGUAGE = "id"
_WORD = re.compile(r"[^\W\d_]+")
_PRINTED_DATE = re.compile(r"\(\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\)|\b(?:19|20)\d\d\b")
_CHATTY = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]|[#@]\\w|https?://|!!")


def is_news(reading: Reading, kind_hint: KindHint | None) -> bool:
    """`kind_hint` decides where the source knows; a bare headline counts as news."""
    if kind_hint is not None:
        return kind_hint == "news"
    return newsness(reading) >= NEWS_FROM or is_fact_check(reading)


def is_fact_check(reading: Reading) -> bool:
    """Whether it checks a message that goes round, and is not that message."""
    low = lowered(reading.joined[:READ_CHARS])
    return sum(pattern.search(low) is not None for pattern in cues("genre", "fact_check").values()) >= FACT_CHECK_FROM


def newsness(reading: Reading) -> float:
    """Sum of votes; measured on real news, posts, messages and ads (docs/decisions/0007-genre.md)."""
    body = reading.text[:READ_CHARS]
    words = [word.lower() for word in _WORD.findall(body)]
    if not words:
        return NEWS_FROM if reading.title else 0.0
    reported = sum(word in word_list("genre", "reported") for word in words)
    personal = sum(word in word_list("genre", "personal") for word in words)
    votes = min(3.0, 60.0 * reported / len(words) + 0.25 * reported)
    votes -= 0.0 if reported else 1.0
    votes += 0.7 * min(2, len(_PRINTED_DATE.findall(body)))
    votes += 1.5 if reading.title else 0.0
    votes += 0.8 * (len(words) >= 80) + 0.8 * (len(words) >= 160)
    votes -= min(3.0, 40.0 * personal / len(words))
    votes -= min(2.0, 60.0 * len(_CHATTY.findall(body)) / len(words))
    return votes


@cache
def _languages() -> dict[str, tuple[str, ...]]:
    """Small words to the languages that have them."""
    found: dict[str, tuple[str, ...]] = {}
    for code in content("languages"):
        for word in word_list("languages", code):
            found[word] = (*found.get(word, ()), code)
    return found


def language_of(reading: Reading) -> str:
    """ISO 639 code by the commonest small words; Indonesian where nothing tells."""
    known, counts = _languages(), dict.fromkeys(content("languages"), 0)
    for word in _WORD.findall(lowered(reading.joined[:READ_CHARS])):
        for code in known.get(word, ()):
            counts[code] += 1
    best = max(counts, key=lambda code: counts[code])
    return best if counts[best] > counts[HOME_LANGUAGE] else HOME_LANGUAGE
