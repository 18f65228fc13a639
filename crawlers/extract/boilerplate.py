"""Boilerplate inside a body: where it stands, who is named in it, and the text without it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from crawlers.yaml_content import read_yaml

_RULES: dict[str, Any] = read_yaml(Path(__file__).with_name("boilerplate.yml"))
_LONGEST_LINE = 400
_LONGEST_HEADLINE = 160
_TAIL = 15


@dataclass(frozen=True)
class Body:
    text: str
    byline: str | None = None
    editor: str | None = None
    dateline: str | None = None
    desk_code: str | None = None
    removed: int = 0
    """How many pieces of boilerplate were taken out."""
    matched: frozenset[str] = frozenset()
    """Line rules that met a line."""

    def notes(self) -> dict[str, str]:
        found = {"editor": self.editor, "dateline": self.dateline, "desk_code": self.desk_code}
        return {key: value for key, value in found.items() if value}


@dataclass(frozen=True)
class _Line:
    start: int
    end: int
    text: str


@cache
def _compiled(name: str) -> re.Pattern[str]:
    rules = _RULES[name]
    return re.compile(
        "|".join(f"(?:{rule})" for rule in (rules if isinstance(rules, list) else [rules])), re.IGNORECASE
    )


@cache
def _own(rules: tuple[str, ...]) -> re.Pattern[str] | None:
    return re.compile("|".join(f"({rule})" for rule in rules), re.IGNORECASE) if rules else None


@cache
def _broken() -> list[list[re.Pattern[str]]]:
    return [[re.compile(part, re.IGNORECASE) for part in parts] for parts in _RULES["broken"]]


@cache
def _person(role: str, *, with_name: bool) -> re.Pattern[str]:
    name = r"\s*:\s*(?P<name>\S.{1,78}?)(?:\s*(?:editor\s?:|copyright|©).*)?" if with_name else r"\s*:?"
    return re.compile(rf"\(?{_RULES['people'][role]}{name}\)?", re.IGNORECASE)


def spans(text: str, line_rules: Sequence[str] = ()) -> list[tuple[int, int]]:
    """Where boilerplate stands, as half-open code-point offsets in order; bylines and editors are part of it."""
    return _spans(list(_lines(text)), line_rules)


def _spans(lines: list[_Line], line_rules: Sequence[str]) -> list[tuple[int, int]]:
    gone = _whole_lines(lines, _own(tuple(line_rules))) | _tags_after_signature(lines)
    found = [(line.start, line.end) for number, line in enumerate(lines) if number in gone]
    for number, line in enumerate(lines):
        if number not in gone:
            found += _inside(line)
    return _merged(found)


def blanked(text: str, line_rules: Sequence[str] = ()) -> str:
    """The text with boilerplate replaced by as many blanks: offsets stay what they were."""
    parts, last = [], 0
    for start, end in spans(text, line_rules):
        parts += [text[last:start], re.sub(r"[^\n]", " ", text[start:end])]
        last = end
    return "".join([*parts, text[last:]])


def separate(text: str, line_rules: Sequence[str] = ()) -> Body:
    """Take boilerplate, dateline and sign-off out of a body, and say what they held."""
    lines = list(_lines(text))
    where = _spans(lines, line_rules)
    kept, last = [], 0
    for start, end in where:
        kept.append(text[last:start])
        whole_line = (start == 0 or text[start - 1] == "\n") and text[end : end + 1] == "\n"
        last = end + whole_line
    body = _tidy("".join([*kept, text[last:]]))
    body, dateline = _dateline(body)
    body, code = _desk_code(body)
    body, name = _signed(body)
    desk_code, signed = (code, None) if code is None or " " not in code else (None, code)
    people = {role: _named(text, lines, role) for role in _RULES["people"]}
    matched = frozenset(
        rule for rule in line_rules if any((own := _own((rule,))) and own.fullmatch(line.text) for line in lines)
    )
    return Body(body, people["byline"] or name, people["editor"] or signed, dateline, desk_code, len(where), matched)


def _lines(text: str) -> Iterator[_Line]:
    """Non-empty lines without their outer blanks; only a newline ends a line."""
    for match in re.finditer(r"[^\s][^\n]*", text):
        content = match[0].rstrip()
        yield _Line(match.start(), match.start() + len(content), content)


def _whole_lines(lines: list[_Line], extra: re.Pattern[str] | None) -> set[int]:
    gone: set[int] = set()
    for number, line in enumerate(lines):
        if number in gone or len(line.text) > _LONGEST_LINE:
            continue
        if "juga" in line.text.casefold() and _reaches(line.text):
            continue
        if _compiled("labels").fullmatch(line.text):
            gone |= {number, *_headlines_below(lines, number)}
        elif _compiled("lines").fullmatch(line.text) or (extra and extra.fullmatch(line.text)):
            gone.add(number)
        else:
            gone |= _broken_notice(lines, number) | _person_lines(lines, number)
    return gone


def _reaches(text: str) -> bool:
    """Whether what looks like the headline of another article tells how to reach somebody: then it is none."""
    return _compiled("reached_by").search(text) is not None


def _headlines_below(lines: list[_Line], label: int) -> Iterator[int]:
    """The next line if it reads like a headline, and further ones in Title Case."""
    for number in range(label + 1, min(label + 5, len(lines))):
        line = lines[number].text
        words = line.split()
        ended = re.search(r"(?:[.,;:]|[.,!?][\"”'’])$", line) and not line.endswith("...")
        if ended or len(words) < 3 or len(line) > _LONGEST_HEADLINE or _reaches(line):
            return
        further = number > label + 1
        if further and (len(words) < 4 or re.match(r"\d+\.", line) or _title_share(words) < 0.8):
            return
        yield number


def _title_share(words: Sequence[str]) -> float:
    small = set(_RULES["small_words"])
    return sum(not word[:1].islower() or word in small for word in words) / len(words)


def _broken_notice(lines: list[_Line], number: int) -> set[int]:
    for parts in _broken():
        if all(_meets(lines, number + step, part) for step, part in enumerate(parts)):
            return set(range(number, number + len(parts)))
    return set()


def _meets(lines: list[_Line], number: int, pattern: re.Pattern[str]) -> bool:
    return number < len(lines) and pattern.fullmatch(lines[number].text) is not None


def _person_lines(lines: list[_Line], number: int) -> set[int]:
    """A byline anywhere, an editor only near the end: the word is also a job title."""
    for role in _RULES["people"]:
        if role != "byline" and number < len(lines) - _TAIL:
            continue
        match = _person(role, with_name=True).fullmatch(lines[number].text)
        if match and _is_name(match["name"]):
            return {number}
        alone = lines[number].text.endswith(":") and _person(role, with_name=False).fullmatch(lines[number].text)
        if alone and number + 1 < len(lines) and _is_name(lines[number + 1].text):
            return {number, number + 1}
    return set()


def _is_name(text: str) -> bool:
    words = re.split(r"[\s/,&]+", text.strip(" .()"))
    return len(words) <= 10 and all(word[:1].isupper() or word[:1] in {"", "(", "-"} for word in words)


def _tags_after_signature(lines: list[_Line]) -> set[int]:
    """Tag words below the desk's sign-off: "(abc/def)", then short lines in small letters until the end."""
    first = max(0, len(lines) - _TAIL)
    marks = [n for n in range(first, len(lines)) if re.fullmatch(_RULES["desk_code"], lines[n].text)]
    if not marks:
        return set()
    below = range(marks[-1] + 1, len(lines))
    plain = all(len(lines[n].text.split()) <= 25 and not re.search(r"[.!?:]$|[A-Z]", lines[n].text) for n in below)
    return set(below) if plain else set()


def _inside(line: _Line) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    low = line.text.casefold()
    if any(mark in low for mark in _RULES["inline_marks"]):
        found += [
            (line.start + match.start(), line.start + match.end()) for match in _compiled("inline").finditer(line.text)
        ]
    for match in _compiled("inline_label").finditer(line.text) if "juga" in low else ():
        end = match.end() + _headline_length(line.text[match.end() : match.end() + 2 * _LONGEST_HEADLINE])
        if not _reaches(line.text[match.start() : end]):
            found.append((line.start + match.start(), line.start + end))
    return found


def _headline_length(rest: str) -> int:
    """How far a headline runs that no line break ends: to the next label, to glued words, or over its Title Case."""
    stop = re.search(rf"(?i:{_RULES['inline_label']}|\b(?:pewarta|editor)\s?:)|(?<=[a-z)\d])(?=[A-Z][a-z])", rest)
    if stop and stop.start() <= _LONGEST_HEADLINE:
        return stop.start()
    small, end, words = set(_RULES["small_words"]), 0, 0
    for match in re.finditer(r"\s*(\S+)", rest):
        if match[1][:1].islower() and match[1] not in small:
            break
        end, last, words = match.end(), match.start(), words + 1
        if re.search(r"[.!?]$", match[1]) and not match[1].endswith("..."):
            break
    if words < 4:
        sentence = re.search(r"[.!?](?=\s|$)", rest[:_LONGEST_HEADLINE])
        return sentence.end() if sentence else 0
    return end if end == len(rest) or re.search(r"[.!?]$", rest[:end]) else last


def _merged(found: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _tidy(text: str) -> str:
    text = re.sub(r"[^\S\n]+(?=\n)", "", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _dateline(text: str) -> tuple[str, str | None]:
    for pattern in _RULES["datelines"]:
        match = re.match(pattern, text)
        if match and match.end() < len(text):
            return text[match.end() :].lstrip(), re.sub(r"\s+", " ", match[0]).strip(" -–—.") or None
    return text, None


def _desk_code(text: str) -> tuple[str, str | None]:
    end = text[-40:]
    match = re.search(rf"""(?:(?<=[.!?"”'’)\n]) ?|\n)({_RULES["desk_code"]})$|\n({_RULES["desk_code_line"]})$""", end)
    if match is None:
        return text, None
    return text[: len(text) - len(end) + match.start()].rstrip(), (match[1] or match[2]).strip("()")


def _signed(text: str) -> tuple[str, str | None]:
    """A writer's or an agency's name alone in capitals under the last sentence."""
    match = _compiled_signature().search(text[-120:])
    if match is None:
        return text, None
    name = match["name"].strip()
    return text[: len(text) - len(match[0])].rstrip(), None if name in _RULES["agencies"] else name


@cache
def _compiled_signature() -> re.Pattern[str]:
    return re.compile(rf"""(?<=[.!?"”'’)])\s*\n(?P<name>{_RULES["signature"]}|{"|".join(_RULES["agencies"])})\s*$""")


def _named(text: str, lines: list[_Line], role: str) -> str | None:
    for number, line in enumerate(lines):
        match = _person(role, with_name=True).fullmatch(line.text) if len(line.text) < 120 else None
        if match and _is_name(match["name"]):
            return match["name"].strip()
        alone = line.text.endswith(":") and _person(role, with_name=False).fullmatch(line.text)
        if alone and number + 1 < len(lines) and _is_name(lines[number + 1].text):
            return lines[number + 1].text
    glued = re.search(
        rf"(?<!pilihan ){_RULES['people'][role]}\s?:\s?(.{{2,80}}?)\s?(?=editor\s?:|copyright|$)",
        text[-600:],
        re.IGNORECASE,
    )
    return glued[1].strip() if glued and _is_name(glued[1]) else None
