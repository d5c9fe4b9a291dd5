"""Reading rules: YAML text with the line of each key, compiled JSON, or plain data. What they mean is read elsewhere.

YAML is read as version 1.2 says (`oui`, `on` and dates stay text), with composing alone: no object is ever built from a tag.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import yaml

from publicodes.errors import LimitReached, Place, SyntaxProblem
from publicodes.limits import DEFAULT, Limits

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"^[-+]?\d+$")
_FLOAT = re.compile(r"^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$")
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
}


class Block(dict[str, Any]):
    """A mapping that remembers the line of each key, from 1, and the keys written twice."""

    __slots__ = ("lines", "twice")

    def __init__(self) -> None:
        super().__init__()
        self.lines: dict[str, int] = {}
        self.twice: list[str] = []


class Items(list[Any]):
    """A list that remembers the line of each item, from 1."""

    __slots__ = ("lines",)

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[int] = []


def line_of(block: object, key: str | int) -> int:
    """The line of a key or of an item; 0 when it is not known."""
    if isinstance(block, Block):
        return block.lines.get(str(key), 0)
    if isinstance(block, Items) and isinstance(key, int):
        return block.lines[key]
    return 0


def read(rules: str | Mapping[str, Any], file: str | None = None, limits: Limits = DEFAULT) -> Mapping[str, Any]:
    """The rules of one file by name, as written. Raises SyntaxProblem with the line, LimitReached for a text too large."""
    if not isinstance(rules, str):
        return rules
    if len(rules) > limits.text_bytes:
        raise LimitReached(f"Le fichier dépasse {limits.text_bytes} octets.", Place(file))
    if rules.lstrip()[:1] == "{":
        return _json(rules, file)
    return _yaml(rules, file, limits)


def _json(text: str, file: str | None) -> Mapping[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return _yaml(text, file, DEFAULT)
    if not isinstance(found, dict):
        raise SyntaxProblem("Un fichier de règles est une liste de noms, chacun suivi de deux-points.", Place(file))
    return found


def _yaml(text: str, file: str | None, limits: Limits) -> Mapping[str, Any]:
    try:
        loader = _LOADER(text)
        try:
            root = loader.get_single_node()
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        raise SyntaxProblem(f"Ce texte n’est pas du YAML : {_why(error, text, line)}.", Place(file, line)) from None
    except (yaml.YAMLError, UnicodeError, RecursionError):
        raise SyntaxProblem("Ce texte n’est pas du YAML, ou il contient un caractère interdit.", Place(file)) from None
    found = _Builder(file, limits).build(root, 0) if root is not None else Block()
    if not isinstance(found, dict):
        raise SyntaxProblem("Un fichier de règles est une liste de noms, chacun suivi de deux-points.", Place(file))
    return found


def _why(error: yaml.MarkedYAMLError, text: str, line: int) -> str:
    problem = error.problem or ""
    written = text.split("\n")[line - 1] if line else ""
    if "\t" in written[: len(written) - len(written.lstrip())]:
        return "une tabulation sert de décalage, il faut des espaces"
    if "mapping values" in problem:
        return "un deux-points de trop, ou un décalage qui ne va pas"
    if "block end" in problem or "expected" in problem:
        return "un décalage ou une apostrophe ne va pas"
    return "il est mal formé"


class _Builder:
    """Nodes of YAML to plain data. Anchors are followed, a bounded number of times: they can multiply without end."""

    def __init__(self, file: str | None, limits: Limits) -> None:
        self.file = file
        self.limits = limits
        self.left = limits.values

    def build(self, node: yaml.Node, depth: int) -> Any:
        self.left -= 1
        if self.left < 0 or depth > self.limits.nesting:
            raise LimitReached("Les règles sont trop emboîtées, ou trop nombreuses.", self.place(node))
        if isinstance(node, yaml.MappingNode):
            return self.block(node, depth)
        if isinstance(node, yaml.SequenceNode):
            return self.items(node, depth)
        return _scalar(node)

    def items(self, node: yaml.SequenceNode, depth: int) -> Items:
        found = Items()
        for item in node.value:
            found.append(self.build(item, depth + 1))
            found.lines.append(item.start_mark.line + 1)
        return found

    def block(self, node: yaml.MappingNode, depth: int) -> Block:
        found = Block()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise SyntaxProblem("Un nom est attendu avant les deux-points.", self.place(key))
            name = " ".join(str(key.value).split())
            if name in found:
                found.twice.append(name)
            found[name] = self.build(value, depth + 1)
            found.lines[name] = key.start_mark.line + 1
        return found

    def place(self, node: yaml.Node) -> Place:
        return Place(self.file, node.start_mark.line + 1)


def _scalar(node: Any) -> Any:
    text = str(node.value)
    if node.style:
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INTEGER.match(text):
        return int(text) if len(text) < 300 else text
    return float(text) if _FLOAT.match(text) else text


def is_list(raw: object) -> bool:
    return isinstance(raw, Sequence) and not isinstance(raw, str)
