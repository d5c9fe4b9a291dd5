"""Which facts a rule may need. Nobody lists them: they are read in the rules."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from mob.catalogue.types import RulesContent
from mob.eligibility import engines, facts
from mob.eligibility.types import FactKind, KnownBy
from mob.kernel.errors import NotFound
from publicodes import Engine, PublicodesError
from publicodes.nodes import Default, Node, Ref, Situated, children
from publicodes.rules import SEPARATOR


def asked(engine: Engine, target: str) -> tuple[FactKind, ...]:
    """What people are asked so that the target can be computed, in the order of asking; nothing we know otherwise."""
    found = (facts.fact(engine, name) for name in needed(engine, target))
    kinds = [kind for kind in found if kind is not None and kind.known_by is KnownBy.ANSWER]
    return tuple(sorted(kinds, key=lambda kind: kind.order))


def needs_place(rules: RulesContent) -> bool:
    """Whether rules look at where the person lives. False for rules that cannot be read."""
    try:
        engine = engines.engine_for(rules)
    except (PublicodesError, NotFound):
        return False
    kinds = (facts.known(name) for name in needed(engine, rules.target))
    return any(kind is not None and kind.known_by is KnownBy.PLACE for kind in kinds)


@lru_cache(maxsize=4096)
def needed(engine: Engine, target: str) -> tuple[str, ...]:
    """Names of every question the target may depend on, in the order rules mention them.

    An aid that deducts the others looks at all of them: what only one of those asks is left out, its default counts.
    """
    if target not in engine.rules:
        return ()
    direct = _reached(engine, target, follow=False)
    root = target.partition(SEPARATOR)[0]
    is_of_a_book = root != target
    others = _reached(engine, target, follow=True)
    shared = [name for name in others if not (is_of_a_book and name.startswith(root + SEPARATOR))]
    return tuple(dict.fromkeys([*direct, *shared]))


def _reached(engine: Engine, target: str, *, follow: bool) -> list[str]:
    """Questions met from rule to rule. `follow`: through the rules that stand in for those named, too."""
    found: list[str] = []
    seen = {target}
    stack = [target]
    while stack:
        name = stack.pop()
        if engine.rules[name].question is not None and name != target:
            found.append(name)
        for each in reversed(list(_named(engine, name, follow))):
            if each not in seen:
                seen.add(each)
                stack.append(each)
    return found


def _named(engine: Engine, name: str, follow: bool) -> Iterator[str]:
    """Rules that this one names, and its parent: full names."""
    rule = engine.rules[name]
    for ref in _refs(rule.body, is_asked=rule.question is not None):
        try:
            full = engine.model.resolve(ref.name, name)
        except PublicodesError:
            continue
        yield full
        if follow:
            yield from engine.model.replacers(full, name)
    if rule.parent is not None:
        yield rule.parent


def _refs(body: Node | None, *, is_asked: bool) -> Iterator[Ref]:
    """References of a rule. What the default of a question needs is not asked: the question is."""
    stack = [body] if body else []
    while stack:
        node = stack.pop()
        if isinstance(node, Ref):
            yield node
        elif is_asked and isinstance(node, (Situated, Default)):
            stack += [node.node] if node.node else []
        else:
            stack += reversed(children(node))
