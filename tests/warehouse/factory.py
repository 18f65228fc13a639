"""Invented documents, readings and events."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from warehouse.contracts import (
    Analysed,
    Case,
    CaseRecord,
    Contact,
    Detection,
    Document,
    Fate,
    Fetch,
    Hit,
    IndicatorHit,
    News,
    Offer,
    Pay,
    RegisterRow,
    Review,
    Signal,
    SourceRun,
    Takedown,
    Versions,
    document_id,
    evidence_hash,
    signal_key,
    text_version,
)
from warehouse.load import IndicatorRow, LoadReport, LoadRequest, load

KEY = b"a key for tests"
START = datetime(2026, 3, 2, 1, tzinfo=UTC)
VERSIONS = Versions(ruleset="r1", model="m1", code="c1")
OFFER_TEXT = "Dicari operator ponsel untuk kantor di luar negeri, tanpa syarat ijazah, gaji 15 juta."
NEWS_TEXT = "Polisi mengamankan dua orang yang diduga merekrut lima warga untuk kebun di negeri seberang."
INDICATORS = (
    IndicatorRow(
        indicator="RF-01",
        group="janji",
        label_id="gaji terlalu besar",
        label_en="pay too high",
        meaning="Pay far above the usual for the job",
        weight=1.5,
        source="invented for tests",
    ),
)


def url_of(name: str) -> str:
    return f"https://kabar.example/{name}"


def doc_id_of(name: str) -> str:
    return document_id(url=url_of(name), source="kabar", external_id=None, title="", text="")


def document(
    name: str, text: str, *, title: str = "Judul", source: str = "kabar", version: str | None = None
) -> Document:
    return Document(
        doc_id=doc_id_of(name),
        text_sha256=version or text_version(title, text),
        external_id=name,
        source=source,
        outlet="Kabar Contoh",
        url=url_of(name),
        title=title,
        text=text,
        published_at=START - timedelta(days=1),
        published_precision="minute",
        published_zone="printed",
        fetched_at=START,
        provenance={"title": "jsonld"},
        fetch_id=f"fetch-{name}",
        extractor="x1",
        extra={"kolom": "isi"},
    )


def offer(
    name: str, text: str = OFFER_TEXT, *, fate: Fate = "done", versions: Versions = VERSIONS, band: int = 3
) -> Analysed:
    """An offer with one hit, on the first two words of its text."""
    doc = document(name, text)
    quote = " ".join(text.split(" ")[:2])
    hit = IndicatorHit(id="RF-01", field="text", start=0, end=len(quote), text=quote, weight=1.5)
    contact = Contact(type="whatsapp", key=f"key-of-{name[0]}", value="+6281200001234")
    detection = Detection(
        lang="id",
        doc_type="offer",
        offer=Offer(
            risk=0.9,
            band=band,
            scope="overseas",
            destination=("KH",),
            job="operator",
            pay=Pay(min=15e6, max=None, currency="IDR", period="month", raw="gaji 15 juta"),
            indicators=(hit,),
            contacts=(contact,),
        ),
        redactions=(("text", 0, 3, "phone"),),
        versions=versions,
    )
    key = signal_key(doc.doc_id, "scam_offer")
    signal = Signal(
        signal_key=key,
        doc_id=doc.doc_id,
        type="scam_offer",
        score=0.9,
        band=band,
        evidence_sha256=evidence_hash([("RF-01", quote)], KEY),
    )
    evidence = Hit(
        signal_key=key,
        doc_id=doc.doc_id,
        indicator="RF-01",
        field="text",
        start_char=0,
        end_char=len(quote),
        quote=quote,
        weight=1.5,
    )
    return Analysed(document=doc, detection=detection, signals=(signal,), hits=(evidence,), fate=fate)


def news(
    name: str, text: str = NEWS_TEXT, *, kind: str = "case_arrest", event_date: str | None = "2026-02"
) -> Analysed:
    doc = document(name, text, title="Dua perekrut diamankan")
    case = Case(
        victims_min=5,
        victims_max=5,
        suspects_n=2,
        origin_provinces=("NTB", "NTT"),
        destination_countries=("MY",),
        exploitation=("forced_labour",),
        legal_basis=("UU 21/2007 Pasal 4",),
        stage="detained",
        promised_pay=Pay(min=1.0, max=2.0, currency="MYR", period="month", raw="1-2 ringgit"),
        event_date=event_date,
        spans={"victims_min": (("text", 0, 6),)},
    )
    cue = IndicatorHit(id="case_arrest", field="text", start=0, end=6, text=text[:6], weight=1.0)
    detection = Detection(
        lang="id",
        doc_type="news",
        news=News(
            kind=kind,
            kind_probs={kind: 0.8, "policy": 0.2},
            tppo_topic=True,
            tppo_status="possible",
            tppo_status_by="police",
            case=case,
            agencies=("Polda NTB",),
            cues=(cue,),
        ),
        versions=VERSIONS,
    )
    key = signal_key(doc.doc_id, "tppo_case")
    signal = Signal(
        signal_key=key,
        doc_id=doc.doc_id,
        type="tppo_case",
        score=0.8,
        band=2,
        kind=kind,
        evidence_sha256=evidence_hash([(kind, text[:6])], KEY),
    )
    hit = Hit(
        signal_key=key,
        doc_id=doc.doc_id,
        indicator=kind,
        field="text",
        start_char=0,
        end_char=6,
        quote=text[:6],
        weight=1.0,
    )
    record = CaseRecord(case_id=f"{doc.doc_id}-1", doc_id=doc.doc_id, case=case)
    return Analysed(document=doc, detection=detection, signals=(signal,), hits=(hit,), cases=(record,), fate="done")


def fetch(name: str) -> Fetch:
    return Fetch(
        fetch_id=f"fetch-{name}",
        source="kabar",
        url=url_of(name),
        final_url=url_of(name),
        at=START,
        status=200,
        body_sha256="ab" * 32,
        archive_path=f"2026/{name}.gz",
        robots="allowed",
        run_id="run-1",
    )


def review(signal: Signal, verdict: str = "confirm", *, number: int = 1, note: str | None = None) -> Review:
    return Review.model_validate(
        {
            "review_id": f"review-{number}",
            "signal_key": signal.signal_key,
            "evidence_sha256": signal.evidence_sha256,
            "reviewer": "peninjau",
            "verdict": verdict,
            "reasons": ("jelas",),
            "note": note,
            "at": START + timedelta(hours=number),
        }
    )


def takedown(name: str) -> Takedown:
    return Takedown(
        takedown_id=f"takedown-{name}", doc_id=doc_id_of(name), url=url_of(name), reason=f"permintaan {name}", at=START
    )


def source_run(run_id: str = "run-1", **counts: object) -> SourceRun:
    values = {
        "reached": True,
        "listed": 9,
        "fetched": 9,
        "parsed": 8,
        "with_date": 8,
        "with_body": 8,
        "state": "healthy",
        **counts,
    }
    return SourceRun.model_validate(
        {"run_id": run_id, "source": "kabar", "started_at": START, "ended_at": START + timedelta(minutes=1), **values}
    )


def register_row(day: int, name: str = "PT Contoh Lama") -> RegisterRow:
    return RegisterRow(
        register_name="p3mi",
        key="SIP3MI-001",
        name=name,
        details={"alamat": "Jalan Uji 1"},
        source="p3mi",
        seen_at=START.replace(day=day),
    )


class Home:
    """A folder with everything of one installation, and loads with increasing ids, one a day."""

    def __init__(self, folder: Path) -> None:
        self.live = folder / "live.duckdb"
        self.inbox = folder / "inbox"
        self.snapshots = folder / "snapshots"
        self.current = folder / "current.duckdb"
        self.landing = folder / "landing"
        self.loads = 0

    def batch(self) -> Path:
        return self.landing / f"batch-{self.loads + 1}.parquet"

    def request(self, records: int | None = None) -> LoadRequest:
        self.loads += 1
        return LoadRequest(
            load_id=f"load-{self.loads}",
            kind="test",
            code_version="c1",
            started_at=START + timedelta(days=self.loads - 1),
            records=records,
        )

    def load(self, *batches: Path, runs: tuple[SourceRun, ...] = (), rows: Sequence[RegisterRow] = ()) -> LoadReport:
        return load(
            self.live,
            self.request(),
            batches,
            inbox_dir=self.inbox,
            source_runs=runs,
            register_rows=rows,
            indicators=INDICATORS,
            lock_timeout=5,
        )
