import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.anchors import Guarded, anchors_of
from nlp.content import guarded, patterns
from nlp.registry import load_registry
from nlp.text import normalise

FILES = ("offers", "offers_worksite", "money", "contacts", "entities", "hotlines", "private", "people", "names")
EXAMPLES = [text for entry in load_registry().indicators.values() for text in entry.examples.match]
PIECES = [
    "kapal",
    "kapalnya",
    "kap",
    "naik",
    "pt",
    "PT",
    "g",
    "to",
    " ",
    ".",
    "-",
    "\n",
    "1",
    "17",
    "tahun",
    "ı",
    "İ",
    "ß",
    "@",
]


@pytest.mark.parametrize(
    ("source", "anchors"),
    [
        (r"(?<!\w)(?:kapal|naik (?:kapal|boat))(?!\w)", {"kapal", "naik"}),
        (r"\bdisnaker\w*", {"dis*"}),
        (r"(?i)\bPT\.?\s+[a-z]", {"pt"}),
        (r"[a-z]{3,9} (?:group|inc)\b", {"group", "inc"}),
        (r"(?<!\w)u[mn]ur?(?!\w)", {"umu", "umur", "unu", "unur"}),
        (r"(?<!\w)1[2-6] ?jam", {"1*"}),
    ],
)
def test_anchors_are_the_words_that_every_reading_has(source: str, anchors: set[str]) -> None:
    assert anchors_of(re.compile(source)) == frozenset(anchors)


@pytest.mark.parametrize(
    "source", [r"kapal", r"(?<!\w)\w+ ?kapal", r"(?<!\w)(?:kapal|\d)", r"(?<![^\w])kapal(?!\w)", r""]
)
def test_what_may_begin_with_anything_is_always_looked_for(source: str) -> None:
    expression = re.compile(source)
    assert anchors_of(expression) is None
    assert Guarded(expression).may_stand("")


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_a_guard_hides_no_match(text: str) -> None:
    sources = (
        r"(?<!\w)(?:naik )?kapal(?:nya)?(?!\w)",
        r"(?i)\bpt\.?\s?[a-z]+",
        r"(?<![\w.])g (?:to|2) g\b|\b1[2-7] ?tahun|-kap",
        r"(?:^|[.-])k[ae]p\w*",
    )
    for source in sources:
        expression = re.compile(source)
        assert [m.span() for m in Guarded(expression).finditer(text)] == [m.span() for m in expression.finditer(text)]


@pytest.mark.parametrize("file", FILES)
def test_no_expression_of_the_lexicon_is_hidden_by_its_guard(file: str) -> None:
    texts = [*EXAMPLES, *(normalise(text).text for text in EXAMPLES)]
    for key, expression in patterns(file).items():
        hidden = [text for text in texts if expression.search(text) and not guarded(file, key).may_stand(text)]
        assert hidden == [], key
