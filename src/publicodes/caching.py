"""Rules already read, kept as JSON: a large model opens in a fraction of the time reading it takes.

The file is named by the SHA-256 of the rules and of the version of this library: other rules are another file. It is data
only; what cannot be understood is read again from the rules and written anew.
"""

from __future__ import annotations

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Final

from publicodes import nodes, units
from publicodes.errors import Place, PublicodesError, SyntaxProblem
from publicodes.inference import Inference
from publicodes.model import Model, Remark
from publicodes.nodes import Node
from publicodes.rules import Replacement, Rule
from publicodes.units import Unit

# Raise when what is written here changes.
FORMAT: Final = 1
_KINDS: Final[dict[str, type[Node]]] = {
    name: kind
    for name, kind in vars(nodes).items()
    if isinstance(kind, type) and issubclass(kind, Node) and kind is not Node
}


def key(sources: list[tuple[str | None, str]], version: str) -> str:
    """The name of a cache file for these files of rules, in this order."""
    digest = hashlib.sha256(f"{FORMAT} {version}".encode())
    for file, text in sources:
        digest.update(f"\0{file or ''}\0{len(text)}\0".encode())
        digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def save(path: Path, model: Model, inference: Inference) -> None:
    """Writes beside, then renames: a reader never sees half a file. Rules that could not be read are not kept."""
    content = {
        "format": FORMAT,
        "rules": [_rule_out(rule) for rule in model.rules.values()],
        "remarks": [[*_place_out(each.place), each.message, each.serious] for each in model.remarks],
        "replacements": {
            name: [[by, _replacement_out(how)] for by, how in found] for name, found in model.replacements.items()
        },
        "disablers": model.disablers,
        "nullable": [name for name, value in inference.nullable.items() if value],
        "kinds": inference.kinds,
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, suffix=".tmp")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(content, file, ensure_ascii=False, separators=(",", ":"))
    Path(temporary).replace(path)


def restore(path: Path) -> tuple[Model, Inference] | None:
    """What `save` wrote, or None when there is nothing, or nothing that can be understood."""
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        return _restored(content) if content["format"] == FORMAT else None
    except (OSError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError):
        return None


def _restored(content: Mapping[str, Any]) -> tuple[Model, Inference]:
    model = Model({raw[0]: _rule_in(raw) for raw in content["rules"]})
    model.remarks = [Remark(Place(*raw[:3]), raw[3], raw[4]) for raw in content["remarks"]]
    model.replacements = {
        name: [(by, _replacement_in(how)) for by, how in found] for name, found in content["replacements"].items()
    }
    model.disablers = content["disablers"]
    return model, Inference(model, dict.fromkeys(content["nullable"], True), content["kinds"])


def _rule_out(rule: Rule) -> list[Any]:
    problem = rule.problems[0] if rule.problems else None
    return [
        rule.name,
        _place_out(rule.place),
        rule.raw,
        rule.private,
        _out(rule.body),
        [_replacement_out(how) for how in rule.replacements],
        list(rule.disables),
        [_out(choice) for choice in rule.choices],
        [problem.message, _place_out(problem.place)] if isinstance(problem, PublicodesError) else None,
    ]


def _rule_in(raw: list[Any]) -> Rule:
    name, place, data, private, body, replacements, disables, choices, problem = raw
    return Rule(
        name,
        Place(*place),
        data,
        private,
        _in(body),
        tuple(_replacement_in(how) for how in replacements),
        tuple(disables),
        tuple(_in(choice) for choice in choices),
        (SyntaxProblem(problem[0], Place(*problem[1])),) if problem else (),
    )


def _place_out(place: Place) -> list[Any]:
    return [place.file, place.line, place.rule]


def _replacement_out(how: Replacement) -> list[Any]:
    return [how.target, how.priority, how.within, how.outside]


def _replacement_in(raw: list[Any]) -> Replacement:
    return Replacement(raw[0], raw[1], tuple(raw[2]), tuple(raw[3]))


def _out(part: object) -> Any:
    """A node is [its kind, its fields…]; a unit, a date and a tuple say what they are too."""
    if isinstance(part, Node):
        return [type(part).__name__, *(_out(piece) for piece in part.held())]
    if isinstance(part, Unit):
        return ["unit", str(part)]
    if isinstance(part, date):
        return ["date", part.isoformat()]
    if isinstance(part, tuple):
        return ["list", *(_out(piece) for piece in part)]
    return part


_READERS: Final[dict[str, Callable[[list[Any]], Any]]] = {
    "unit": lambda raw: units.parse(raw[1]),
    "date": lambda raw: date.fromisoformat(raw[1]),
    "list": lambda raw: tuple([_in(piece) for piece in raw[1:]]),
}


def _in(raw: Any) -> Any:
    if type(raw) is not list:
        return raw
    kind = _KINDS.get(raw[0])
    if kind is not None:
        return kind(*[_in(piece) if type(piece) is list else piece for piece in raw[1:]])
    return _READERS[raw[0]](raw)
