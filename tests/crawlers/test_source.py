from pathlib import Path

import pytest

from crawlers.source_files import SHIPPED, SourceError, lint, load_source, load_sources

SOUND = """\
id: kabar-uji
title: Kabar Uji
publisher: PT Kabar Uji
kind: news
permission: not_needed
terms_note: Invented.
hosts: [kabar-uji.example]
platform: feed
discovery:
  urls: ["http://kabar-uji.example/rss"]
"""


def _write(folder: Path, text: str, name: str = "kabar-uji.yml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_shipped_source_is_valid() -> None:
    sources = load_sources(SHIPPED)
    assert len(sources) >= 12
    assert {source.platform for source in sources.values()} >= {"feed", "listing", "sitemap", "wordpress", "page_json"}
    assert sources["antara"].refusal
    assert not sources["antara"].enabled


def test_a_sound_source_has_defaults_and_a_hint(tmp_path: Path) -> None:
    source = load_source(_write(tmp_path, SOUND))
    assert (source.kind_hint, source.timezone, source.politeness.delay_s, source.refusal) == (
        "news",
        "Asia/Jakarta",
        2.0,
        None,
    )


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("title:", "titel:", 2, "did you mean `title`"),
        ("terms_note: Invented.\n", "", 1, "`terms_note` is missing"),
        ("hosts: [kabar-uji.example]", "hosts: [lain.example]", 10, "is not in `hosts`"),
        ("id: kabar-uji", "id: kabar-lain", 1, "name the file kabar-lain.yml"),
        ('"http://kabar-uji.example/rss"', '"kabar-uji.example/rss"', 10, "is no address"),
        ("kabar-uji.example", "kabaruji.co.id", 10, "write https://"),
        ("platform: feed", "platform: rss", 8, "feed"),
        ("platform: feed", "platform: feed\ntimezone: WITA", 9, "is no time zone"),
        ("platform: feed", "platform: feed\narticle: {body_css: 'div >> [['}", 9, "is no CSS selector"),
        ("platform: feed", "platform: feed\narticle:\n  line_rules:\n    - '('", 11, "is no regular expression"),
        ("platform: feed", "platform: feed\nprovince: Lombok", 9, "short name of a province"),
        ("permission: not_needed", "permission: asked", 1, "cannot be enabled"),
        ("permission: not_needed", "permission: granted", 5, "permission_ref"),
        ("platform: feed", "platform: page_json", 9, "item_path"),
        ("kind: news", "kind: news\nkind: jobs", 5, "stands twice"),
        ("title: Kabar Uji", "title: [", 4, "YAML"),
    ],
)
def test_lint_names_file_line_and_mend(tmp_path: Path, old: str, new: str, line: int, words: str) -> None:
    _write(tmp_path, SOUND.replace(old, new))
    problems = lint(tmp_path)
    assert any(words in problem.message for problem in problems), problems
    problem = next(problem for problem in problems if words in problem.message)
    assert (problem.file, problem.line) == ("kabar-uji.yml", line)
    assert str(problem).startswith(f"kabar-uji.yml:{line}: ")


def test_duplicate_ids_are_found(tmp_path: Path) -> None:
    _write(tmp_path, SOUND)
    _write(tmp_path, SOUND, "lain.yml")
    assert any("is in another file too" in problem.message for problem in lint(tmp_path))
    with pytest.raises(SourceError, match=r"lain\.yml:1"):
        load_sources(tmp_path)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="is no folder"):
        lint(tmp_path / "none")
