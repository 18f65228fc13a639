"""What a text says about its places, and what the model makes of it. Texts written for these tests."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.money import find_money
from nlp.offer_words import words_of
from nlp.site_features import Site, site_of
from nlp.site_model import SCOPES, SiteModel, features, site_model
from nlp.text import Reading
from nlp.train.offer_sites import by_author, fit_sites, site_example
from nlp.worksite import find_worksite


def _site(text: str) -> Site:
    reading = Reading.of("", text)
    return site_of(reading, find_money(reading.joined), concealed=False)


def _around(text: str, country: str) -> set[str]:
    return {feature for named in _site(text).names if named.country == country for feature in named.features}


@pytest.mark.parametrize(
    ("text", "country", "seen"),
    [
        ("kerja di Doha, transit Dubai sebentar", "AE", "not_place_before"),
        ("terbang Jakarta ➡️ Dubai ➡️ Erbil", "AE", "on from here"),
        ("admin di Poipet, gaji 900 dolar", "KH", "first"),
        ("jaga toko di Tawau 1.500 ringgit", "MY", "its money"),
        ("jaga toko di Tawau, gaji 1.500 dolar Singapura", "MY", "other money"),
        ("bukan Taiwan atau Jepang, tapi Korea", "JP", "listed with one refused"),
        ("majikan Kuwait sareng Oman", "OM", "listed with abroad"),
        ("lokasi 🇹🇭🇲🇾, 14 hari", "MY", "listed with abroad"),
        ("gudang di South Korea", "KR", "first"),
        ("hotel di Kosta Rika", "CR", "first"),
    ],
)
def test_what_stands_around_a_name(text: str, country: str, seen: str) -> None:
    assert seen in _around(text, country)


@pytest.mark.parametrize(
    "text", ["hubungi @dubai", "no vn no call", " ".join(f"#{name}" for name in ("jepang korea taiwan " * 4).split())]
)
def test_addresses_and_tags_are_no_places(text: str) -> None:
    assert _site(text).names == ()


def test_a_board_s_field_at_home_outweighs_the_names_of_the_text() -> None:
    text = "Dicari penerjemah untuk klien Jepang dan Korea"
    words = words_of(Reading.of("", text).normalised.text)
    assert find_worksite(_site(text), words, "Bekasi, Jawa Barat").scope == "domestic"
    assert find_worksite(_site(text), words, "Osaka, Jepang").destination == ("JP",)


def test_the_likeliest_country_stands_where_none_is_sure() -> None:
    abroad = tuple(9.0 if scope == "overseas" else 0.0 for scope in SCOPES)
    model = SiteModel({"": (0.0,) * 4}, {"": -2.0, "abroad": 0.0, "first": 0.5}, {"": abroad})
    text = "Riyadh, lalu Amman"
    place = find_worksite(_site(text), words_of(text.lower()), model=model)
    assert (place.scope, place.destination, place.mentions) == ("overseas", ("SA",), ())


def test_work_abroad_without_any_place_is_hidden() -> None:
    abroad = tuple(9.0 if scope == "overseas" else 0.0 for scope in SCOPES)
    model = SiteModel({"": (0.0,) * 4}, {"": 0.0, "abroad": 0.0}, {"": abroad})
    text = "ikut kerja yuk, enak kok, nanti dijelaskan"
    place = find_worksite(_site(text), words_of(text), model=model)
    assert (place.scope, place.destination) == ("hidden", ())


def test_a_sure_place_abroad_outweighs_wording_that_is_in_doubt() -> None:
    text = "Mae Sot lagi ramai, butuh operator"
    doubtful = tuple(0.5 if scope == "domestic" else 0.0 for scope in SCOPES)
    clear = tuple(9.0 if scope == "domestic" else 0.0 for scope in SCOPES)
    scopes = []
    for weights in (doubtful, clear):
        model = SiteModel({"": (0.0,) * 4}, {"": 5.0, "abroad": 0.0}, {"": weights})
        scopes.append(find_worksite(_site(text), words_of(text), model=model).scope)
    assert scopes == ["overseas", "domestic"]


def test_a_model_learns_what_it_is_shown() -> None:
    rows = [
        ("kerja kebun di {}, lewat Singapura {}", "overseas", ["MY"]),
        ("staf toko di {}, hari minggu libur {}", "domestic", ["ID"]),
        ("awak kapal ikan, sandar jauh {} {}", "ship", []),
        ("kerja di luar negeri, negara nanti {} {}", "hidden", []),
    ]
    towns = {"overseas": "Miri", "domestic": "Solo"}
    found = [
        site_example(text.format(towns.get(scope, ""), number), scope, destination, f"writer {number % 4}")  # type: ignore[arg-type]
        for number in range(12)
        for text, scope, destination in rows
    ]
    models = by_author(found, {example.author for example in found})
    assert set(models) == {f"writer {number}" for number in range(4)}
    fitted = fit_sites(found)
    for example in found:
        place = find_worksite(example.site, example.words, model=fitted)
        assert (place.scope, set(place.destination)) == (example.scope, set(example.destination))


@given(st.text(max_size=300) | st.text(alphabet="dubai →transit#@,kapal ikan KUL\n", max_size=200))
def test_any_text_is_judged(text: str) -> None:
    reading = Reading.of("", text)
    site, words = _site(text), words_of(reading.normalised.text)
    judged = site_model().judge(site, words)
    assert math.isclose(sum(map(math.exp, judged.scopes)), 1.0, rel_tol=1e-6)
    assert all(0 <= probability <= 1 for probability in judged.probabilities)
    for mention in find_worksite(site, words).mentions:
        assert reading.normalised.text[mention.start : mention.end]


def test_pairs_of_words_are_features_too() -> None:
    assert list(features(words_of("kapal ikan asing"))) == ["kapal", "ikan", "asing", "kapal ikan", "ikan asing"]


@pytest.mark.parametrize("text", ["cari TKW Timur Tengah", "kerja pabrik di Eropa", "butuh 10 orang, negara bebas"])
def test_a_part_of_the_world_is_no_country_but_is_seen(text: str) -> None:
    assert _site(text).names == ()
    assert "region" in _site(text).shown
