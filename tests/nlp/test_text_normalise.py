import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.text import Reading, normalise

WILD = st.text(max_size=200) | st.text(
    alphabet="kambojaKAMBOJAIl 410@$!*.-_\u200b\u0301\ud800🇰🇭🛫ａｍＫаоеＫ𝗟𝗼𝗸\n\t", max_size=200
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("K4mb0j4", "kamboja"),
        ("g@ji", "gaji"),
        ("k a m b o j a", "kamboja"),
        ("h u b k a m b o j a", "h u b kamboja"),
        ("l.o.k.e.r", "loker"),
        ("gajiii", "gaji"),
        ("k*mb*ja", "kamboja"),
        ("kam-boja", "kamboja"),
        ("Kаmbоjа", "kamboja"),
        ("kam\u200bboja", "kamboja"),
        ("ＫＡＭＢＯＪＡ", "kamboja"),
        ("𝗟𝗼𝗸𝗲𝗿", "loker"),
        ("ʟᴏᴋᴇʀ", "loker"),
        ("j u d 0 l", "judol"),
        ("s1ot", "slot"),
        ("kmbj", "kamboja"),
        ("yg", "yang"),
        ("0️⃣8️⃣", "08"),
        ("y4ng", "yang"),
        ("p4tag0nia", "patagonia"),
        ("0rang", "orang"),
        ("g4j!", "gaji"),
        ("s@ud!", "saudi"),
        ("g∂ji", "gaji"),
        ("e.n.a.m", "enam"),
        ("bl4k4ngt", "blakangt"),
        ("SeIandia", "selandia"),
        ("Iowongan jaIan", "lowongan jalan"),
        ("In Ina Ilham IndoLink", "in ina ilham indolink"),
        ("polandi", "polandia"),
        ("selandiabaru", "selandia baru"),
    ],
)
def test_what_a_disguised_word_means(typed: str, meant: str) -> None:
    assert normalise(typed).text == meant


def test_a_flag_is_its_country() -> None:
    assert "kamboja" in normalise("kerja 🇰🇭🛫💰").text.split()


@pytest.mark.parametrize(
    "text",
    ["s1 dan d3", "24/7", "0812-0000-1234", "rp1.500.000", "15jt", "b2b", "k3 dan p3k", "www.contoh.com", "a.n. budi", "golongan iii", "3 hari", "sip3mi dan bp3mi", "rm1700", "12 jam", "p.t. contoh", "bisa!", "a1!"],
)  # fmt: skip
def test_numbers_degrees_and_abbreviations_stay(text: str) -> None:
    assert normalise(text).text == text
    assert normalise(text).disguised == ()


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("posisi adm1n di k*mb*ja", ["adm1n", "k*mb*ja"]),
        ("kerja di Kаmboja", ["Kаmboja"]),
        ("L O W O N G A N kerja", []),
        ("k a m b o j a", ["k a m b o j a"]),
        ("Iowongan ke MaIaysia", ["Iowongan", "MaIaysia"]),
        ("lowongan kerja 𝗟𝗼𝗸𝗲𝗿", []),
    ],
)
def test_hidden_spelling_is_told_from_style(text: str, quotes: list[str]) -> None:
    assert [text[a:b] for a, b in normalise(text).disguised] == quotes


@given(WILD)
def test_every_span_leads_back_into_the_input_in_order(text: str) -> None:
    reading = Reading.of("", text)
    normalised, original = reading.normalised, reading.joined
    ends = [normalised.origin(i, i + 1) for i in range(len(normalised.text))]
    assert all(0 <= a <= b <= len(original) for a, b in ends)
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in itertools.pairwise(ends))
    assert all(0 <= a < b <= len(original) for a, b in normalised.disguised)


@given(st.text(max_size=80))
def test_the_whole_comes_from_the_whole(text: str) -> None:
    normalised = normalise(text)
    start, end = normalised.origin(0, len(normalised.text))
    assert normalised.text == "" or (start >= 0 and end <= len(text))


@given(st.text(alphabet="abcdefgh ijklmnopqrstuvwxyz,.\n", max_size=100), st.text(alphabet="abc xyz", max_size=30))
def test_a_quote_of_plain_text_is_itself(before: str, after: str) -> None:
    text = f"{before} | kamboja | {after}"
    normalised = normalise(text)
    start = normalised.text.index("kamboja |")
    first, last = normalised.origin(start, start + len("kamboja"))
    assert text[first:last] == "kamboja"


@pytest.mark.parametrize("unit", ["loker k4mb0j4 gaji ", "a a ", "é🇰🇭", "!a!", "a.b.", "x", "aI"])
def test_time_grows_with_length_only(unit: str) -> None:
    def once(size: int) -> float:
        text = unit * (size // len(unit))
        started = time.process_time()
        normalise(text)
        return time.process_time() - started

    def seconds(size: int) -> float:
        """The best of three: the others pay for the garbage of the tests before."""
        return min(once(size) for _ in range(3))

    seconds(1_000)
    assert seconds(160_000) < 40 * seconds(20_000) + 0.5
