"""YAML read strictly: a slip of the keyboard is refused where it stands, never guessed at.

YAML 1.1 turns `on` and `no` into booleans, `02` into a number and `157.10` into 157.1; it also lets
a key stand twice, the last winning. None of that passes here.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

import yaml

from thongke.definitions.problems import Problem, Problems, Refused, nearest

# What plain YAML resolves to by itself; anything else was asked for by a tag.
TAGS = {
    f"tag:yaml.org,2002:{name}"
    for name in ("str", "int", "float", "bool", "null", "timestamp", "merge", "value")
}
Scalar = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a file as parsed, with the line where it stands and a scalar's own spelling."""

    value: dict[str, Node] | list[Node] | Scalar
    line: int
    spelling: str = ""


@dataclass(frozen=True, slots=True)
class Cursor:
    """A place in a file: what is read from here is typed, and refused in words when it is not."""

    node: Node
    file: str
    path: str
    problems: Problems

    def refuse(self, found: str, accepted: str) -> Refused:
        """Notes the problem; raise what it returns when reading cannot go on from here."""
        self.problems.add(Problem(self.file, self.path, found, accepted, self.node.line))
        return Refused()

    def table(
        self, known: Collection[str] | None = None, required: Collection[str] = ()
    ) -> dict[str, Cursor]:
        """A mapping; `known` closes its keys."""
        value = self.node.value
        if not isinstance(value, dict):
            raise self.refuse(f"found {self._what()}", "expected a mapping of keys")
        inside = {key: self._at(f".{key}" if self.path else key, value[key]) for key in value}
        if known is not None:
            for key in value:
                if key not in known:
                    inside[key].refuse(f'unknown key "{key}"', nearest(key, known))
        missing = [key for key in required if key not in value]
        for key in missing:
            self.refuse(f'"{key}" is missing', f'"{key}" must be stated here')
        if missing:
            raise Refused
        return inside

    def items(self) -> list[Cursor]:
        value = self.node.value
        if not isinstance(value, list):
            raise self.refuse(f"found {self._what()}", "expected a list: [...]")
        return [self._at(f"[{_tag(item, i)}]", item) for i, item in enumerate(value)]

    def text(self) -> str:
        value = self.node.value
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, str):
            raise self.refuse("found an empty text", "expected words")
        if isinstance(value, (dict, list)) or value is None:
            raise self.refuse(f"found {self._what()}", "expected a text")
        raise self.refuse(
            f"found {self._what()}, expected a text",
            f'accepted in quotes: "{self.node.spelling}"',
        )

    def text_or_empty(self) -> str:
        return "" if self.node.value == "" else self.text()

    def texts(self) -> tuple[str, ...]:
        return tuple(item.text() for item in self.items())

    def choice(self, options: Collection[str], what: str) -> str:
        value = self.text()
        if value not in options:
            raise self.refuse(f'unknown {what} "{value}"', nearest(value, options))
        return value

    def day(self) -> date:
        value = self.node.value
        if not isinstance(value, date):
            raise self.refuse(f"found {self._what()}", "expected a date such as 2018-01-01")
        return value

    def flag(self) -> bool:
        value = self.node.value
        if not isinstance(value, bool) or self.node.spelling not in ("true", "false"):
            raise self.refuse(f"found {self._what()}", "accepted: true, false")
        return value

    def number(self) -> int:
        value = self.node.value
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.refuse(f"found {self._what()}", "expected a whole number")
        return value

    @property
    def empty(self) -> bool:
        return self.node.value is None

    @property
    def is_text(self) -> bool:
        return isinstance(self.node.value, str)

    def _at(self, step: str, node: Node) -> Cursor:
        return Cursor(node, self.file, self.path + step, self.problems)

    def _what(self) -> str:
        match self.node.value:
            case dict():
                return "a mapping"
            case list():
                return "a list"
            case None:
                return "nothing"
            case bool():
                return f'the boolean "{self.node.spelling}"'
            case int() | float():
                return f"the number {self.node.spelling}"
            case date():
                return f"the date {self.node.spelling}"
            case other:
                return f'"{other}"'


def _tag(item: Node, index: int) -> str:
    """A list's item goes by its id where it has one: `lines[P02-A01]` is found at sight."""
    if isinstance(item.value, dict) and "id" in item.value:
        name = item.value["id"].value
        if isinstance(name, str) and name:
            return name
    return str(index)


def read(file: str, text: str, problems: Problems) -> Cursor | None:
    """The file as a cursor on its top; None when it cannot be parsed at all."""
    if text != unicodedata.normalize("NFC", text):
        line = next(
            number
            for number, words in enumerate(text.splitlines(), 1)
            if words != unicodedata.normalize("NFC", words)
        )
        problems.add(
            Problem(file, "", "text is not Unicode NFC", "accepted: the same text in NFC", line)
        )
        return None
    try:
        return Cursor(_Composer(file, text, problems).top(), file, "", problems)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.add(
            Problem(
                file,
                "",
                f"cannot be parsed: {error.problem or error.context}",
                "accepted: YAML indented by spaces",
                mark.line + 1 if mark else 0,
            )
        )
    except Refused:
        pass
    return None


class _Composer:
    """Nodes of PyYAML's parser (the C one), turned into ours with their lines."""

    def __init__(self, file: str, text: str, problems: Problems) -> None:
        self.file = file
        self.problems = problems
        self.loader = yaml.CSafeLoader(text)
        self.inside: list[yaml.Node] = []  # what is being read now, from the top down

    def top(self) -> Node:
        try:
            node = self.loader.get_single_node()
        finally:
            self.loader.dispose()
        if node is None:
            raise self._refuse("", 1, "the file is empty", "expected a mapping of keys")
        return self._node(node, "")

    def _node(self, node: yaml.Node, path: str) -> Node:
        line = node.start_mark.line + 1
        if node in self.inside:
            raise self._refuse(path, line, "an alias that holds itself", "accepted: other aliases")
        if isinstance(node, yaml.ScalarNode):
            return Node(self._scalar(node, path), line, node.value)
        self.inside.append(node)
        value = self._collection(node, path)
        self.inside.pop()
        return Node(value, line)

    def _collection(self, node: yaml.Node, path: str) -> dict[str, Node] | list[Node]:
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return [self._node(item, f"{path}[{i}]") for i, item in enumerate(node.value)]

    def _mapping(self, node: yaml.MappingNode, path: str) -> dict[str, Node]:
        inside: dict[str, Node] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            spelling = str(key_node.value)
            here = f"{path}.{spelling}" if path else spelling
            key = self._scalar(key_node, here) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str):
                read_as = "a boolean" if isinstance(key, bool) else type(key).__name__
                self._refuse(
                    here,
                    line,
                    f'the key "{spelling}" is read by YAML as {read_as}',
                    f'accepted in quotes: "{spelling}"',
                )
                continue
            if key in inside:
                self._refuse(
                    here,
                    line,
                    f'the key "{key}" stands twice (first on line {inside[key].line})',
                    "accepted once",
                )
                continue
            inside[key] = self._node(value_node, here)
        return inside

    def _scalar(self, node: yaml.ScalarNode, path: str) -> Scalar:
        if node.tag not in TAGS:
            raise self._refuse(
                path, node.start_mark.line + 1, f"tag {node.tag}", "accepted: no tag"
            )
        try:
            value = self.loader.construct_object(node)
        except (ValueError, yaml.YAMLError):
            value = None
        if value is None and node.tag != "tag:yaml.org,2002:null":
            found = f'"{node.value}" cannot be read as {node.tag.rpartition(":")[2]}'
            raise self._refuse(path, node.start_mark.line + 1, found, "accepted: text in quotes")
        if isinstance(value, (str, bool, int, float, date)) or value is None:
            return value
        found = f'"{node.value}" is {type(value).__name__}'
        raise self._refuse(path, node.start_mark.line + 1, found, "accepted: text, number, date")

    def _refuse(self, path: str, line: int, found: str, accepted: str) -> Refused:
        self.problems.add(Problem(self.file, path, found, accepted, line))
        return Refused()
