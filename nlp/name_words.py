"""Which words of a run of capitalised words are a person's name."""

import re
from functools import cache

from nlp.content import file_words, patterns, word_list
from nlp.places import gazetteer_entry
from nlp.spans import Spans

INITIALS = re.compile(r"[A-Z]{1,4}|(?:[A-Z]\.\s?){1,3}[A-Z]?")
_CLOSING = ",.\"”'’)"


def trimmed(text: str, start: int, end: int, taken: Spans, *, sure: bool) -> tuple[int, int]:
    """Cut a run of capitalised words to the name in it; empty where none is left."""
    tokens = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    kept: list[tuple[int, int]] = []
    for token_start, token_end in tokens:
        word = text[token_start:token_end].strip("\"“”'‘’.,()")
        if sure and not kept and token_end < end and word.lower() in word_list("names", "never"):
            continue
        fits = not taken.touches(token_start, token_end) and is_name_word(
            word, sure=sure and not kept, goes_on=bool(kept)
        )
        if fits or (kept and word in {"bin", "binti", "al", "da", "de", "dos", "van"}):
            kept.append((token_start, token_end))
        elif kept:
            break
        elif sure or not _skippable(word):
            return start, start
    if not kept:
        return start, start
    last = text[kept[-1][0] : kept[-1][1]]
    initial = len(last) == 2 and len(kept) > 1
    return kept[0][0], kept[-1][1] - (0 if initial else len(last) - len(last.rstrip(_CLOSING)))


def _skippable(word: str) -> bool:
    return word.lower() in {
        "bapak",
        "ibu",
        "pak",
        "bu",
        "kak",
        "mas",
        "mbak",
        "saudara",
        "saudari",
        "sdr",
        "sdri",
        "si",
        "sang",
    }


def is_name_word(word: str, *, sure: bool, goes_on: bool = False) -> bool:
    """`sure`: the text says that a name follows; `goes_on`: the word before belongs to a name."""
    if not word or not word[0].isupper() or word in word_list("names", "acronyms"):
        return False
    if sure:
        return True
    if (word.isupper() and len(word) > 2) or gazetteer_entry(word) is not None:
        return False
    if goes_on:
        return word.lower() not in word_list("names", "never")
    parts = word.lower().split("-")
    return not all(part in common_words() for part in parts) and not patterns("names")["word_form"].fullmatch(word)


@cache
def common_words() -> frozenset[str]:
    return file_words("common_words") | word_list("names", "never")


def plain(name: str) -> str:
    return " ".join(name.strip(" ,.\"“”'‘’").split()) if not INITIALS.fullmatch(name.strip()) else name.strip()
