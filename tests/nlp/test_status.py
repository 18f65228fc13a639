import pytest

from nlp.field_context import Context
from nlp.field_status import ACQUITTED, SAID, said
from nlp.language import read
from nlp.status import REFUSED, Claim, find_claims
from nlp.story import story
from nlp.text import Reading


def claims(text: str) -> list[Claim]:
    reading = Reading.of("Judul", text)
    return find_claims(story(read(reading), len(reading.title)))


@pytest.mark.parametrize(
    ("text", "speaker", "how"),
    [
        ("Polda Contoh menyebut mereka korban perdagangan orang.", "police", "before"),
        ("Mereka korban TPPO, kata juru bicara Kemlu.", "government", "after"),
        ("Menurut jaksa, unsur perdagangan orang belum terpenuhi.", "prosecution_or_court", "after"),
        ("SBMI menilai 7 ABK itu korban TPPO.", "ngo", "before"),
        ("Mereka korban TPPO, kata Direktur Contoh Migrant Watch Zubaidah. KDEI belum menjawab.", "ngo", "after"),
        ("Jaringan Advokasi Contoh menilai mereka korban perdagangan orang.", "ngo", "before"),
        ("Orang tuanya yakin ia korban perdagangan orang.", "victim_or_family", "before"),
        ("Polres Contoh membuka berkas dugaan TPPO.", "police", "before"),
        ("Polisi setempat bergerak dalam perkara TPPO.", "police", "acts"),
        ("Sebanyak 12 WNI korban TPPO tiba di rumah.", None, "nobody"),
    ],
)
def test_who_speaks(text: str, speaker: str | None, how: str) -> None:
    found = claims(text)
    assert [(claim.speaker, claim.how) for claim in found] == [(speaker, how)]


def test_a_name_speaks_for_the_office_it_was_told_with() -> None:
    text = "Kepala BP3MI Contoh Sudarmanto menyambut mereka. Mereka tiba sore. Ini TPPO, kata Sudarmanto."
    assert [(claim.speaker, claim.how) for claim in claims(text)] == [("government", "name")]


def test_a_quotation_is_said_by_whom_it_names_later() -> None:
    text = '"Ini perdagangan orang. Jangan ditutupi," kata Ketua SBMI Contoh.'
    assert [(claim.speaker, claim.how) for claim in claims(text)] == [("ngo", "quote")]


def test_what_says_it_again_is_the_speaker_before() -> None:
    text = "Kapolres Contoh mengatakan dua orang ditahan. Kasusnya perdagangan orang, ujarnya."
    assert [(claim.speaker, claim.how) for claim in claims(text)] == [("police", "again")]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Mereka diduga korban TPPO.", "hedge"),
        ("Kami belum menyimpulkan apakah mereka korban TPPO.", "open"),
        ("Mereka bukan korban TPPO.", "denied"),
        ("Pelaku dijerat UU Nomor 21 Tahun 2007.", "charged"),
        ("Satgas TPPO menggelar rapat.", "name_only"),
        ("Kemlu menolak menyebut kasus itu perdagangan orang.", REFUSED),
        ("BP3MI belum bisa memastikan mereka korban TPPO.", REFUSED),
    ],
)
def test_how_it_is_said(text: str, form: str) -> None:
    assert form in claims(text)[0].forms


def test_every_pair_is_a_candidate_but_those_of_bodies_that_state_nothing() -> None:
    reading = Reading.of("Judul", "Polda Contoh menahan dua orang. SBMI menilai mereka korban TPPO.")
    sentences = story(read(reading), len(reading.title))
    values = said(Context("case_arrest", sentences, reading.joined.lower()), [])
    assert set(values.found) == {pair for pair in SAID if pair not in {("actual", "police"), ("actual", "government")}}
    start, end = values.found["possible", "ngo"].spans[0]
    assert reading.joined[start:end] == "TPPO"
    assert "ngo mine 1" in values.found["possible", "ngo"].seen
    assert "police mine 0" in values.found["possible", "police"].seen


def test_a_text_without_a_claim_has_its_title_as_the_place() -> None:
    reading = Reading.of("Judul", "Dua orang ditahan.")
    sentences = story(read(reading), len(reading.title))
    values = said(Context("case_arrest", sentences, reading.joined.lower()), [])
    assert values.found["not_stated", None].spans == [(0, len("Judul"))]


def test_the_sale_of_apes_is_no_claim() -> None:
    assert claims("Polda Contoh mengungkap perdagangan orang utan dan orangutan.") == []


def test_who_refuses_to_call_it_so_states_nothing() -> None:
    reading = Reading.of(
        "Dua Perempuan Pulang", "Pengacara menyebut kliennya korban TPPO. Kemlu menolak menyebutnya perdagangan orang."
    )
    sentences = story(read(reading), len(reading.title))
    pairs = said(Context("case_repatriation", sentences, reading.joined.lower()), []).found
    assert ("actual", "government") not in pairs
    assert ("possible", "government") in pairs


@pytest.mark.parametrize(
    ("text", "acquitted"),
    [
        ("Divonis bebas, Pak Contoh pulang. Jaksa tadinya menuntut 6 tahun penjara atas dugaan TPPO.", True),
        ("Majelis membebaskan kedua terdakwa dari seluruh dakwaan perdagangan orang.", True),
        ("Satu terdakwa divonis bebas. Dua lainnya dihukum empat tahun penjara karena TPPO.", False),
        ("Mahkamah Agung membatalkan putusan bebas terdakwa TPPO.", False),
    ],
)
def test_a_court_that_lets_the_accused_go_finds_no_victim(text: str, acquitted: bool) -> None:
    reading = Reading.of("", text)
    sentences = story(read(reading), 0)
    pairs = said(Context("case_verdict", sentences, reading.joined.lower()), []).found
    assert (set(pairs) == {ACQUITTED}) is acquitted
