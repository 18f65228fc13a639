"""The YAML of a source file: read with the line of every key, and every fault of its layout said in words."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from crawlers.yaml_content import read_yaml

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FAULTS = read_yaml(Path(__file__).with_name("source_words.yml"))["layout"]
Place = tuple[str | int, ...]


class LayoutError(ValueError):
    """A file that is no YAML; `line` counts from 1."""

    def __init__(self, line: int, mend: str) -> None:
        super().__init__(f"not readable as YAML: {mend}")
        self.line = line


def read(data: bytes) -> tuple[yaml.Node | None, Any]:
    """The file's nodes, which know their lines, and its values; raises LayoutError."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise LayoutError(data.count(b"\n", 0, error.start) + 1, "save the file as UTF-8") from error
    try:
        tree = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _in_words(text, error) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise LayoutError(line, "take out the invisible sign in this line") from error
    return tree, _values(text, tree)


def _values(text: str, tree: yaml.Node | None) -> Any:
    if tree is None:
        return None
    constructor = yaml.constructor.SafeConstructor()
    for node in _scalars(tree):
        try:
            constructor.construct_document(node)
        except yaml.MarkedYAMLError as error:
            raise _in_words(text, error) from error
        except (
            ValueError,
            AttributeError,
            IndexError,
        ) as error:  # PyYAML's answers to `!!timestamp soon` and an empty `!!int`
            mend = f"`{node.value}` is no day of the calendar, or no number: correct it, or put it in quotes"
            raise LayoutError(node.start_mark.line + 1, mend) from error
    try:
        return constructor.construct_document(tree)
    except yaml.MarkedYAMLError as error:
        raise _in_words(text, error) from error


def _in_words(text: str, error: yaml.MarkedYAMLError) -> LayoutError:
    lines = text.splitlines()
    odd_quote = next((number for number, line in enumerate(lines) if line.count('"') % 2), None)
    marks = {"context": error.context_mark, "problem": error.problem_mark}
    places = {name: min(mark.line, len(lines) - 1) if mark else 0 for name, mark in marks.items()} | {
        "quote": odd_quote
    }
    for fault in _FAULTS:
        number = places[fault.get("where", "problem")]
        told = {"problem": error.problem, "context": error.context, "at": lines[number or 0]}
        if number is not None and all(re.search(fault[name], told[name] or "") for name in told if name in fault):
            return LayoutError(number + 1, fault["mend"])
    raise AssertionError("the last fault of source_words.yml fits everything")


def _scalars(node: Any) -> Iterator[yaml.ScalarNode]:
    if isinstance(node, yaml.ScalarNode):
        yield node
    elif isinstance(node, yaml.MappingNode):
        for pair in node.value:
            yield from (scalar for part in pair for scalar in _scalars(part))
    elif isinstance(node, yaml.SequenceNode):
        for value in node.value:
            yield from _scalars(value)


def repeated(node: Any) -> Iterator[tuple[str, int]]:
    """Keys that stand twice in one group, with the line of the second."""
    if not isinstance(node, yaml.MappingNode):
        return
    names: set[str] = set()
    for key, value in node.value:
        if key.value in names:
            yield key.value, key.start_mark.line + 1
        names.add(key.value)
        yield from repeated(value)


def line_of(tree: Any, loc: Place) -> int:
    """The line of the deepest part of `loc` that stands in the file."""
    return _walked(tree, loc)[0]


def typed(tree: Any, loc: Place) -> str:
    """What stands at `loc`, as it was typed: `yes`, where YAML reads True."""
    node = _walked(tree, loc)[1]
    if isinstance(node, yaml.ScalarNode):
        return f"`{node.value}`" if node.value else "empty"
    return "a list" if isinstance(node, yaml.SequenceNode) else "a group of keys"


def _walked(node: Any, loc: Place) -> tuple[int, Any]:
    line = 1
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            pair = next(((key, value) for key, value in node.value if key.value == str(part)), None)
            if pair is None:
                break
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
        else:
            break
    return line, node
