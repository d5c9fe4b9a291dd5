"""« Votre abonnement »: what she bought here, handed over to moB for the aid that pays a part of it.

This site says what it sold, to the cent, once for each press of the button (the key). moB keeps it a week; she reads it
there, and joins it to her application or not. This site is not told which.
"""

from __future__ import annotations

import secrets
from datetime import date, datetime, timedelta
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from mob.config.invented_operator.party import Party, Visitor

SCOPE = "subscriptions_metadata"
PURCHASES = "/api/v2/purchases"
AID = "pass-jeunes"
_PARIS = ZoneInfo("Europe/Paris")


def sold(now: datetime) -> dict[str, Any]:
    """An invented season ticket, bought the day before."""
    day = now.astimezone(_PARIS).date() - timedelta(days=1)
    return {
        "number": f"AD-{day:%Y%m%d}-0042",
        "date": day.isoformat(),
        "seller": {"name": "Tilleul Mobilités", "address": {"postcode": "38950", "city": "Valmont-sur-Isère"}},
        "customer": {"first_name": "Léa", "last_name": "Exemple", "reference": "4471"},
        "products": [
            {
                "label": "Abonnement annuel bus et tram",
                "quantity": 1,
                "amount_cents": 26_400,
                "vat_rate": "10",
                "without_tax_cents": 24_000,
                "valid_from": day.isoformat(),
                "valid_to": (_year_after(day) - timedelta(days=1)).isoformat(),
            }
        ],
        "total_cents": 26_400,
        "total_without_tax_cents": 24_000,
    }


def _year_after(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28) if day.month == 2 else day.day)


def hand_over(party: Party, visitor: Visitor, *, aid: str, key: str, now: datetime) -> str:
    """Where she reads it on moB, and begins her application when it is for an aid. Raises Denial, Trouble."""
    body = {"invoices": [sold(now)]} | ({"aid": aid} if aid else {})
    return str(party.send(visitor, PURCHASES, body, key=key)["page"])


def section(visitor: Visitor, aids: Any, now: datetime) -> str:
    """The part of the page. For an aid of hers when moB told it to this site; without, it waits on moB all the same."""
    ticket = sold(now)
    (product,) = ticket["products"]
    head = f"""<section aria-labelledby="achat"><h2 id="achat">Votre abonnement</h2>
<p>{escape(product["label"])}, 264\u00a0€, <span class="ref">{ticket["number"]}</span></p>"""
    if SCOPE not in visitor.tokens.get("scope", "").split():
        return f"""{head}<p class="empty">Vous ne nous permettez pas d’en remettre le justificatif à moB, et c’est votre
droit. <a href="/relier">Changer d’avis</a></p></section>"""
    is_hers = isinstance(aids, dict) and any(each["slug"] == AID for each in aids["aids"])
    key = secrets.token_urlsafe(16)
    return f"""{head}<form method="post" action="/remettre"><input type="hidden" name="cle" value="{key}">
<input type="hidden" name="aide" value="{AID if is_hers else ""}">
<button class="small">Remettre le justificatif à moB</button></form>
<p class="soft">Vous le lirez sur moB, et vous choisirez de le joindre à une demande ou non.</p></section>"""
