"""Reads one file of the shelf, or says in which lines it is faulty and why.

A structure and most texts are YAML. A text in Markdown begins with YAML between two fences of
`---`; what comes after is its `body`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import ValidationError

from samrad.method.schema import Content

M = TypeVar("M", bound=Content)
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where built
_FRONT: Final = re.compile(r"\A---\n(?P<front>.*?)^---\n(?P<body>.*)\Z", re.DOTALL | re.MULTILINE)
_BODY: Final = "body"
_REASONS: Final = {"extra_forbidden": "is not a known key", "missing": "is missing"}


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong with a file, and in which line, counted from 1."""

    path: Path
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.reason}"


class FaultyContentError(ValueError):
    """Raised for content that cannot be read, with everything that is wrong with it."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(str(fault) for fault in faults))
        self.faults = tuple(faults)


class _Loader(_Base):  # type: ignore[misc]  # the C loader where there is one
    """Loads what is safe, refuses a key that is written twice, and leaves dates as written."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:  # noqa: ANN401, FBT001, FBT002 -- PyYAML's signature
        seen = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                raise yaml.constructor.ConstructorError(
                    None, None, f"{key.value} is written twice", key.start_mark
                )
            seen.add(str(key.value))
        return super().construct_mapping(node, deep=deep)


_Loader.add_constructor("tag:yaml.org,2002:timestamp", yaml.SafeLoader.construct_yaml_str)


@dataclass(frozen=True)
class _Written:
    """A file taken apart: its YAML, how many lines stand before it, and what follows it."""

    path: Path
    data: str
    before: int = 0
    body: str | None = None

    @property
    def body_line(self) -> int:
        """Return the line the body begins in."""
        return self.before + self.data.count("\n") + 2


def read(shape: type[M], path: Path) -> M:
    """Return the content of `path`. Raise `FaultyContentError` with every fault in it."""
    written = _taken_apart(path)
    content = _loaded(written)
    if written.body is not None:
        if not isinstance(content, dict):
            raise FaultyContentError([Fault(path, 1, "the front matter holds no keys")])
        content = content | {_BODY: written.body}
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        raise FaultyContentError(sorted(set(_faults(written, error)))) from error


def line_of_key(path: Path, key: str) -> int:
    """Return the first line in which `key` is a key, or 1."""
    written = _taken_apart(path)
    lines = [mark for mark in _key_lines(_composed(written)) if mark[0] == key]
    return written.before + lines[0][1] + 1 if lines else 1


def _taken_apart(path: Path) -> _Written:
    try:
        text = path.read_bytes().decode("utf-8").replace("\r\n", "\n")
    except OSError as error:
        raise FaultyContentError([Fault(path, 1, "the file is missing or unreadable")]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise FaultyContentError([Fault(path, line, "is not written in UTF-8")]) from error
    if path.suffix != ".md":
        return _Written(path, text)
    found = _FRONT.match(text)
    if found is None:
        reason = "must begin with front matter: a line ---, keys, and a line --- again"
        raise FaultyContentError([Fault(path, 1, reason)])
    return _Written(path, found["front"], before=1, body=found["body"])


def _loaded(written: _Written) -> Any:  # noqa: ANN401 -- whatever YAML holds, validated by the caller
    try:
        return yaml.load(written.data, Loader=_Loader)  # noqa: S506 -- a safe one
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = written.before + (mark.line if mark else 0) + 1
        parts = [part for part in (error.context, error.problem) if part]
        raise FaultyContentError([Fault(written.path, line, ": ".join(parts))]) from error
    except yaml.YAMLError as error:
        line = written.before + _line_of_control_character(written.data)
        reason = str(error).split("\n", 1)[0]
        raise FaultyContentError([Fault(written.path, line, reason)]) from error


def _line_of_control_character(data: str) -> int:
    found = re.search(r"[^\t\n\x20-\x7e\x85\xa0-\ufffd\U00010000-\U0010ffff]", data)
    return data.count("\n", 0, found.start() if found else 0) + 1


def _faults(written: _Written, error: ValidationError) -> Iterator[Fault]:
    root = _composed(written)
    for each in error.errors(include_url=False):
        place = each["loc"]
        said = _REASONS.get(each["type"], each["msg"])
        where = ".".join(str(part) for part in place)
        line = (
            written.body_line
            if written.body is not None and place == (_BODY,)
            else written.before + _line_of(root, place) + 1
        )
        yield Fault(written.path, line, f"{where}: {said}" if where else said)


def _composed(written: _Written) -> yaml.Node | None:
    return yaml.compose(written.data, Loader=_Loader)


def _line_of(root: yaml.Node | None, place: Sequence[int | str]) -> int:
    """Return the line, from 0, of what `place` names, or of the last on the way that is there."""
    line, node = (root.start_mark.line, root) if root else (0, None)
    for part in place:
        step = _step(node, part)
        if step is None:
            break
        line, node = step
    return line


def _step(node: yaml.Node | None, part: int | str) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(part):
                return key.start_mark.line, value
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line, node.value[part]
    return None


def _key_lines(node: yaml.Node | None) -> Iterator[tuple[str, int]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key.start_mark.line
            yield from _key_lines(value)
    if isinstance(node, yaml.SequenceNode):
        for each in node.value:
            yield from _key_lines(each)
