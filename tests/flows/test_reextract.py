"""Re-extraction of a whole home: other rules give a new version, nothing is asked, and a trace ends at the bytes."""

import hashlib
import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from warcio.archiveiterator import ArchiveIterator

from crawlers.extract.document import build_document
from crawlers.landing import Landing
from crawlers.twin import SOURCES, Twin, serve_twin, week_base
from flows import stages
from flows.runs import Run, new_run_id
from flows.settings import Home, Settings
from tests.flows.conftest import Suar
from warehouse.store import read_only

pytestmark = pytest.mark.xdist_group("reextract")  # in order, on one home
NEWS, ADS = "bumigora-pos", "kerja-lintas"


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Twin]]:
    """A home with two sources of the twin, collected and loaded once."""
    folder = tmp_path_factory.mktemp("crawled")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SUAR_KEY_FILE", str(folder / "key"))
        Settings.load(folder / "home").key()
        now = datetime.now(UTC)
        with serve_twin(week_base(now)) as twin:
            run = Run(home=folder / "home", run_id=new_run_id(now), now=now, sources=(NEWS, ADS), proxy=twin.proxy_url)
            stages.collect_stage(run)
            stages.load_stage(run, stages.detect_stage(run))
            yield folder, twin


@pytest.fixture
def place(crawled: tuple[Path, Twin], monkeypatch: pytest.MonkeyPatch) -> Home:
    monkeypatch.setenv("SUAR_KEY_FILE", str(crawled[0] / "key"))
    monkeypatch.setenv("SUAR_HOME", str(crawled[0] / "home"))
    return Home.at(crawled[0] / "home")


def query(place: Home, sql: str) -> list[tuple[Any, ...]]:
    with read_only(place.current) as connection:
        return connection.execute(sql).fetchall()


def test_unchanged_rules_change_nothing(suar: Suar, place: Home, crawled: tuple[Path, Twin]) -> None:
    before = query(place, "FROM store.documents ORDER BY doc_id")
    asked = len(crawled[1].requests)
    code, out, _ = suar("reextract", "--json", "--home", str(place.root))
    (report,) = json.loads(out)
    assert code == 0
    assert report["documents"] >= len(before) > 10
    assert (report["changed"], report["added"], report["damaged"], report["unread"]) == (0, 0, 0, 0)
    assert {name for name, n in report["fates"].items() if n} == {"seen"}
    assert query(place, "FROM store.documents ORDER BY doc_id") == before
    assert list(place.landing.glob("*.jsonl")) == []
    assert len(crawled[1].requests) == asked


def test_a_trace_ends_at_the_record_with_the_page(suar: Suar, place: Home) -> None:
    key, fetch_hash = query(
        place,
        "SELECT s.signal_key, f.body_sha256 FROM store.signals AS s JOIN store.documents AS d USING (doc_id)"
        " JOIN store.fetches AS f USING (fetch_id) ORDER BY s.signal_key LIMIT 1",
    )[0]
    code, out, _ = suar("trace", str(key), "--json", "--home", str(place.root))
    (told,) = json.loads(out)
    where = told["archived"]
    with Path(where["path"]).open("rb") as file:
        file.seek(where["offset"])
        member = file.read(where["end"] - where["offset"])
    record = next(ArchiveIterator(io.BytesIO(member)))
    assert (code, record.rec_type) == (0, "response")
    assert hashlib.sha256(record.content_stream().read()).hexdigest() == fetch_hash == told["fetch"]["body_sha256"]
    code, out, _ = suar("trace", str(key), "--home", str(place.root))
    assert f"{where['path']}, bytes {where['offset']} to {where['end']}" in out


def test_other_rules_give_a_new_version_of_the_same_documents(
    suar: Suar, place: Home, crawled: tuple[Path, Twin]
) -> None:
    before = dict(query(place, f"SELECT doc_id, text_sha256 FROM store.documents WHERE source = '{NEWS}'"))
    asked = len(crawled[1].requests)
    raw = yaml.safe_load((SOURCES / f"{NEWS}.yml").read_text(encoding="utf-8"))
    raw["article"] = raw.get("article", {}) | {"remove_css": ["p:nth-of-type(2)"]}
    place.sources.mkdir(exist_ok=True)
    (place.sources / f"{NEWS}.yml").write_text(yaml.safe_dump(raw), encoding="utf-8")
    code, out, err = suar("reextract", "--source", NEWS, "--since", "1d", "--json", "--home", str(place.root))
    assert code == 0, err
    (report,) = json.loads(out)
    after = dict(query(place, f"SELECT doc_id, text_sha256 FROM store.documents WHERE source = '{NEWS}'"))
    assert after.keys() == before.keys()
    differing = {name for name in after if after[name] != before[name]}
    assert len(differing) == report["changed"] > 0
    versions = dict(query(place, "SELECT doc_id, count(*) FROM store.document_versions GROUP BY ALL"))
    assert all(versions[name] >= 1 for name in differing)
    assert len(crawled[1].requests) == asked
    code, out, _ = suar("reextract", "--home", str(place.root))
    assert "0 changed" in out, "the second time all is as it should be"


def test_another_date_of_the_same_fetch_is_kept_and_of_another_fetch_is_not(home: Path) -> None:
    """A text that comes again, from a file for instance, must not lose the date that its page printed."""
    settings, now = Settings.load(home), datetime.now(UTC)
    settings.key()
    first = build_document(
        source="kabar-desa",
        url="http://kabar-desa.example/satu",
        title="Rapat desa",
        text="Warga dusun membahas perbaikan jalan dan jadwal ronda malam di balai desa.",
        fetched_at=now,
        fetch_id="f1",
    )

    def load(**changes: object) -> tuple[dict[str, int], datetime | None]:
        run = Run(home=home, run_id=new_run_id(now), now=now)
        landing = Landing(settings.home.landing, "kabar-desa", run.run_id)
        landing.put(first.model_copy(update=changes))
        landing.close()
        loaded = stages.load_stage(run, stages.detect_stage(run))
        ((published,),) = query(settings.home, "SELECT published_at FROM store.documents")
        return {fate: n for fate, n in loaded.fates.items() if n}, published

    day = datetime(2026, 11, 20, 3, tzinfo=UTC)
    assert load() == ({"out_of_scope": 1}, None)
    assert load() == ({"seen": 1}, None)
    assert load(published_at=day) == ({"out_of_scope": 1}, day)
    assert load(published_at=day) == ({"seen": 1}, day)
    assert load(fetch_id="f2") == ({"seen": 1}, day)


def test_a_period_and_a_source_are_chosen(suar: Suar, place: Home) -> None:
    code, out, _ = suar("reextract", "--until", "2020-01-01", "--json", "--home", str(place.root))
    assert (code, json.loads(out)[0]["fetches"]) == (0, 0)
    code, _, err = suar("reextract", "--until", "soon")
    assert (code, "--until soon" in err) == (2, True)
    code, _, err = suar("reextract", "--source", "nowhere", "--home", str(place.root))
    assert (code, "nowhere" in err) == (2, True)


def test_without_an_archive_it_says_what_to_do(suar: Suar) -> None:
    code, _, err = suar("reextract")
    assert (code, "crawl first" in err) == (1, True)


def test_damage_is_counted_and_the_rest_is_read(suar: Suar, place: Home) -> None:
    path = next(place.archive.glob(f"*/*/*/{ADS}.warc.gz"))
    whole = path.read_bytes()
    half = len(whole) // 2
    path.write_bytes(whole[:half] + bytes(400) + whole[half + 400 :])
    try:
        code, out, _ = suar("reextract", "--source", ADS, "--json", "--home", str(place.root))
        (report,) = json.loads(out)
        assert code == 3
        assert report["damaged"] > 0
        assert report["documents"] > 0
    finally:
        path.write_bytes(whole)
