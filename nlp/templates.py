"""Copies of one template (RF-55): offers that share their wording and differ in contact, name, place or date.

A flag of the collection: no single text shows it, and it changes the risk of none (domain.md 3.11).
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from nlp.shingles import READ_CHARS, SHINGLE_WORDS, WORD, in_order
from warehouse.contracts import LinkItem, TemplateCopy

COPY = "RF-55"
MOST_WORDS = 30
"""Shared words that are quoted."""
_FILLED = re.compile(r"\w+")


def template_copies(items: Sequence[LinkItem], groups: Iterable[Sequence[int]]) -> Iterator[TemplateCopy]:
    """`groups`: indices of offers that share their wording. A post that is only passed on, with the same words, numbers
    and contacts, is no second copy.
    """
    for group in groups:
        members = [items[index] for index in group]
        if len({_filled(item) for item in members}) < 2:
            continue
        shared = Counter(hashed for item in members for hashed in set(_shingles(item)))
        for item in members:
            span = _longest_run([shared[hashed] > 1 for hashed in _shingles(item)])
            if span:
                words = list(WORD.finditer(item.text[:READ_CHARS]))
                start, end = words[span[0]].start(), words[min(span[1], span[0] + MOST_WORDS) - 1].end()
                yield TemplateCopy(
                    doc_id=item.doc_id,
                    indicator=COPY,
                    field="text",
                    start_char=start,
                    end_char=end,
                    quote=item.text[start:end],
                    copies=len(members),
                )


def _filled(item: LinkItem) -> tuple[frozenset[str], str]:
    """What fills the slots of a template: contacts, and the words with their numbers."""
    return frozenset(item.contact_keys), " ".join(_FILLED.findall(item.text.casefold()))


def _shingles(item: LinkItem) -> list[int]:
    return in_order(WORD.findall(item.text[:READ_CHARS].casefold()))


def _longest_run(shared: Sequence[bool]) -> tuple[int, int] | None:
    """First word and the word after the last of the longest run of shared shingles."""
    best, first = (0, 0), 0
    for place, is_shared in enumerate((*shared, False)):
        if not is_shared:
            best, first = max(best, (first, place), key=lambda run: run[1] - run[0]), place + 1
    return (best[0], best[1] + SHINGLE_WORDS - 1) if best[1] > best[0] else None
