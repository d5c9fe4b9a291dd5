"""Reads zones from the open schema `schema-zfe` 0.8.2 (GeoJSON). What is wrong is told by place; nothing strange crashes.

A rule that cannot be read leaves its vehicles « unknown », never free. Shapes are not read here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from mob.eligibility import hours
from mob.eligibility.critair import Level, VehicleKind
from mob.eligibility.zones import Restriction, Zone
from mob.kernel.errors import Invalid
from mob.kernel.texts import text_of

LARGEST_FILE = 50_000_000
MOST_FEATURES = 20_000
_ID = re.compile(r"[0-9]{9}-ZFE-[0-9]{3}|[A-Z]{4,12}_?[0-9]{6,20}")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The first zones are of 2015; a year beyond is a slip of the keyboard, and calendars end.
_YEARS = range(2000, 2200)
_WEB = re.compile(r"https?://[^\s<>\"']{1,490}")
_LEVELS = {"EL": Level.E, "NC": Level.NONE} | {f"V{level.value}": level for level in list(Level)[1:6]}
_COLUMNS = {
    "vp": (VehicleKind.CAR,),
    "vul": (VehicleKind.VAN,),
    "pl": (VehicleKind.TRUCK,),
    "autobus_autocars": (VehicleKind.BUS,),
    "deux_rm": (VehicleKind.MOTORCYCLE, VehicleKind.MOPED),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong in one feature: its place from 1, its field, the code of the sentence and its parameters."""

    feature: int
    field: str
    code: str
    params: tuple[tuple[str, str], ...] = ()

    def sentence(self, language: str = "fr") -> str:
        return text_of(self.code, language, **dict(self.params))


@dataclass(slots=True)
class ZoneFile:
    """The zones that could be read, in the order of the file, and every problem met."""

    zones: list[Zone] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def read(content: bytes | str, *, suspended_from: date | None = None) -> ZoneFile:
    """Every zone of a file; all are suspended from that day when one is given.

    Raises `Invalid` when the whole is no FeatureCollection, or too large. A feature without a right id or dates is left
    out and told.
    """
    found = ZoneFile()
    seen: set[str] = set()
    for place, feature in enumerate(_features(content), 1):
        zone = _Feature(place, feature, found.problems).zone(suspended_from)
        if zone is not None and zone.id in seen:
            found.problems.append(Problem(place, "id", "zone_id_twice", (("id", zone.id),)))
        elif zone is not None:
            seen.add(zone.id)
            found.zones.append(zone)
    return found


def _features(content: bytes | str) -> list[Any]:
    if len(content) > LARGEST_FILE:
        raise Invalid("zone_file_too_large")
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError):
        raise Invalid("zone_file_unreadable") from None
    features = whole.get("features") if isinstance(whole, dict) else None
    if not isinstance(features, list) or whole.get("type") != "FeatureCollection":
        raise Invalid("zone_file_unreadable")
    if len(features) > MOST_FEATURES:
        raise Invalid("zone_file_too_large")
    return features


class _Feature:
    """One feature under reading: what is wrong is added to the problems of the file."""

    def __init__(self, place: int, feature: Any, problems: list[Problem]) -> None:
        self.place = place
        self.problems = problems
        properties = feature.get("properties") if isinstance(feature, dict) else None
        self.given: dict[str, Any] = properties if isinstance(properties, dict) else {}

    def zone(self, suspended_from: date | None) -> Zone | None:
        """The zone, or None where it has no right id or first day. An end that cannot be read is told, and none is kept."""
        name = self._text("id")
        if not _ID.fullmatch(name):
            self._problem("id", "zone_id_wrong", value=name[:40])
            return None
        starts, ends = self._date("date_debut"), self._date("date_fin")
        if starts is None:
            self._problem("date_debut", "zone_start_missing")
            return None
        if ends is not None and ends < starts:
            self._problem("date_fin", "zone_dates_crossed", value=ends.isoformat())
            return None
        return Zone(
            id=name,
            starts=starts,
            restrictions=dict(self._restrictions()),
            ends=ends,
            suspended_from=suspended_from,
            order_url=self._web("url_arrete"),
            # The schema writes one name, published files the other.
            information_url=self._web("url_site_information") or self._web("url_site"),
        )

    def _restrictions(self) -> Iterator[tuple[VehicleKind, Restriction]]:
        for column, kinds in _COLUMNS.items():
            level, times = self._text(f"{column}_critair"), self._text(f"{column}_horaires")
            if level or times:
                rule = self._restriction(column, level, times)
                yield from ((kind, rule) for kind in kinds)

    def _restriction(self, column: str, level: str, times: str) -> Restriction:
        """Half a pair, or a value nobody knows, makes a restriction that cannot be read."""
        if not (level and times):
            missing = f"{column}_horaires" if level else f"{column}_critair"
            self._problem(missing, "zone_pair_incomplete", field=missing)
        if level and level not in _LEVELS:
            self._problem(f"{column}_critair", "zone_sticker_wrong", value=level[:20])
        return Restriction(_LEVELS.get(level), self._hours(f"{column}_horaires", times))

    def _hours(self, name: str, text: str) -> hours.Hours | None:
        if not text:
            return None
        try:
            return hours.read(text)
        except Invalid as error:
            self._problem(name, error.code, **{key: str(value) for key, value in error.params.items()})
            return None

    def _text(self, name: str) -> str:
        """A text without spaces around; empty when absent. What is no text is told and kept as its writing."""
        value = self.given.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            self._problem(name, "zone_value_no_text", value=repr(value)[:40])
            return repr(value)[:40]
        return value.strip()

    def _date(self, name: str) -> date | None:
        written = self._text(name)
        if not written:
            return None
        try:
            if _DATE.fullmatch(written) and int(written[:4]) in _YEARS:
                return date.fromisoformat(written)
        except ValueError:
            pass
        self._problem(name, "zone_date_wrong", value=written[:20])
        return None

    def _web(self, name: str) -> str:
        """An address of the web; anything else (a script, say) is told and dropped."""
        written = self._text(name)
        if written and not _WEB.fullmatch(written):
            self._problem(name, "zone_address_wrong", value=written[:40])
            return ""
        return written

    def _problem(self, name: str, code: str, **params: str) -> None:
        self.problems.append(Problem(self.place, name, code, tuple(params.items())))
