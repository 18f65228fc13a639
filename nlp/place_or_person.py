"""People who are named like places: "Siti Madinah (23)", "sopir bernama Darwin". Such a name is a person's, no place."""

from nlp.content import patterns, word_list
from nlp.name_words import is_name_word
from nlp.text import Mention

_GROWN, _OLDEST = 12, 90
"""Ages between which a number in brackets is one: below it mostly counts people of a place."""
_REACH = 80


def names_a_person(text: str, place: Mention) -> bool:
    """Whether words of a name stand before the place and an age behind it, or somebody is said to be called so. What follows
    a place tells nothing: "warga Bantul Agus Riyanto (40)" lives there.
    """
    before, after = text[max(0, place.start - _REACH) : place.start], text[place.end : place.end + _REACH]
    rules = patterns("names")
    run = rules["run_before"].search(before)
    words = _own_words(run[0].split() if run else [])
    if any(word in word_list("names", "acronyms") for word in words):
        return False
    age = rules["age_in_brackets"].match(after)
    aged = age is not None and _GROWN <= int(age["age"]) <= _OLDEST
    if aged and any(is_name_word(word, sure=False) for word in words):
        return True
    called = rules["called_before"].search(before, 0, run.start() if run else len(before))
    return called is not None and (aged or called["who"].lower() in word_list("names", "who"))


def _own_words(before: list[str]) -> list[str]:
    """Of the capitalised words before it, those that no word ends which is in no name: "Tersangka Yusuf"."""
    last = max((number for number, word in enumerate(before) if _never(word)), default=-1)
    return before[last + 1 :]


def _never(word: str) -> bool:
    return word.lower() in word_list("names", "never")
