import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import flows.digest
from flows.digest.catalogue import Words, messages
from warehouse.contracts import KINDS

TEMPLATES = Path(flows.digest.__file__).parent / "templates"


def _flat(tree: Any, prefix: str = "") -> Iterator[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def test_both_languages_have_the_same_keys_and_fields() -> None:
    indonesian, english = dict(_flat(messages()["id"])), dict(_flat(messages()["en"]))
    assert indonesian.keys() == english.keys()
    for key, text in indonesian.items():
        assert sorted(re.findall(r"\{\w+\}", text)) == sorted(re.findall(r"\{\w+\}", english[key])), key
        assert text.strip()
        assert english[key].strip()


def test_every_kind_has_a_name() -> None:
    assert set(messages()["id"]["kind"]) == set(KINDS)


def test_no_template_names_a_sentence_that_is_missing() -> None:
    known = set(dict(_flat(messages()["id"])))
    for template in TEMPLATES.iterdir():
        for key in re.findall(r'words\.say\("([\w.%]+)"[,)]', template.read_text()):
            assert key in known, (template.name, key)


def test_wording_stays_hedged() -> None:
    assert "bukan pernyataan bersalah" in Words("id").say("footer_guilt")
    assert "not a finding of guilt" in Words("en").say("footer_guilt")
    assert "diduga" in Words("id").say("status.possible")
    assert "pelaku" not in messages()["id"]["suspects"].removeprefix("Terduga pelaku")


def test_dates_and_countries_speak_the_language() -> None:
    from datetime import UTC, datetime

    at = datetime(2026, 8, 16, 20, tzinfo=UTC)
    assert Words("id").day(at) == "17 Agustus 2026"
    assert Words("en").day(at) == "17 August 2026"
    assert Words("id").day(None) == "tanpa tanggal"
    assert Words("id").countries(("KH", "MY")) == "Kamboja, Malaysia"
