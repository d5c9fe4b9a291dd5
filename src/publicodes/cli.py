"""The terminal: evaluate many situations, check files, try rules by hand."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, TextIO

from publicodes import dates
from publicodes.checking import Severity
from publicodes.engine import Engine
from publicodes.errors import PublicodesError
from publicodes.formatting import shown
from publicodes.values import UNDEFINED, Evaluation


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when all went well, 1 when rules or situations are wrong, 2 for a command that is."""
    options = _parser().parse_args(arguments)
    try:
        result: int = options.run(options)
    except (PublicodesError, OSError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m publicodes", description="Rules written in the publicodes language."
    )
    commands = parser.add_subparsers(required=True)
    evaluate = commands.add_parser("evaluate", help="evaluate rules under each situation of a file of JSON lines")
    evaluate.add_argument("--rules", nargs="+", required=True, metavar="FILE")
    evaluate.add_argument("--situations", required=True, metavar="IN.jsonl")
    evaluate.add_argument("--targets", required=True, help="names of rules, separated by commas")
    evaluate.add_argument("--out", default="-", metavar="OUT.jsonl")
    evaluate.add_argument("--cache", type=Path, help="a folder where rules already read are kept")
    evaluate.set_defaults(run=_evaluate)
    check = commands.add_parser("check", help="list what is wrong in files of rules")
    check.add_argument("files", nargs="+", metavar="FILE")
    check.set_defaults(run=_check)
    repl = commands.add_parser("repl", help="type expressions and see what they are worth")
    repl.add_argument("files", nargs="*", metavar="FILE")
    repl.set_defaults(run=_repl)
    return parser


def _evaluate(options: argparse.Namespace) -> int:
    engine = Engine.from_files(*options.rules, cache=options.cache)
    targets = [name.strip() for name in options.targets.split(",") if name.strip()]
    failed = 0
    with _output(options.out) as lines:
        for number, situation in _situations(Path(options.situations)):
            answer = _answers(engine, situation, targets, number)
            failed += "errors" in answer
            _write(lines, answer)
    return 1 if failed else 0


@contextmanager
def _output(path: str) -> Iterator[TextIO]:
    if path == "-":
        yield sys.stdout
        return
    with Path(path).open("w", encoding="utf-8") as lines:
        yield lines


def _situations(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            asked = json.loads(line)
            if not isinstance(asked, dict) or not isinstance(asked.get("situation", {}), dict):
                raise ValueError(f'{path}:{number} : « {{"situation": {{…}}}} » est attendu.')
            yield number, asked.get("situation", {})


def _answers(engine: Engine, situation: dict[str, Any], targets: list[str], number: int) -> dict[str, Any]:
    """`values` without what is not defined, `units`, `missing` by target, and `errors` when there are some."""
    answer: dict[str, Any] = {"values": {}, "units": {}, "missing": {}}
    errors: dict[str, str] = {}
    try:
        engine = engine.with_situation(situation)
    except PublicodesError as error:
        return answer | {"errors": dict.fromkeys(targets, f"ligne {number} : {error}")}
    for target in targets:
        try:
            _note(answer, target, engine.evaluate(target))
        except PublicodesError as error:
            errors[target] = str(error)
    return answer | ({"errors": errors} if errors else {})


def _note(answer: dict[str, Any], target: str, found: Evaluation) -> None:
    if found.value is not UNDEFINED:
        answer["values"][target] = found.value.isoformat() if isinstance(found.value, date) else found.value
    if found.unit is not None:
        answer["units"][target] = found.unit
    answer["missing"][target] = found.missing


def _write(lines: TextIO, answer: dict[str, Any]) -> None:
    lines.write(json.dumps(answer, ensure_ascii=False) + "\n")


def _check(options: argparse.Namespace) -> int:
    found = Engine.from_files(*options.files).check()
    for diagnostic in found:
        print(diagnostic)
    errors = sum(diagnostic.severity is Severity.ERROR for diagnostic in found)
    print(f"{errors} erreur(s), {len(found) - errors} avertissement(s)", file=sys.stderr)
    return 1 if errors else 0


_HELP = """Une expression : sa valeur. « nom := valeur » : une réponse. « ? expression » : comment elle se calcule.
« oublie nom » reprend une réponse, « situation » les montre, « fin » termine."""


def _repl(options: argparse.Namespace) -> int:
    engine = Engine.from_files(*options.files)
    given: dict[str, Any] = {}
    print(_HELP)
    for line in _lines():
        try:
            engine = _turn(engine, line, given)
        except PublicodesError as error:
            print(error)
    return 0


def _lines() -> Iterator[str]:
    while True:
        try:
            line = input("> ").strip()
        except (EOFError, KeyboardInterrupt):
            print()
            return
        if line in ("fin", "quitter", "exit"):
            return
        if line:
            yield line


def _turn(engine: Engine, line: str, given: dict[str, Any]) -> Engine:
    name, assigned, value = (part.strip() for part in line.partition(":="))
    if line == "situation":
        print("\n".join(f"{key} := {each}" for key, each in given.items()) or "Aucune réponse.")
    elif line.startswith("?"):
        print(engine.explain(line[1:].strip()))
    elif line.startswith("oublie "):
        given.pop(line.removeprefix("oublie ").strip(), None)
        return engine.with_situation(given)
    elif assigned:
        changed = engine.with_situation(given | {name: value})
        given[name] = value
        return changed
    else:
        _print(engine.evaluate(line))
    return engine


def _print(found: Evaluation) -> None:
    value = dates.written(found.value) if isinstance(found.value, date) else shown(found.value, found.unit)
    print(value)
    if found.missing:
        print("  selon : " + ", ".join(found.missing))
