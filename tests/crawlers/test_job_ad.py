import gzip
import json
from pathlib import Path

import pytest

from crawlers.extract.job_ad import extract_job_ad

PAGES = Path(__file__).parents[2].parent / "shared" / "data" / "html"
ABOUT = (
    "Kami mencari perawat lansia yang sabar dan teliti untuk bekerja di panti di luar negeri selama dua tahun penuh. "
    "Calon harus sehat, berusia paling sedikit dua puluh satu tahun, dan bersedia mengikuti pelatihan bahasa."
)
FIELDS = {
    "Perusahaan": "PT Contoh Insan Bahari",
    "Lokasi Kerja": "Osaka, Jepang",
    "Gaji": "Rp12.000.000 - Rp15.000.000",
    "Tanggal Posting": "20 November 2026",
    "Batas Lamaran": "20 Desember 2026",
    "Kontak": "0812-0000-1234",
}
FORMS = {
    "list": "<ul>" + "".join(f"<li><strong>{name}:</strong> {value}</li>" for name, value in FIELDS.items()) + "</ul>",
    "definitions": "<dl>" + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in FIELDS.items()) + "</dl>",
    "table": "<table>"
    + "".join(f"<tr><th>{name}</th><td>{value}</td></tr>" for name, value in FIELDS.items())
    + "</table>",
    "lines": "<p>" + "<br>".join(f"{name} : {value}" for name, value in FIELDS.items()) + "</p>",
    "bullets": "<p>" + "<br>".join(f"• {name.upper()}: {value}" for name, value in FIELDS.items()) + "</p>",
}


def _ad(form: str) -> str:
    return f"<html><body><h1>Perawat Lansia</h1><div class='isi'><p>{ABOUT}</p>{form}</div></body></html>"


@pytest.mark.parametrize("form", FORMS)
def test_labelled_fields(form: str) -> None:
    ad = extract_job_ad(_ad(FORMS[form]), labelled=True)
    assert ad is not None
    assert ad.title == "Perawat Lansia"
    assert ad.job.model_dump(exclude_none=True) == {
        "company": "PT Contoh Insan Bahari", "location": "Osaka, Jepang", "salary": "Rp12.000.000 - Rp15.000.000",
        "posted": "20 November 2026", "valid_until": "20 Desember 2026",
    }  # fmt: skip
    assert ad.contact == "0812-0000-1234"
    assert ad.contact in ad.text
    assert ABOUT in ad.text
    assert ad.provenance["salary"] == ad.provenance["contact"] == "label"


def test_english_labels_and_a_labelled_title() -> None:
    form = "<p>Position: Deckhand</p><p>Company: PT Contoh Samudra</p><p>Closing date: 3 January 2027</p>"
    ad = extract_job_ad(f"<html><body>{form}</body></html>", labelled=True)
    assert ad is not None
    assert (ad.title, ad.job.company, ad.job.valid_until) == ("Deckhand", "PT Contoh Samudra", "3 January 2027")


@pytest.mark.parametrize(
    "html",
    [
        _ad("<p>Lokasi: Osaka</p><p>Kontak: 0812-0000-1234</p>"),
        _ad("<p>Gaji yang dijanjikan besar. Lokasi penampungan dirahasiakan.</p>"),
        f"<html><body><p>Gaji: Rp5 juta</p><p>Lokasi: Batam</p><p>{ABOUT}</p></body></html>",
        "<html><body><h1>Lowongan</h1>" + "<p>Perusahaan: PT Uji</p><p>Gaji: Rp5 juta</p>" * 3 + "</body></html>",
        "<html><body></body></html>",
    ],
)
def test_what_is_no_single_ad(html: str) -> None:
    assert extract_job_ad(html, labelled=True) is None


def test_labels_are_read_on_request_only() -> None:
    assert extract_job_ad(_ad(FORMS["list"])) is None


def test_the_posting_wins_over_labels_and_its_contact_is_kept() -> None:
    data = {
        "@type": "JobPosting", "title": "Juru Masak", "description": "Memasak di kapal.",
        "hiringOrganization": {"name": "PT Contoh Laut", "telephone": "0812-0000-7777"},
        "applicationContact": [{"email": "lamaran@contoh-laut.example"}],
    }  # fmt: skip
    page = _ad(FORMS["list"] + f'<script type="application/ld+json">{json.dumps(data)}</script>')
    ad = extract_job_ad(page, labelled=True)
    assert ad is not None
    assert (ad.title, ad.job.company, ad.job.salary) == ("Juru Masak", "PT Contoh Laut", None)
    assert ad.contact == "lamaran@contoh-laut.example, 0812-0000-7777"
    assert ad.text == f"Memasak di kapal.\n{ad.contact}"
    assert ad.provenance == dict.fromkeys(["title", "text", "contact", "company"], "jsonld")


def test_lists_of_real_boards_are_no_ads() -> None:
    if not PAGES.is_dir():
        pytest.skip("the shared saved pages are not here")
    index = [json.loads(line) for line in (PAGES / "INDEX.jsonl").read_text(encoding="utf-8").splitlines()]
    boards = [item["file"] for item in index if item["kind"] == "job_board"]
    assert len(boards) == 3
    for name in boards:
        assert extract_job_ad(gzip.decompress((PAGES / name).read_bytes()), labelled=True) is None
