"""« Vos besoins pour ce trajet »: what the person shares of her needs for an invented trip of tomorrow, or asking her.

The scope only lets this site ask. moB answers 403 until she shares, and again once the share has ended: both are
ordinary, and the page goes on without. Nothing that was read is kept: it is asked again when the page is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from html import escape
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from mob.config.invented_operator.party import Denial, Party, Visitor

SCOPE = "urn:cms:accessibility:read"
NEEDS = "/api/v2/accessibility"
_PARIS = ZoneInfo("Europe/Paris")
_WORDS = {
    "wheelchair": "fauteuil roulant",
    "assistedWheelchair": "fauteuil roulant poussé",
    "motorizedWheelchair": "fauteuil électrique",
    "mobilityScooter": "scooter de mobilité",
    "walkingFrame": "déambulateur, canne ou béquilles",
    "restrictedMobility": "marche ou station debout difficile",
    "visualImpairment": "vue",
    "auditoryImpairment": "audition",
    "cognitiveInputImpairment": "annonces et panneaux difficiles à suivre",
    "averseToLifts": "pas d’ascenseur",
    "averseToEscalators": "pas d’escalier mécanique",
    "averseToConfinedSpaces": "pas d’espace clos",
    "averseToCrowds": "pas de foule",
    "luggageEncumbered": "bagages nombreux",
    "pushchair": "poussette",
    "guideDog": "chien guide ou d’assistance",
    "otherAnimal": "animal",
    "ramp": "une rampe",
    "lift": "une plateforme élévatrice",
    "arm": "un bras",
    "guide": "quelqu’un pour guider",
}


@dataclass(frozen=True, slots=True)
class Trip:
    """A trip that this site sold, or would have."""

    reference: str
    start: str
    end: str
    departs: datetime
    arrives: datetime


def tomorrow(now: datetime) -> Trip:
    day = now.astimezone(_PARIS).date() + timedelta(days=1)
    departs, arrives = (datetime.combine(day, time(*at), _PARIS) for at in ((9, 15), (11, 5)))
    return Trip(f"AD-{day:%m%d}", "Valmont", "Port-Tilleul", departs, arrives)


def read(party: Party, visitor: Visitor, trip: Trip) -> dict[str, Any] | None:
    """What she shares for this trip; None while she does not. Raises Trouble when the link is over."""
    return party.ask(visitor, f"{NEEDS}?{urlencode({'journey': trip.reference})}")


def ask(party: Party, visitor: Visitor, trip: Trip) -> str:
    """Ask her; what to tell her here. Asked twice, it is the same request."""
    body = {
        "journey": trip.reference,
        "from": trip.start,
        "to": trip.end,
        "departs": trip.departs.isoformat(),
        "arrives": trip.arrives.isoformat(),
        "level": "equipment",
    }
    try:
        party.send(visitor, f"{NEEDS}/requests", body)
    except Denial as no:
        if no.status == HTTPStatus.CONFLICT:
            return "Vous avez dit non pour ce trajet. Nous ne redemandons pas ; vous pouvez partager depuis moB."
        raise
    return "C’est demandé. Choisissez ce que nous lisons, ou refusez, sur moB."


def section(party: Party, visitor: Visitor, trip: Trip) -> str:
    """The part of the page. Without the scope, or without a share, the trip stands all the same."""
    when = f"{trip.departs:%H:%M} → {trip.arrives:%H:%M}"
    head = f"""<section aria-labelledby="besoins"><h2 id="besoins">Vos besoins pour ce trajet</h2>
<p>Demain, {escape(trip.start)} → {escape(trip.end)}, <span class="ref">{when}</span>,
<span class="ref">{trip.reference}</span></p>"""
    return f"{head}{_inside(party, visitor, trip)}</section>"


def _inside(party: Party, visitor: Visitor, trip: Trip) -> str:
    if SCOPE not in visitor.tokens.get("scope", "").split():
        return """<p class="empty">Vous ne nous permettez pas de les demander, et c’est votre droit.
<a href="/relier">Changer d’avis</a></p>"""
    shares = f'<a class="plain" href="{escape(party.issuer)}/mon-compte/accessibilite/partages">Qui lit mes besoins, sur moB</a>'
    found = read(party, visitor, trip)
    if found is None:
        act = (
            '<form method="post" action="/besoins"><button class="small">Me les demander pour ce trajet</button></form>'
        )
        if visitor.asked:
            act = f'<p role="status">{escape(visitor.asked)}</p>'
        return f"""<div class="empty"><p>Vous ne les partagez pas pour ce trajet. Il se fera de la même façon.</p>{act}
<p class="row">{shares}</p></div>"""
    lines = "".join(f"<li>{escape(line)}</li>" for line in told(found["content"]))
    end = datetime.fromisoformat(found["share"]["ends"]).astimezone(_PARIS)
    return f"""<ul>{lines}</ul><p class="soft">Nous les lisons jusqu’au {end:%d/%m/%Y à %H:%M}, et n’en gardons rien.</p>
<p class="row">{shares}</p>"""


def told(content: dict[str, Any]) -> list[str]:
    """In the words of this site, what matters most first; a code it does not know is shown as it came."""
    codes = [*content.get("needs", ()), *content.get("boarding", ()), *filter(None, [content.get("animal")])]
    lines = [_WORDS.get(code, code) for code in codes]
    width, mass = (content.get("equipment", {}).get(name) for name in ("width_mm", "mass_kg"))
    if width:
        lines.append(f"{width // 10} cm de large")
    if mass:
        lines.append(f"{mass} kg en tout")
    if content.get("companion"):
        lines.append("quelqu’un avec vous")
    return [*lines, *filter(None, [content.get("note")])]
