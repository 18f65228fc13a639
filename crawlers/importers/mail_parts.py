"""The words of a mail apart: the writer's own (with what was passed on), what was answered to, the signature."""

import re
from functools import cache
from pathlib import Path
from typing import Any

from crawlers.importers.members import Members
from crawlers.yaml_content import read_yaml

_FORMS: dict[str, Any] = read_yaml(Path(__file__).with_name("mail.yml"))
_PERSON = re.compile(r"([^<>,;:\n]{0,60}?)\s*<([\w.+-]+@[\w.-]+)>")


def is_forward(subject: str) -> bool:
    return re.match(_FORMS["forwarded_subject"], subject.strip(), re.IGNORECASE) is not None


def parted(body: str, people: Members, *, passed_on: bool) -> tuple[str, str, str]:
    """Own words, quoted words, signature. People named by headers inside the body join `people`."""
    parts: dict[str, list[str]] = {"own": [], "quoted": [], "signature": []}
    target, in_header = "own", False
    lines = body.split("\n")
    for number, line in enumerate(lines):
        starts_header = _matches("header", line) and _matches("header", "".join(lines[number + 1 : number + 2]))
        if _matches("forwarded", line):
            target, in_header = "own", True
        elif _matches("answered", line):
            _learn(line, people)
            target, in_header = "own" if passed_on else "quoted", True
        elif (in_header or starts_header) and _matches("header", line):
            _learn(line, people)
            target = target if in_header or passed_on else "quoted"
            in_header = True
        elif line.startswith(">"):
            parts["own" if passed_on else "quoted"].append(line.lstrip("> "))
        elif target == "own" and line.rstrip() == "--":
            target, in_header = "signature", False
        else:
            in_header = in_header and not line.strip()
            parts[target].append(line)
    own, quoted, signature = ("\n".join(part).strip() for part in parts.values())
    return own, quoted, signature


def _learn(line: str, people: Members) -> None:
    header = _compiled("header").fullmatch(line.strip())
    for name, address in _PERSON.findall(line):
        people.add(address)
        if name.strip("\"' "):
            people.add(re.sub(_FORMS["before_name"], "", name, flags=re.IGNORECASE).strip("\"' "))
    if header and header["person"] and "<" not in header["value"] and header["value"].strip():
        people.add(re.sub(r"\s*\[.*", "", header["value"]).strip("\"' "))


@cache
def _compiled(kind: str) -> re.Pattern[str]:
    return re.compile(_FORMS[kind], re.IGNORECASE)


def _matches(kind: str, line: str) -> bool:
    return len(line) <= 400 and _compiled(kind).fullmatch(line.strip()) is not None
