"""Which detections become signals, and with what evidence."""

import pytest

from nlp.signals import signals_of
from warehouse.contracts import Case, Detection, IndicatorHit, News, Offer, Scope, Versions

KEY = b"k" * 32
HIT = IndicatorHit(id="RF-01", field="text", start=0, end=4, text="poin", weight=1.6)


def detection(**parts: object) -> Detection:
    versions = Versions(ruleset="r", model="m", code="c")
    return Detection.model_validate({"lang": "id", "doc_type": "other", "versions": versions, **parts})


def news(kind: str, *, topic: bool = True, case: Case | None = None) -> News:
    return News(kind=kind, kind_probs={kind: 0.9, "policy": 0.1}, tppo_topic=topic, case=case, cues=(HIT,))


@pytest.mark.parametrize(
    ("scope", "band", "expected"),
    [("overseas", 3, 1), ("ship", 2, 1), ("hidden", 1, 1), ("overseas", 0, 0), ("domestic", 3, 0)],
)
def test_offers_abroad_with_a_band_are_signals(scope: Scope, band: int, expected: int) -> None:
    found, hits, _ = signals_of("d", detection(offer=Offer(risk=0.7, band=band, scope=scope, indicators=(HIT,))), KEY)
    assert (len(found), len(hits)) == (expected, expected)


def test_a_case_is_a_signal_and_a_record() -> None:
    found, hits, cases = signals_of("d", detection(news=news("case_arrest", case=Case(victims_min=3))), KEY)
    assert [(s.type, s.kind, s.band, s.score) for s in found] == [("tppo_case", "case_arrest", 3, 0.9)]
    assert [hit.quote for hit in hits] == ["poin"]
    assert [(record.case_id, record.case.victims_min) for record in cases] == [("d-1", 3)]


def test_a_background_case_is_a_record_without_a_signal() -> None:
    found, _, cases = signals_of("d", detection(news=news("prevention", case=Case(is_background=True))), KEY)
    assert found == ()
    assert len(cases) == 1


def test_off_topic_is_nothing() -> None:
    assert signals_of("d", detection(news=news("case_arrest", topic=False)), KEY) == ((), (), ())
    assert signals_of("d", detection(), KEY) == ((), (), ())


def test_evidence_follows_the_quotes_not_the_weights() -> None:
    def evidence(hit: IndicatorHit) -> str:
        offer = Offer(risk=0.7, band=3, scope="overseas", indicators=(hit,))
        return signals_of("d", detection(offer=offer), KEY)[0][0].evidence_sha256

    moved = HIT.model_copy(update={"start": 9, "end": 13, "weight": 2.5})
    assert evidence(HIT) == evidence(moved)
    assert evidence(HIT) != evidence(HIT.model_copy(update={"text": "lain"}))
