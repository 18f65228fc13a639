"""What the reader of stories is taught, as one file: news of all kinds, the candidates of each field of a case, people's roles.

Candidates are those that rules propose, as `nlp.cases` proposes them for a text of the kind that an unseen text gets.
Nothing of the test part enters.
"""

import json
import lzma
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.model_selection import GroupKFold
from tokenizers import Encoding, Tokenizer

from nlp.doc import Doc
from nlp.field_model import Values
from nlp.named import groups, named, told_of
from nlp.role_model import ROLES
from nlp.story_reader import CHARACTERS, tokens_of
from nlp.text import Reading
from nlp.train.encoder_fit import UNTOLD
from nlp.train.examples import examples
from nlp.train.news_fields import CaseText, apart, case_texts
from nlp.train.news_kinds import Example
from nlp.train.people import Read, reads, roles_in
from nlp.train.story_fit import FOLDS
from nlp.train.story_net import VALUED
from warehouse.contracts import KINDS

Row = dict[str, Any]
Told = list[Any]
"""Of a candidate or a person: the key, the number of the value or role, whether it is right, the numbers of its tokens, and
whether it says that no candidate is."""


def store(path: Path, tokenizer: Path, data: Path, own_texts: Path) -> int:
    """Written as JSON packed with xz; returns the number of texts."""
    tokens = Tokenizer.from_file(str(tokenizer))
    tokens.post_processor = None
    cases = {case.example.id: case for case in case_texts(data, own_texts)}
    people = {read.id: read for read in reads(data, own_texts)}
    found = {example.id: example for example in reversed(examples(data, own_texts))}
    names = _names(cases.values())
    rows = []
    for id_ in dict.fromkeys((*found, *people)):
        row = _row(tokens, found.get(id_), people.get(id_))
        if id_ in cases:
            row |= _fields(tokens, cases[id_], names)
        rows.append(row)
    for fold, (_, unseen) in enumerate(GroupKFold(FOLDS).split(rows, groups=[row["group"] for row in rows])):
        for number in unseen.tolist():
            rows[number]["fold"] = fold
    path.write_bytes(lzma.compress(json.dumps({"names": names, "rows": rows}).encode()))
    return len(rows)


def _names(cases: Iterable[CaseText]) -> dict[str, list[str]]:
    """What the numbers of the outputs mean."""
    met = {name: {str(value) for case in cases for value in case.values[name].found} for name in (*VALUED, "said")}
    return {"kinds": list(KINDS), "roles": list(ROLES), **{name: sorted(values) for name, values in met.items()}}


def _row(tokens: Tokenizer, example: Example | None, people: Read | None) -> Row:
    """`example`: where the kind is known, or that a text is off topic; `people`: where they are."""
    known = example or people
    assert known is not None
    pieces = _pieces(tokens, known)
    return {
        "id": known.id,
        "group": apart(example) if example else known.id,
        "ids": pieces.ids,
        "kind": KINDS.index(example.kind) if example else UNTOLD,
        "weight": example.weight if example else 0.0,
        "said": UNTOLD,
        "fields": {},
        "people": [] if people is None else _people(pieces, people),
    }


def _pieces(tokens: Tokenizer, known: Example | Read) -> Encoding:
    return tokens.encode(Reading.of(known.title, known.text).joined[:CHARACTERS], add_special_tokens=False)


def _fields(tokens: Tokenizer, case: CaseText, names: Mapping[str, Sequence[str]]) -> Row:
    pieces = _pieces(tokens, case.example)
    told = {name: _told(pieces, case.values[name], wanted, names.get(name, ())) for name, wanted in case.wanted.items()}
    said = next((value for _, value, right, *_ in told.pop("said", ()) if right), UNTOLD)
    return {"said": said, "fields": told}


def _told(pieces: Encoding, values: Values, wanted: frozenset[Any], names: Sequence[str]) -> list[Told]:
    return [
        [
            str(value),
            names.index(str(value)) if names else 0,
            not wanted & values.found.keys() if value is None else value in wanted,
            _words(pieces, found.spans),
            value is None,
        ]
        for value, found in values.found.items()
    ]


def _people(pieces: Encoding, read: Read) -> list[Told]:
    """Named by the place of their first mention."""
    reading = Reading.of(read.title, read.text)
    doc = Doc(reading.joined)
    where = groups(doc.text, told_of(named(doc), len(reading.title)))
    roles = roles_in(doc.text, read.label, where)
    return [
        [
            str(spans[0].start),
            ROLES.index(roles[name]),
            True,
            _words(pieces, [(span.start, span.end) for span in spans]),
            False,
        ]
        for name, spans in where.items()
        if read.whole or roles[name] != "nobody"
    ]


def _words(pieces: Encoding, spans: Sequence[tuple[int, int]]) -> list[int]:
    starts, ends = (np.array([offset[side] for offset in pieces.offsets]) for side in (0, 1))
    return tokens_of(starts, ends, spans)
