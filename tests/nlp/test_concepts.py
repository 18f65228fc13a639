import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.background import background_case
from nlp.concepts import case_odds
from nlp.detect import detect
from nlp.news import read_kind, weighed_by_concepts
from nlp.text import Reading

KEY = b"a key of tests"
PAIRS = [
    (
        "Polisi menangkap dua perekrut yang menjanjikan pekerjaan di Malaysia. Sebelas korban ditampung di rumah kontrakan, paspor mereka ditahan.",
        "Polisi menangkap dua pencuri sepeda motor. Sebelas motor curian hendak dikirim ke Malaysia dan disimpan di rumah kontrakan.",
    ),
    (
        "Muncikari itu dituntut delapan tahun karena memaksa siswi melayani tamu di sebuah kafe.",
        "Penjual kukang itu dituntut delapan tahun karena memperdagangkan satwa lewat media sosial.",
    ),
]


@pytest.mark.parametrize(("case", "other"), PAIRS)
def test_the_same_manner_of_another_matter_is_less_of_a_case(case: str, other: str) -> None:
    assert case_odds(Reading.of("", case)) > case_odds(Reading.of("", other)) + 1


def test_concepts_move_cases_alone_and_within_bounds() -> None:
    before = {"case_arrest": 0.5, "case_trial": 0.1, "not_related": 0.4}
    lower, higher = (weighed_by_concepts(before, odds) for odds in (-2.0, 2.0))
    assert lower["case_arrest"] < before["case_arrest"] < higher["case_arrest"]
    assert lower["case_arrest"] / lower["case_trial"] == pytest.approx(5)
    assert sum(lower.values()) == pytest.approx(1)
    assert weighed_by_concepts(before, -1e9) == weighed_by_concepts(before, -7.0)


OFF = (
    "Travel Umrah di Kota Contoh Gagal Berangkatkan Jemaah",
    (
        "KOTA CONTOH - Polres Contoh menangkap direktur biro perjalanan berinisial HS (48) karena 60 jemaah umrah tidak pernah berangkat ke Arab Saudi. "
        'Para korban menyetor Rp28 juta per orang sejak tahun lalu. "Uangnya dipakai menutup utang arisan," kata kasat reskrim, Rabu (4/2/2026). '
        "Tersangka dijerat Pasal 378 dan 372 KUHP tentang penipuan dan penggelapan. Koper dan buku tabungan jemaah disita sebagai barang bukti."
    ),
)


def test_pilgrims_who_were_cheated_are_no_case() -> None:
    assert not read_kind(Reading.of(*OFF)).kind.startswith("case_")


BEHIND = (
    "Pemkab Contoh dan Polres Ajak Warga Desa Waspadai Tawaran Kerja ke Luar Negeri",
    (
        "Pemkab Contoh bersama Polres Contoh menggelar sosialisasi pencegahan perdagangan orang di balai desa, Kamis (5/2/2026). "
        "Warga diminta memeriksa izin perusahaan sebelum berangkat dan melapor bila ada ajakan lewat jalur tidak resmi.\n\n"
        "Pekan lalu Polres Contoh menangkap perekrut berinisial PKT (47) yang hendak membawa enam warga ke Malaysia lewat pelabuhan tikus. "
        "Dua di antaranya berusia 16 tahun. Polisi menahan PKT dan menjeratnya dengan Pasal 2 UU 21/2007.\n\n"
        '"Jangan mudah percaya janji gaji besar," kata bupati. Peserta menerima buku saku dan nomor pengaduan.'
    ),
)


def test_a_case_behind_a_campaign_is_told_as_background() -> None:
    news = detect(*BEHIND, key=KEY, kind_hint="news").news
    assert news is not None
    assert (news.kind, news.secondary[0]) == ("prevention", "case_arrest")
    assert news.case is not None
    assert news.case.is_background
    assert (news.case.victims_min, news.case.destination_countries) == (6, ("MY",))


def test_a_campaign_alone_has_no_background() -> None:
    title, text = BEHIND
    campaign = "\n\n".join(part for part in text.split("\n\n") if "PKT" not in part)
    assert background_case(Reading.of(title, campaign), "prevention") is None


@given(st.text(max_size=300))
def test_any_text_has_finite_odds_and_maybe_a_background(text: str) -> None:
    assert abs(case_odds(Reading.of(text[:20], text))) < 1e3
    background_case(Reading.of("", text), "policy")


def test_a_fraud_on_applicants_at_home_is_no_case() -> None:
    told = (
        "Polisi menangkap seorang calo berinisial HL (44) yang menjanjikan kelulusan seleksi bintara kepada tiga keluarga. Korban "
        "menyerahkan Rp160 juta seorang, dan nama mereka tidak pernah diumumkan. Tersangka ditahan dan dijerat pasal penipuan."
    )
    at_home = read_kind(Reading.of("Calo Bintara di Kota Contoh Ditangkap", told))
    assert (at_home.kind, at_home.topic) == ("related_crime", False)
    abroad = read_kind(
        Reading.of("", told.replace("kelulusan seleksi bintara", "pekerjaan di pabrik di Malaysia tanpa dokumen"))
    )
    assert abroad.kind.startswith("case_")
