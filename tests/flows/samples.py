"""A small warehouse with invented texts: what a digest, a review or a query can be tried on."""

from datetime import datetime
from pathlib import Path

from flows.load import publish
from flows.settings import Home
from warehouse.batch import write_batch
from warehouse.contracts import (
    Analysed,
    Case,
    CaseRecord,
    Detection,
    Document,
    Hit,
    IndicatorHit,
    Membership,
    News,
    Offer,
    Pay,
    Signal,
    SourceRun,
    Versions,
    document_id,
    evidence_hash,
    signal_key,
    text_version,
)
from warehouse.groups import save_groups
from warehouse.load import IndicatorRow, LoadRequest, load

KEY = b"k" * 32
VERSIONS = Versions(ruleset="r", model="m", code="c")
INDICATORS = [
    IndicatorRow(
        indicator="RF-90",
        group="visa",
        label_id="Visa kunjungan untuk bekerja",
        label_en="Visit visa for work",
        meaning="x",
        weight=1.6,
        source="test",
    )
]


def offer(
    name: str, now: datetime, *, band: int = 3, text: str = "", url: str | None = None, title: str | None = None
) -> Analysed:
    text = text or f"Dicari staf {name}, berangkat pakai visa kunjungan dulu"
    quote = "visa kunjungan"
    start = text.find(quote)
    hits = [IndicatorHit(id="RF-90", field="text", start=start, end=start + len(quote), text=quote, weight=1.6)]
    document = _document(name, now, text, url, title if title is not None else f"Lowongan {name}")
    detection = Detection(
        lang="id",
        doc_type="offer",
        offer=Offer(
            risk=band / 3,
            band=band,
            scope="overseas",
            destination=("KH",),
            job="staf",
            pay=Pay(raw="12 juta"),
            indicators=tuple(hits if start >= 0 else []),
        ),
        versions=VERSIONS,
    )
    signals, found = _signal(document.doc_id, "scam_offer", band / 3, band, None, hits if start >= 0 else [])
    return Analysed(document=document, detection=detection, signals=signals, hits=found, fate="done")


def case(name: str, now: datetime, *, victims: int = 4, title: str | None = None) -> Analysed:
    text = f"Polisi menggagalkan keberangkatan {victims} calon pekerja dari {name}."
    told = Case(
        victims_min=victims,
        victims_max=victims,
        suspects_n=2,
        origin_provinces=("NTB",),
        destination_countries=("KH",),
        exploitation=("forced_criminality",),
        stage="detained",
    )
    cue = IndicatorHit(id="cue-foiled", field="text", start=7, end=34, text="menggagalkan keberangkatan", weight=1.0)
    document = _document(name, now, text, None, title or f"Keberangkatan dari {name} digagalkan")
    detection = Detection(
        lang="id",
        doc_type="news",
        news=News(
            kind="case_foiled",
            kind_probs={"case_foiled": 0.9},
            tppo_topic=True,
            tppo_status="possible",
            tppo_status_by="police",
            case=told,
            cues=(cue,),
        ),
        versions=VERSIONS,
    )
    signals, hits = _signal(document.doc_id, "tppo_case", 0.9, 3, "case_foiled", [cue])
    record = CaseRecord(case_id=f"{document.doc_id}-1", doc_id=document.doc_id, case=told)
    return Analysed(document=document, detection=detection, signals=signals, hits=hits, cases=(record,), fate="done")


def fill(
    home: Home,
    load_id: str,
    now: datetime,
    analysed: list[Analysed],
    *,
    campaign: list[Analysed] | None = None,
    source_runs: list[SourceRun] | None = None,
) -> None:
    """One load and one snapshot; `campaign` puts those offers together."""
    batch = home.batches / f"{load_id}.parquet"
    batch.parent.mkdir(parents=True, exist_ok=True)
    write_batch(batch, analysed, [])
    request = LoadRequest(load_id=load_id, kind="run", code_version="0", started_at=now)
    load(home.live, request, [batch], inbox_dir=home.inbox, indicators=INDICATORS, source_runs=source_runs or ())
    if campaign:
        members = [
            Membership(group_type="campaign", group_id="campaign-1", doc_id=item.document.doc_id, why="wording")
            for item in campaign
        ]
        save_groups(home.live, members, [], load_id=load_id, at=now, code_version="0")
    publish(home)


def home_at(root: Path) -> Home:
    return Home.at(root)


def _document(name: str, now: datetime, text: str, url: str | None, title: str) -> Document:
    address = url or f"https://outlet.example/{name.lower().replace(' ', '-')}"
    return Document(
        doc_id=document_id(url=address, source="outlet", external_id=None, title=title, text=text),
        text_sha256=text_version(title, text),
        source="outlet",
        outlet="Warta Contoh",
        url=address,
        title=title,
        text=text,
        published_at=now,
        published_precision="day",
        fetched_at=now,
        extractor="test",
    )


def _signal(
    doc_id: str, type_: str, score: float, band: int, kind: str | None, found: list[IndicatorHit]
) -> tuple[tuple[Signal, ...], tuple[Hit, ...]]:
    key = signal_key(doc_id, type_)  # type: ignore[arg-type]  # one of the two
    signal = Signal.model_validate(
        {
            "signal_key": key,
            "doc_id": doc_id,
            "type": type_,
            "score": score,
            "band": band,
            "kind": kind,
            "evidence_sha256": evidence_hash([(hit.id, hit.text) for hit in found], KEY),
        }
    )
    hits = tuple(
        Hit(
            signal_key=key,
            doc_id=doc_id,
            indicator=hit.id,
            field=hit.field,
            start_char=hit.start,
            end_char=hit.end,
            quote=hit.text,
            weight=hit.weight,
        )
        for hit in found
    )
    return (signal,), hits
