"""Domains of public bodies, and those that are made to pass for them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.content import content, table
from nlp.detect import detect
from nlp.offer_parts import gather
from nlp.official import hosts, is_official, passes_for_official
from nlp.registry import load_registry
from nlp.text import Reading

OFFICIAL = [
    "bp2mi.go.id",
    "www.bp2mi.go.id",
    "kp2mi.go.id",
    "siskop2mi.bp2mi.go.id",
    "siapkerja.kemnaker.go.id",
    "karirhub.kemnaker.go.id",
    "disnakertrans.ntbprov.go.id",
    "imigrasi.go.id",
    "kemlu.go.id",
    "mom.gov.sg",
]


@pytest.mark.parametrize("host", OFFICIAL)
def test_official_domains_never_pass_for_others(host: str) -> None:
    assert is_official(host)
    assert not passes_for_official(host)
    text = f"Penempatan Korea, PT Contoh Bina Mandiri, kantor Jl. Contoh 1 Jakarta, daftar di https://{host}/lowongan."
    found = gather(load_registry(), Reading.of("", text), key=b"key")[1]
    assert "RF-31" not in {hit.id for hit in found}


@given(
    st.sampled_from([row["domain"] for row in table("official_domains")]),
    st.lists(st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True), min_size=1, max_size=3),
)
def test_whatever_stands_under_an_official_domain_is_official(domain: str, labels: list[str]) -> None:
    assert not passes_for_official(".".join([*labels, domain]))


@pytest.mark.parametrize(
    "host",
    [
        "bp2mi-resmi.com",
        "resmi-bp2mi.id",
        "bp2miresmi.online",
        "lokerbp2mi.site",
        "bp2mi.org",
        "bp2mi.co.id",
        "kemnaker.go.id.daftar.site",
        "bp2mi-go.id",
        "kemnaker-go-id.com",
        "kemnakergo.id",
        "kemanker.com",
        "kemnakeer.com",
        "kernnaker.id",
        "bp2m1.com",
        "bp2im.com",
        "bpzmi.xyz",
        "siap-kerja.com",
        "imigrasi-resmi.com",
        "disnaker-online.com",
        "kemnаker.com",
        "kemnаker.go.id",
        "xn--kemnker-5fg.go.id",
        "xn--kemnker-5fg.com",
        "siskop2mi.loker.xyz",
    ],
)
def test_domains_made_to_pass_for_official(host: str) -> None:
    assert passes_for_official(host)


@pytest.mark.parametrize(
    "host",
    [
        "serunilintas.example",
        "mandirikarir.com",
        "siapkarya.com",
        "kemenangan.id",
        "mangoid.com",
        "gmail.com",
        "jasa-imigrasi.com",
        "kerjasiap.net",
        "agoida.com",
        "xn--mnchen-3ya.com",
        "xn--.com",
    ],
)
def test_other_domains_do_not(host: str) -> None:
    assert not passes_for_official(host)


def test_no_open_host_passes_for_official() -> None:
    assert not any(map(passes_for_official, content("official")["open_hosts"]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Daftar di bp2mi.go.id.Info lengkap di kantor", ["bp2mi.go.id"]),
        ("Daftar di KEMNAKER.GO.ID.", ["kemnaker.go.id"]),
        (
            "surel hrd@bp2mi-karir.com, situs https://www.contoh.example/a.html?x=1",
            ["bp2mi-karir.com", "www.contoh.example"],
        ),
        ("bp2mi.go.id.contoh.xyz", ["bp2mi.go.id.contoh.xyz"]),
        ("gaji 3.500.000, S1.D3, hub.minat", []),
        ("tanpa titik", []),
    ],
)
def test_domains_in_a_text(text: str, found: list[str]) -> None:
    assert [host.name for host in hosts(Reading.of("", text))] == found


@given(st.text(alphabet="abkemnr.-go id@xn1аo\n", max_size=120))
def test_any_text_gives_domains_inside(text: str) -> None:
    reading = Reading.of("", text)
    for host in hosts(reading):
        assert reading.joined[host.start : host.end].lower() == host.name
        passes_for_official(host.name)


def test_a_look_alike_raises_the_risk_and_takes_the_official_link_away() -> None:
    text = "Lowongan perawat ke Jepang, PT Contoh Bina Mandiri, gaji 180.000 yen, daftar di {} atau WA 0820-0000-1234"
    false, true = (
        detect("", text.format(link), kind_hint="job_ad", key=b"k" * 32).offer
        for link in ("kemnаker.go.id", "kemnaker.go.id")
    )
    assert false is not None
    assert true is not None
    assert [hit.text for hit in false.indicators if hit.id == "RF-31"] == ["kemnаker.go.id"]
    assert "RF-31" not in {hit.id for hit in true.indicators}
    assert ["CI-03" in {item.id for item in found.counter} for found in (false, true)] == [False, True]
    assert false.risk > true.risk
