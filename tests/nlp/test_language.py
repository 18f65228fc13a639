import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.counts import find_counts, number_of
from nlp.language import as_prose, mentions, read, sentences
from nlp.sentences import aside_spans, sentence_spans, unbroken
from nlp.text import Reading


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


def test_abbreviations_end_no_sentence() -> None:
    text = "Kombes Pol. Contoh, S.H. datang ke Jl. Mawar No. 3, Kec. Praya. Ia membawa Rp. 5 juta. Selesai."
    assert cut(text) == [
        "Kombes Pol. Contoh, S.H. datang ke Jl. Mawar No. 3, Kec. Praya.",
        "Ia membawa Rp. 5 juta.",
        "Selesai.",
    ]


def test_linked_headlines_and_credits_are_aside() -> None:
    text = "Kalimat satu.\nBaca juga: Polisi tangkap calo\nKalimat dua.\nEditor: Contoh"
    assert [text[start:end].strip() for start, end in aside_spans(text)] == [
        "Baca juga: Polisi tangkap calo",
        "Editor: Contoh",
    ]
    doc = read(Reading.of("", text))
    assert [doc.text[start:end] for start, end in sentences(doc)] == ["Kalimat satu.", "Kalimat dua."]


def test_a_list_of_linked_headlines_is_aside() -> None:
    text = "Kalimat satu.\nPilihan Redaksi\nPolisi Tangkap Calo di Batam\n61 WNI Ditahan di Contoh\nKalimat dua.\nNext Article\nMenteri Bertemu Duta"
    doc = read(Reading.of("", text))
    assert [doc.text[start:end] for start, end in sentences(doc)] == ["Kalimat satu.", "Kalimat dua."]


@pytest.mark.parametrize(
    ("printed", "told"),
    [
        ("Kementerian Luar Negeri (\nKemlu\n) memulangkan 12 WNI dari\nKamboja\n, Senin.", 1),
        ("Polres\nKupang\nmenangkap perekrut. Korban dua orang.", 2),
        ("Kementerian Luar Negeri\n(Kemlu) memulangkan 12 WNI.", 1),
        ("Jumlah korban\nbertambah menjadi tujuh.", 1),
        ("Jakarta\n-\nPolisi menangkap perekrut.", 1),
        ("Warta Contoh\n- Polisi menangkap perekrut.", 1),
        ("Syarat:\n- KTP\n- Ijazah", 3),
        ("Tujuh Korban Dipulangkan\nKupang - Polisi menangkap perekrut.", 2),
        ("Syarat melamar:\n1. KTP\n2. Ijazah\nKirim ke kantor.", 6),
        ("Korban dipulangkan.\nBaca juga:\nPolisi Tangkap Calo\nkeluarga menjemput korban.", 2),
    ],
)
def test_a_sentence_goes_on_over_lines_that_only_a_lost_link_breaks(printed: str, told: int) -> None:
    reading = as_prose(Reading.of("", printed))
    assert len(sentences(read(reading))) == told
    assert reading.quote(2, 2 + len(printed)) == printed


@given(st.text('aB \n(,.:"', max_size=200))
def test_lines_are_joined_letter_for_letter(text: str) -> None:
    joined = unbroken(text)
    assert [a for a, b in zip(text, joined, strict=True) if a != b] == ["\n"] * sum(map(str.__ne__, text, joined))


def test_what_is_named_stands_at_exact_offsets() -> None:
    reading = Reading.of("Polda NTB bergerak", "Warga Lombok dijerat Pasal 81 UU 18/2017. Lapor 0811-3883-0666.")
    doc = read(reading)
    found = {(m.label, m.canonical) for m in mentions(doc)}
    assert {
        ("AGENCY", "Polda NTB"),
        ("GPE", "ID:NTB"),
        ("LAW", "UU 18/2017 Pasal 81"),
        ("PHONE", "081138830666"),
    } <= found
    assert all(reading.joined[m.start : m.end] == m.text for m in mentions(doc))


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_read(title: str, text: str) -> None:
    reading = Reading.of(title, text)
    doc = read(reading)
    assert doc.text.replace(" ", "") != "" or not reading.joined.strip() or reading.joined.isspace()
    for mention in mentions(doc):
        assert reading.joined[mention.start : mention.end].split() == mention.text.split()


def test_number_words() -> None:
    values = {
        "dua puluh empat": 24,
        "seratus lima": 105,
        "seribu dua ratus": 1200,
        "sebelas": 11,
        "1.200": 1200,
        "lima belas": 15,
    }
    assert {words: number_of(words) for words in values} == values
    assert number_of("banyak") is None


def test_counts_of_people() -> None:
    text = "Lebih dari 20 korban, belasan warga, sedikitnya 57 orang, hampir 300 WNI, 30-40 pekerja, dua tersangka."
    assert [(c.low, c.high, c.role) for c in find_counts(text)] == [
        (21, None, "victim"),
        (11, 19, "victim"),
        (57, None, "person"),
        (None, 300, "victim"),
        (30, 40, "victim"),
        (2, 2, "suspect"),
    ]


def test_parts_of_one_list_sum() -> None:
    counts = find_counts("terdiri atas 74 laki-laki, 29 perempuan, dan 20 anak")
    assert (123, 123) in [(count.low, count.high) for count in counts]


def test_what_counts_no_people() -> None:
    assert find_counts("15 tahun penjara, 30 juta rupiah, 12 kasus, 40 persen, 8 negara") == []
