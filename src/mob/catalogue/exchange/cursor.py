"""Reading JSON values one by one, typed, collecting every problem with its pointer instead of stopping at the first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from mob.catalogue.types import Problem, Words

E = TypeVar("E", bound=StrEnum)


class Cursor:
    """An object of a file. Each reading method returns a value of its type, and notes what is wrong."""

    def __init__(self, value: Any, pointer: str, problems: list[Problem]) -> None:
        self.pointer = pointer
        self.problems = problems
        self.value: Mapping[str, Any] = value if isinstance(value, dict) else {}
        self.read: set[str] = set()
        if not isinstance(value, dict):
            self.refuse("", "aid_json_object")

    def refuse(self, name: str, code: str, **params: str | int) -> None:
        pointer = ".".join(part for part in (self.pointer, name) if part)
        self.problems.append(Problem(code, pointer, tuple(params.items())))

    def get(self, name: str) -> Any:
        self.read.add(name)
        return self.value.get(name)

    def text(self, name: str, *, is_required: bool = False) -> str:
        found = self.get(name)
        if found is None and not is_required:
            return ""
        if not isinstance(found, str) or (is_required and not found.strip()) or not _can_be_kept(found):
            self.refuse(name, "aid_json_text")
            return ""
        return found.strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, each once."""
        found = self._list(name)
        if any(not isinstance(each, str) or not each.strip() or not _can_be_kept(each) for each in found):
            self.refuse(name, "aid_json_text")
            return ()
        return tuple(dict.fromkeys(each.strip() for each in found))

    def words(self, name: str) -> Words:
        """`"un texte"`, or `{"fr": …, "en": …}`."""
        found = self.get(name)
        if found is None:
            return Words("")
        if isinstance(found, str):
            return Words(self.text(name))
        inner = self.at(name)
        words = Words(inner.text("fr"), inner.text("en"))
        inner.close()
        return words

    def whole(self, name: str) -> int | None:
        found = self.get(name)
        if found is None or (isinstance(found, int) and not isinstance(found, bool)):
            return found
        self.refuse(name, "aid_json_number")
        return None

    def boolean(self, name: str, *, default: bool) -> bool:
        found = self.get(name)
        if found is None or isinstance(found, bool):
            return default if found is None else found
        self.refuse(name, "aid_json_boolean")
        return default

    def day(self, name: str) -> date | None:
        found = self.get(name)
        if found is None:
            return None
        try:
            if not isinstance(found, str) or len(found) != 10:
                raise ValueError(found)
            return date.fromisoformat(found)
        except ValueError:
            self.refuse(name, "aid_json_date", value=str(found)[:40])
            return None

    def choice(self, name: str, enum: type[E], default: E | None = None) -> E:
        """A value of the enum. Without `default` the value is required; the first one stands for what was refused."""
        found = self.get(name)
        if found is None and default is not None:
            return default
        return self._member(name, found, enum) or default or next(iter(enum))

    def choices(self, name: str, enum: type[E], default: tuple[E, ...] = ()) -> tuple[E, ...]:
        found = self.get(name)
        if found is None:
            return default
        members = [self._member(f"{name}.{index}", item, enum) for index, item in enumerate(self._list(name))]
        return tuple(dict.fromkeys(member for member in members if member is not None))

    def _member(self, name: str, found: Any, enum: type[E]) -> E | None:
        allowed = [item.value for item in enum]
        if found in allowed:
            return enum(found)
        self.refuse(name, "aid_json_choice", value=str(found)[:40], allowed=", ".join(allowed))
        return None

    def at(self, name: str) -> Cursor:
        return Cursor(self.get(name), ".".join(part for part in (self.pointer, name) if part), self.problems)

    def items(self, name: str) -> Iterator[Cursor]:
        for index, item in enumerate(self._list(name)):
            yield Cursor(item, ".".join(part for part in (self.pointer, name, str(index)) if part), self.problems)

    def _list(self, name: str) -> list[Any]:
        found = self.get(name)
        if isinstance(found, list):
            return found
        if found is not None:
            self.refuse(name, "aid_json_list")
        return []

    def close(self) -> None:
        """Every name was read: an unknown one is a slip of the pen that would otherwise be lost in silence."""
        for name in self.value:
            if name not in self.read:
                self.refuse(name, "aid_json_unknown", value=name[:60])


def _can_be_kept(text: str) -> bool:
    """JSON can spell a zero byte or half a character; no database keeps them."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
