"""The one public function of reading: a text in, everything that `suar detect` says of it out."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from zoneinfo import ZoneInfo

from nlp.agencies import agency_names
from nlp.doc import Doc
from nlp.entities import find_entities
from nlp.gate import news_gate
from nlp.genre import HOME_LANGUAGE, is_fact_check, is_news, language_of
from nlp.kind_model import kinds_version
from nlp.language import as_prose, mentions, read
from nlp.news import read_kind
from nlp.offer_model import offer_model
from nlp.offers import read_offer
from nlp.redactions import find_redactions
from nlp.register import Register
from nlp.text import Mention, Reading
from warehouse.contracts import KINDS, Detection, Job, KindHint, News, Versions

JAKARTA = ZoneInfo("Asia/Jakarta")
RULES = (
    "indicators/**/*.*",
    "lexicon/**/*.*",
    "models/encoder/*.*",
    "models/news-kinds/*.json",
    "models/offers/*.json.gz",
    "models/hotlines/*.npz",
    "models/ner/*.bin",
    "models/people/*.npz",
    "models/news-fields/*.npz",
    "models/news-gate/*.npz",
    "models/stories/*.*",
)
"""What decides an answer beside the models that carry a version of their own."""


def detect(
    title: str,
    text: str,
    *,
    body: str | None = None,
    kind_hint: KindHint | None = None,
    published_at: datetime | None = None,
    job: Job | None = None,
    key: bytes,
    register: Register | None = None,
    names: bool = False,
) -> Detection:
    """Read one text. Offsets are those of `title` and `text` as given, whatever they hold.

    `body`: the text with blanks for the furniture of its page, every place kept: that is read as news; offers, and names
    that must be hidden, are looked for in the whole. `published_at` anchors dates told ("Selasa"); `key` hashes contacts;
    `register` says which firms are licensed; `names`: of news on topic, name the bodies and places that no list holds, too
    (spaCy: a second to load, 15 ms a text).
    Raises nothing that a text could cause.
    """
    whole = Reading.of(title, text)
    local = published_at.astimezone(JAKARTA) if published_at else None
    offer = None
    if kind_hint != "news" and not (kind_hint is None and is_fact_check(whole)):
        day = local.date() if local else None
        offer = read_offer(whole, key=key, job=job, kind_hint=kind_hint, register=register, day=day)
    whole = whole if offer else as_prose(whole)
    reading = whole if offer or body in {None, text} else as_prose(Reading.of(title, str(body)))
    doc = read(reading, prose=offer is None)
    lang = language_of(reading)
    news = _read_news(doc, reading, local, lang) if offer is None and is_news(reading, kind_hint) else None
    rejected = news is not None and news.rejected
    tagged = names and news is not None and news.tppo_topic
    return Detection(
        lang=lang,
        doc_type="offer" if offer else "news" if news else "other",
        news=news,
        offer=offer,
        entities=() if rejected else find_entities(doc, reading, tagged=tagged),
        redactions=find_redactions(
            doc if reading is whole else _whole(whole, doc), whole, rejected=rejected, disguised=news is None
        ),
        versions=versions(),
    )


def _read_news(doc: Doc, reading: Reading, local: datetime | None, lang: str) -> News:
    """The gate knows words of the home language only: other texts are read whole."""
    if lang == HOME_LANGUAGE and not news_gate().passes(reading):
        return News(
            kind="not_related",
            kind_probs={name: float(name == "not_related") for name in KINDS},
            tppo_topic=False,
            rejected=True,
            agencies=agency_names(mentions(doc, "AGENCY")),
            hotlines=_distinct(mentions(doc, "PHONE")),
        )
    from nlp.cases import read_case  # many rules and models, which most texts never need

    doc.notes["story"] = True
    kind = read_kind(reading, mentions(doc, "GPE"))
    secondary = kind.secondary
    told = read_case(doc, reading, kind=kind.kind, secondary=secondary, published_at=local)
    case, status, speaker = told or (None, None, None)
    return News(
        kind=kind.kind,
        kind_probs={name: round(probability, 4) for name, probability in kind.probs.items()},
        secondary=secondary,
        tppo_topic=kind.topic,
        tppo_status=status,
        tppo_status_by=speaker,
        case=case,
        agencies=agency_names(mentions(doc, "AGENCY")),
        hotlines=_distinct(mentions(doc, "PHONE")),
        cues=kind.cues,
    )


def _whole(whole: Reading, doc: Doc) -> Doc:
    """The text with the furniture of its page; `doc`: the one without, whose places are the same: a story is read once."""
    found = read(whole)
    found.notes |= {name: doc.notes[name] for name in ("story", "heard") if name in doc.notes}
    return found


def _distinct(found: Sequence[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(mention.canonical for mention in found if mention.canonical))


@cache
def versions() -> Versions:
    """What the answer was made with: a digest of the rules, the models of news and of offers, the code's release."""
    here = Path(__file__).parent
    state = hashlib.sha256()
    for pattern in RULES:
        for path in sorted(here.glob(pattern)):
            state.update(path.relative_to(here).as_posix().encode())
            state.update(path.read_bytes())
    try:
        code = version("suar")
    except PackageNotFoundError:
        code = "unknown"
    return Versions(ruleset=state.hexdigest()[:12], model=f"{kinds_version()}+{offer_model().version}", code=code)
