"""Copies: what is grouped, what is not, and that ids stay."""

from nlp.link import link
from nlp.registry import load_registry
from nlp.shingles import overlap, shingle
from warehouse.contracts import LinkItem

STORY = (
    "Satuan reserse kriminal menggerebek sebuah rumah kontrakan di pinggir kota pada Senin malam dan menemukan sembilan "
    "perempuan yang akan diberangkatkan tanpa dokumen. Kepala satuan menyebut dua pengelola rumah itu sudah ditahan, "
    "sedangkan seorang perekrut masih dicari. Para perempuan dijanjikan pekerjaan rumah tangga dengan upah besar."
)
OTHER = (
    "Dinas tenaga kerja membuka kelas bahasa bagi calon pekerja yang hendak mendaftar lewat jalur resmi tahun depan. "
    "Kelas berlangsung empat bulan dan peserta tidak dipungut biaya, kata kepala bidang pelatihan di kantornya."
)
BAIT = "Dicari operator komputer untuk kantor di luar negeri, tiket dan mes ditanggung, berangkat minggu ini juga, minat hubungi {}"


def item(doc_id: str, text: str, doc_type: str = "news", **more: object) -> LinkItem:
    return LinkItem.model_validate({"doc_id": doc_id, "doc_type": doc_type, "title": "", "text": text, **more})


def groups(items: list[LinkItem]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for member in link(items).memberships:
        found.setdefault(member.group_id, set()).add(member.doc_id)
    return found


def test_a_story_passed_on_with_another_lead_is_one_story() -> None:
    copy = "Kabar ini ramai dibicarakan warga. " + STORY
    assert list(groups([item("a", STORY), item("b", copy), item("c", OTHER)]).values()) == [{"a", "b"}]


def test_a_template_with_another_number_is_one_campaign() -> None:
    offers = [item("a", BAIT.format("0812 0000 1111"), "offer"), item("b", BAIT.format("0857 0000 2222"), "offer")]
    assert list(groups(offers).values()) == [{"a", "b"}]


def test_a_shared_contact_joins_offers_of_other_wording() -> None:
    offers = [
        item("a", "Butuh tukang panen di seberang, makan tiga kali sehari", "offer", contact_keys=("k1",)),
        item("b", "Kafe di kota membuka posisi kasir perempuan", "offer", contact_keys=("k1", "k2")),
    ]
    result = link(offers)
    assert {member.doc_id for member in result.memberships} == {"a", "b"}
    assert {member.why for member in result.memberships} == {"founder", "contact"}


def test_alone_means_no_group() -> None:
    assert link([item("a", STORY), item("b", OTHER)]).memberships == ()
    assert link([]).memberships == ()


def test_a_given_id_stays_and_a_second_run_adds_nothing() -> None:
    first = link([item("a", STORY), item("b", STORY + " Selesai.")])
    (group_id,) = {member.group_id for member in first.memberships}
    again = [item("a", STORY, group_id=group_id), item("b", STORY + " Selesai.", group_id=group_id)]
    assert link(again).memberships == ()
    grown = link([*again, item("c", "Baru saja terjadi. " + STORY)])
    assert [(member.group_id, member.doc_id) for member in grown.memberships] == [(group_id, "c")]


def test_two_groups_that_meet_are_merged_into_the_elder() -> None:
    first = item("a", STORY, group_id="g1", published_at="2026-11-01T00:00:00Z")
    second = item("b", STORY, group_id="g2", published_at="2026-11-02T00:00:00Z")
    (merge,) = link([second, first]).merges
    assert (merge.group_id, merge.merged_into) == ("g2", "g1")


def test_the_order_of_the_items_does_not_matter() -> None:
    items = [item("a", STORY), item("b", STORY + " Selesai."), item("c", OTHER)]
    assert groups(items) == groups(items[::-1])


def test_shingles_leave_digits_out() -> None:
    assert shingle("satu dua tiga empat 123") == shingle("satu dua tiga empat 456")
    assert overlap(shingle("a b"), shingle("a b")) == 0.0


def templates(items: list[LinkItem]) -> dict[str, tuple[int, str]]:
    return {copy.doc_id: (copy.copies, copy.quote) for copy in link(items).templates}


def test_the_examples_of_the_registry() -> None:
    examples = load_registry().indicators["RF-55"].examples
    numbered = [
        [item(f"{number}", text, "offer") for number, text in enumerate(texts)]
        for texts in (examples.match, examples.no_match)
    ]
    assert [set(templates(items)) for items in numbered] == [{"0", "1"}, set()]


def test_copies_quote_the_words_that_they_share() -> None:
    texts = ["Info loker! " + BAIT.format("0820 0000 1111"), BAIT.format("0827 0000 2222") + " Kak Misal"]
    offers = [item(name, text, "offer", contact_keys=(name,)) for name, text in zip("ab", texts, strict=True)]
    found = templates([*offers, item("c", "Dicari operator mesin jahit untuk garmen di Boyolali", "offer")])
    shared = BAIT.removesuffix(" {}")
    assert found == {"a": (2, shared), "b": (2, shared)}
    for copy in link(offers).templates:
        text = next(offer.text for offer in offers if offer.doc_id == copy.doc_id)
        assert text[copy.start_char : copy.end_char] == copy.quote


def test_a_post_that_is_only_passed_on_is_no_copy() -> None:
    same = [item(name, BAIT.format("0820 0000 1111"), "offer", contact_keys=("k",)) for name in "abc"]
    assert templates(same) == {}
    moved = item("d", BAIT.format("0820 0000 1111"), "offer", contact_keys=("other",))
    assert {copies for copies, _ in templates([*same, moved]).values()} == {4}


def test_one_contact_under_different_words_is_no_template() -> None:
    offers = [
        item("a", "Butuh tukang panen di seberang, makan tiga kali sehari", "offer", contact_keys=("k1",)),
        item("b", "Kafe di kota membuka posisi kasir perempuan", "offer", contact_keys=("k1",)),
    ]
    assert templates(offers) == {}


def test_news_is_no_template() -> None:
    assert templates([item("a", STORY), item("b", STORY + " Selesai.")]) == {}
