"""When a rule of a book has changed: itself, or anything it depends on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from publicodes.errors import ReferenceProblem
from publicodes.model import Model
from publicodes.nodes import Node, Ref, children
from publicodes.rules import Rule


def dependencies(model: Model, target: str) -> frozenset[str]:
    """The rules that computing `target` may read, itself included: those it names, those that stand in for them."""
    found: set[str] = set()
    waiting = [target]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting.extend(_named(model, name))
    return frozenset(found)


def digest(model: Model, target: str, *also: str) -> str:
    """SHA-256 of the rule, of all it depends on, and of what else its words are made from."""
    rules = {name: _written(model.rules[name]) for name in sorted(dependencies(model, target))}
    text = json.dumps([target, rules, also], ensure_ascii=False, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def _written(rule: Rule) -> object:
    """As its author wrote it; a rule that is one expression keeps no more than what was read of it."""
    return rule.raw or repr(rule.body)


def _named(model: Model, name: str) -> Iterator[str]:
    rule = model.rules[name]
    if rule.parent and rule.parent in model.rules and rule.parent != "aides":
        yield rule.parent
    for reference in _references(rule.body) if rule.body else ():
        try:
            full = reference.name if reference.whole else model.resolve(reference.name, name)
        except ReferenceProblem:
            continue
        yield full
        yield from model.replacers(full, name)


def _references(node: Node) -> Iterator[Ref]:
    if isinstance(node, Ref):
        yield node
    for child in children(node):
        yield from _references(child)
