"""`suar detect`: an answer or an error for every line, in its place, whatever the line holds."""

import gzip
import io
import json
import re
import signal
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows.cli.main import run
from flows.cli.output import json_text
from flows.reading import answers
from tests.flows.conftest import Suar
from tests.flows.samples import KEY

ROOT = Path(__file__).parents[2]
KEYS = ["id", "lang", "doc_type", "news", "offer", "entities", "redactions", "versions"]
OFFER = (
    "DIBUTUHKAN admin online ke Kamboja, gaji 15 juta, tiket dan paspor ditanggung, tanpa pengalaman. "
    "Hubungi Telegram @loker_contoh atau WA 0812-0000-1234"
)


def lines_of(path: Path, *, jsonl: bool = False, show_contacts: bool = False) -> list[dict[str, object]]:
    return list(answers(str(path), key=KEY, jsonl=jsonl, show_contacts=show_contacts))


def test_wild_lines_are_answered_in_their_place(suar: Suar, tmp_path: Path) -> None:
    rows = [
        ("good", json.dumps({"id": "a", "text": OFFER})),
        ("bad", '{"id": "b", "text": "unfinished'),
        ("bad", json.dumps({"id": "c", "text": ""})),
        ("bad", json.dumps(["no", "object"])),
        ("bad", json.dumps({"id": "e"})),
        ("good", json.dumps({"id": "f", "text": "pohon " * 170_000})),
        ("good", json.dumps({"id": "g", "text": "a\x00b\u0007 \u202eteks terbalik\u202c " + OFFER})),
        ("good", '{"id": "h\\ud800", "text": "lone \\ud800 surrogate \\udfff"}'),
        ("good", json.dumps({"id": "i", "text": "baris\u2028pisah\u2029teks\x85lagi"}, ensure_ascii=False)),
        ("bad", "[" * 100_000),
        ("good", json.dumps({"id": 7, "isi": OFFER, "judul": "Lowongan", "tak_dikenal": {"x": 1}})),
    ]
    path = tmp_path / "wild.jsonl"
    path.write_bytes(b"\n".join(line.encode("utf-8", "surrogatepass") for _, line in rows) + b"\n\xff\xfe\n")
    code, out, err = suar("detect", str(path))
    assert code == 3
    assert err == ""
    found = [json.loads(line) for line in out.split("\n")[:-1]]
    assert ["error" in answer for answer in found] == [kind == "bad" for kind, _ in rows] + [True]
    assert [next(iter(answer)) for answer in found] == ["id"] * len(found)
    assert all(list(answer) == KEYS for answer in found if "error" not in answer)
    assert all(list(answer) == ["id", "error"] for answer in found if "error" in answer)
    assert [answer["id"] for answer in found if "error" not in answer] == ["a", "f", "g", "h\ufffd", "i", "7"]


def test_spans_point_into_the_input(tmp_path: Path) -> None:
    text = "Baca juga: Judul berita yang lain\n\n\x07" + OFFER
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"id": "a", "title": "Info\x00 loker", "text": text}))
    (answer,) = lines_of(path)
    assert isinstance(answer["entities"], list)
    named = {"title": "Info\x00 loker", "text": text}
    for entity in answer["entities"]:
        assert named[entity["field"]][entity["start"] : entity["end"]] == entity["text"]
    offer = answer["offer"]
    assert isinstance(offer, dict)
    assert offer["indicators"]
    for hit in offer["indicators"]:
        assert named[hit["field"]][hit["start"] : hit["end"]] == hit["text"]


@pytest.mark.parametrize("before", ["Baca juga: ", "Halo semua\nBaca juga: ", "Lihat juga: "])
def test_no_bait_hides_in_the_furniture_of_a_page(tmp_path: Path, before: str) -> None:
    """What is left out when news are read is read all the same when offers are looked for."""
    path = tmp_path / "ad.txt"
    path.write_text(before + OFFER)
    (answer,) = lines_of(path)
    assert isinstance(answer["offer"], dict)
    assert answer["offer"]["band"] == 3


def test_names_in_the_furniture_of_a_page_are_hidden_too(tmp_path: Path) -> None:
    """Lines that name another article are not read for the case, yet stand in the text that somebody will show."""
    text = (
        "Polisi menyelamatkan Wulandari (19), korban perdagangan orang asal Kupang, dari sebuah rumah di Batam, Senin (3/11/2025).\n"
        "Baca juga: Kisah Wulandari, Korban Perdagangan Orang yang Disekap di Batam\n"
        "Wulandari dijanjikan kerja di Malaysia, kata Kapolres. Paspor Wulandari ditahan perekrut."
    )
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps({"id": "a", "title": "Korban Perdagangan Orang Diselamatkan", "text": text}))
    (answer,) = lines_of(path)
    assert isinstance(answer["redactions"], list)
    hidden = {(start, end) for field, start, end, _ in answer["redactions"] if field == "text"}
    places = [match.span() for match in re.finditer("Wulandari", text)]
    assert len(places) == 4
    assert hidden.issuperset(places)


def test_contacts_are_hashed_unless_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "ad.txt"
    path.write_text(OFFER)
    (hidden,), (shown,) = lines_of(path), lines_of(path, show_contacts=True)
    assert isinstance(hidden["offer"], dict)
    assert isinstance(shown["offer"], dict)
    contacts = hidden["offer"]["contacts"]
    assert contacts
    assert all(set(contact) == {"type", "key"} for contact in contacts)
    assert "+6281200001234" in {contact["value"] for contact in shown["offer"]["contacts"]}
    assert [contact["key"] for contact in contacts] == [contact["key"] for contact in shown["offer"]["contacts"]]
    assert hidden["id"] == "ad"


def test_other_inputs(suar: Suar, tmp_path: Path) -> None:
    packed = tmp_path / "two.jsonl.gz"
    packed.write_bytes(gzip.compress(f"{json.dumps({'text': OFFER})}\n\n{json.dumps({'text': 'halo'})}\n".encode()))
    assert [answer["id"] for answer in lines_of(packed)] == ["1", "3"]
    (tmp_path / "export").write_text(json.dumps({"id": "x", "text": OFFER}))
    assert [answer["id"] for answer in lines_of(tmp_path / "export", jsonl=True)] == ["x"]
    code, out, _ = suar("detect", str(tmp_path / "export"), "--jsonl", "--pretty")
    assert code == 0
    assert out.startswith("x: offer")


def test_standard_input_streams_until_interrupted() -> None:
    command = [sys.executable, "-c", "from flows.cli import main; main()", "detect", "-", "--jsonl"]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # a shell starts its background children deaf to it
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "preexec_fn": heard}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as child:  # type: ignore[call-overload]  # three pipes
        for name in ("a", "b"):
            child.stdin.write(json.dumps({"id": name, "text": OFFER}) + "\n")
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["id"] == name, "answered before the input ends"
        child.send_signal(signal.SIGINT)
        assert (child.wait(), child.stderr.read()) == (130, "")


def test_many_lines_go_through_processes_in_order(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text("\n".join(json.dumps({"id": str(n), "text": f"Teks nomor {n}"}) for n in range(600)) + "\n{\n")
    found = lines_of(path)
    assert [answer["id"] for answer in found[:-1]] == [str(n) for n in range(600)]
    assert "error" in found[-1]


@given(st.text(alphabet=st.characters(codec=None), max_size=40))
def test_json_text_can_always_be_written_and_read(text: str) -> None:
    line = json_text({"id": text})
    assert "\n" not in line
    assert json.loads(line.encode()) == {"id": text}


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_break_detect(home: Path, data: bytes) -> None:
    from crawlers.importers import read_inputs
    from flows.reading import answer_of
    from tests.flows.test_collect import NOW

    items = list(read_inputs(io.BytesIO(data), "jsonl", source="s", now=NOW))
    assert all("id" in answer_of(item, KEY) for item in items)


@pytest.mark.parametrize("arguments", [["detect", "nowhere.jsonl"], ["detect", "."]])
def test_what_is_no_file_is_one_sentence(home: Path, capfd: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    assert run(arguments) == 1
    assert len(capfd.readouterr().err.splitlines()) == 1
