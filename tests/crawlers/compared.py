"""What a poll of a recorded case gave, held against what its `case.yml` says."""

from datetime import datetime
from typing import Any

from tests.crawlers.replay import Outcome, Visit
from warehouse.contracts import Document, RegisterRow


def compare(visit: Visit, outcome: Outcome) -> None:
    expected = visit.expected
    documents = {document.url: document for document in outcome.documents}
    assert len(documents) == len(outcome.documents), "a document was landed twice"
    told = {item["url"]: item for item in expected.get("documents") or []}
    assert set(documents) == set(told), (
        f"read, but not in `documents`: {sorted(map(str, set(documents) - set(told)))}; "
        f"in `documents`, but not read: {sorted(set(told) - set(documents))}"
    )
    for url, item in told.items():
        _compare_document(documents[url], item)
    rows = {row.key: row for row in outcome.rows}
    if "rows" in expected:
        assert set(rows) == {item["key"] for item in expected["rows"]}, sorted(rows)
        for item in expected["rows"]:
            _compare_row(rows[item["key"]], item)
    for count, value in (expected.get("health") or {}).items():
        assert getattr(outcome.run, count) == value, f"health: {count} is {getattr(outcome.run, count)}, not {value}"
    if "refused" in expected or "source" in expected:
        assert outcome.run.refused == (expected.get("refused") or {}), f"refused: {outcome.run.refused}"
    if "reasons" in expected:
        assert (outcome.run.reason or "").split(", ") == (expected["reasons"] or [""])


def _compare_document(document: Document, item: dict[str, Any]) -> None:
    for name, value in item.items():
        if name == "text_starts":
            assert document.text.startswith(value), document.text[:200]
        elif name == "text_ends":
            assert document.text.endswith(value), document.text[-200:]
        elif name == "text_contains":
            assert [part for part in value if part not in document.text] == [], document.text
        elif name == "text_lacks":
            assert [part for part in value if part in document.text] == [], document.text
        elif name == "job":
            assert document.job is not None
            assert {key: getattr(document.job, key) for key in value} == value
        elif name == "published_at":
            assert document.published_at == (None if value is None else datetime.fromisoformat(str(value)))
        else:
            assert getattr(document, name) == value, name


def _compare_row(row: RegisterRow, item: dict[str, Any]) -> None:
    """Days as YAML reads them."""
    assert {name: getattr(row, name) for name in item} == item
