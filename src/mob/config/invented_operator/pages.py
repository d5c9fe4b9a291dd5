"""The one page of « Appli Démo »: what the person allowed it to know, said simply. `party` talks to moB."""

from __future__ import annotations

import secrets
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

Found = dict[str, Any]
_SHOWN = 6
_STYLE = Path(__file__).with_name("style.css")
_MONTHS = "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()
_STATES = {
    "draft": "Préparée. Elle attend que vous l’envoyiez.",
    "checking": "Envoyée. Un programme la vérifie.",
    "submitted": "Envoyée. Un agent va l’examiner.",
    "under_review": "Un agent l’examine.",
    "changes_requested": "On vous demande une correction.",
    "closed_incomplete": "Mise de côté, faute de réponse. Rien n’est perdu.",
    "approved": "Accordée.",
    "rejected": "Refusée. moB vous dit pourquoi, et comment contester.",
    "withdrawn": "Vous l’avez retirée.",
}
_UNDER_WAY = frozenset(_STATES) - {"rejected", "withdrawn"}
_TASKS = {"send": "Vérifier et envoyer", "correct": "Corriger", "resume": "Reprendre"}
_TASKS |= {"bank_details": "Donner mes coordonnées bancaires", "invoice": "Envoyer la facture"}
_TONES = {
    "approved": "yes",
    "rejected": "no",
    "draft": "todo",
    "changes_requested": "todo",
    "closed_incomplete": "todo",
}


def welcome(trouble: str = "") -> str:
    """Before the account is linked."""
    return _page(
        "Bienvenue",
        f"""<div class="hero"><div><h1>Vos trajets, et les aides qui vont avec</h1>{_alert(trouble)}
<p class="lead">Reliez votre compte moB : nous vous montrons les aides de votre commune, et où en sont vos demandes.</p>
<p><a class="button" href="/relier">Relier mon compte moB</a></p></div>
<ol class="promises"><li><strong>Vous choisissez.</strong> moB vous montre ce que nous demandons. Vous pouvez dire non à
chaque ligne.</li><li><strong>Vous envoyez.</strong> Nous préparons une demande. Vous la vérifiez et la signez sur moB.</li>
<li><strong>Vous reprenez.</strong> Le lien s’arrête ici ou sur moB, quand vous voulez.</li></ol></div>""",
    )


def linked(
    issuer: str,
    claims: Found,
    aids: Found | str | None,
    mine: Found | None,
    *,
    may_start: bool,
    trouble: str,
    more: str = "",
) -> str:
    """Once it is. `aids`: a list, a sentence that says why there is none, or None when she does not allow it.

    `more`: the sections that `purchases` and `journey` write.
    """
    known = str(claims.get("email", ""))
    who = f'<p class="who">Compte moB relié{f" : <bdi>{escape(known)}</bdi>" if known else ""}</p>'
    services = f"{issuer}/mon-compte/services-lies"
    end = f"""<section class="end" aria-labelledby="lien"><h2 id="lien">Le lien avec moB</h2>
<p>Sur moB, vous voyez ce que nous avons lu et quand, et vous changez ce que vous permettez.</p>
<p class="row"><a class="plain" href="{escape(services)}">Mes services reliés, sur moB</a></p>
<form method="post" action="/delier"><button class="plain">Délier mon compte</button></form></section>"""
    body = f"{_applications(mine)}{_aids(issuer, aids, mine, may_start=may_start)}{more}{end}"
    return _page("Vos aides et vos demandes", f"<h1>Vos aides et vos demandes</h1>{who}{_alert(trouble)}{body}")


def lost() -> str:
    return _page(
        "Page introuvable", '<h1>Cette page n’existe pas</h1><p><a class="plain" href="/">Revenir à l’accueil</a></p>'
    )


def _alert(trouble: str) -> str:
    return f'<p class="alert" role="alert">{escape(trouble)}</p>' if trouble else ""


def _not_allowed(what: str) -> str:
    return f"""<p class="empty">Vous ne nous permettez pas de voir {what}, et c’est votre droit.
<a href="/relier">Changer d’avis</a></p>"""


def _applications(mine: Found | None) -> str:
    if mine is None:
        inside = _not_allowed("vos demandes")
    elif not mine["applications"]:
        inside = '<p class="empty">Aucune demande pour l’instant. Les aides ci-dessous en attendent peut-être une.</p>'
    else:
        inside = f'<ul class="cards">{"".join(_application(each) for each in mine["applications"])}</ul>'
    return f'<section aria-labelledby="demandes"><h2 id="demandes">Vos demandes</h2>{inside}</section>'


def _application(each: Found) -> str:
    state, task, award = str(each["state"]), each["expected"], each["award"]
    words = _STATES.get(state, escape(state))
    if award and award["amount_cents"]:
        words += f" <strong>{_euros(award['amount_cents'])}</strong>"
    act = ""
    if task:
        by = f" avant le {_day(task['by'])}" if task["by"] else ""
        words_of_act = f"{_TASKS[task['what']]}{by}{_about(each['aid'])}"
        act = f'<p class="act"><a class="button small" href="{escape(task["page"])}">{words_of_act}</a></p>'
    title = f'<h3><a href="{escape(each["page"])}">{escape(each["aid"]["title"])}</a></h3>'
    return f"""<li class="card {_TONES.get(state, "")}">{title}
<p class="soft">{escape(each["funder"])}, <span class="ref">{escape(each["reference"])}</span></p><p>{words}</p>{act}</li>"""


def _aids(issuer: str, aids: Found | str | None, mine: Found | None, *, may_start: bool) -> str:
    """Those that may be hers and that she has not asked for, the most promising first."""
    asked = {each["aid"]["slug"] for each in (mine or {}).get("applications", ()) if each["state"] in _UNDER_WAY}
    hopeful = [each for each in aids["aids"] if _is_hopeful(each, asked)] if isinstance(aids, dict) else []
    if aids is None:
        inside = _not_allowed("vos aides")
    elif isinstance(aids, str):
        profile = escape(f"{issuer}/mon-compte/profil")
        inside = f'<p class="empty">{escape(aids)} <a href="{profile}">Compléter mon profil, sur moB</a></p>'
    else:
        cards = "".join(_aid(each, may_start=may_start) for each in sorted(hopeful, key=_worth)[:_SHOWN])
        inside = (
            f'<ul class="cards">{cards}</ul>' if cards else '<p class="empty">Aucune autre aide là où vous habitez.</p>'
        )
        inside += f'<p class="row"><a class="plain" href="{escape(issuer)}/recherche">Toutes les aides, sur moB</a></p>'
    return f'<section aria-labelledby="aides"><h2 id="aides">Les aides là où vous habitez</h2>{inside}</section>'


def _is_hopeful(aid: Found, asked: set[str]) -> bool:
    is_refused = (aid["verdict"] or {}).get("outcome") == "ineligible"
    return aid["opening"] == "open" and aid["slug"] not in asked and not is_refused


def _worth(aid: Found) -> tuple[bool, bool, int]:
    """What is hers first, then what may be, then the most that is given."""
    outcome = (aid["verdict"] or {}).get("outcome")
    return outcome != "eligible", aid["processing"] != "here", -_cents(aid)


def _cents(aid: Found) -> int:
    """What is due for sure, else the most the aid gives to anybody."""
    verdict = aid["verdict"] or {}
    return int(verdict.get("amount_cents") or aid["max_amount_cents"] or verdict.get("up_to_cents") or 0)


def _aid(each: Found, *, may_start: bool) -> str:
    verdict, cents = each["verdict"] or {}, _cents(each)
    is_sure = verdict.get("outcome") == "eligible" and verdict.get("amount_cents")
    amount = f"{'' if is_sure else 'jusqu’à '}{_euros(cents)}" if cents else escape(each["amount"])
    sure = '<span class="tag">Pour vous, d’après votre compte</span>' if verdict.get("outcome") == "eligible" else ""
    start = _start(each) if may_start else ""
    return f"""<li class="card"><h3><a href="{escape(each["page"])}">{escape(each["title"])}</a></h3>
<p class="soft">{escape(each["funder"]["name"])}</p><p class="amount">{amount} {sure}</p>{start}</li>"""


def _start(aid: Found) -> str:
    """A button where moB takes applications. The key is the page's: pressed twice, it is the same request."""
    if aid["processing"] != "here":
        return ""
    key = secrets.token_urlsafe(16)
    return f"""<form method="post" action="/demander"><input type="hidden" name="aide" value="{escape(aid["slug"])}">
<input type="hidden" name="cle" value="{key}"><button class="button small">Préparer ma demande{_about(aid)}</button></form>"""


def _about(aid: Found) -> str:
    """For who hears the page: buttons of the same words say what they are about."""
    return f'<span class="hidden"> : {escape(aid["title"])}</span>'


def _euros(cents: int) -> str:
    whole, rest = divmod(int(cents), 100)
    return f"{whole:,}".replace(",", "\u202f") + (f",{rest:02d}" if rest else "") + "\u00a0€"


def _day(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{'1er' if day.day == 1 else day.day} {_MONTHS[day.month - 1]}"


def _page(title: str, body: str) -> str:
    return f"""<!doctype html><html lang="fr"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>{title}, Appli Démo</title>
<style>{_STYLE.read_text(encoding="utf-8")}</style></head><body><header><p class="brand"><a href="/">Appli Démo</a></p>
<p class="soft">Tilleul Mobilités, un opérateur inventé</p></header><main>{body}</main>
<footer><p>Ce site est un exemple : tout y est inventé, sauf la façon de parler à moB.</p></footer></body></html>"""
