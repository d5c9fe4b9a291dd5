"""Why a program refused, in the words of the law and of the aid: French, since they are part of the decision."""

from __future__ import annotations

from datetime import date

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from mob.catalogue.types import AidTerms
from mob.eligibility.types import Check, CheckCode


def refusal(rule: Check | None, aid: AidTerms) -> str:
    """The rule that is not met, named, with the facts it was held against."""
    with override("fr"):
        if rule is None:
            return ""
        named = {"rule": _rule(rule.code), "aid": aid.title, "number": aid.number}
        first = _("The aid “%(aid)s” (version %(number)s) requires: %(rule)s.") % named
        return f"{first}\n{_why(rule)}"


def remedy() -> str:
    """What one click does."""
    with override("fr"):
        return _(
            "This refusal is provisional: from the page of your application, you may ask for a person to examine it."
        )


def _rule(code: CheckCode) -> str:
    return {
        CheckCode.TERRITORY: _("to live in its territory"),
        CheckCode.AGE: _("to be old enough"),
        CheckCode.ANSWERS: _("an answer to every required question"),
        CheckCode.PROOFS: _("every required paper"),
        CheckCode.OTHER_APPLICATION: _("no other application for the same aid under way"),
        CheckCode.IDENTITY: _("a certified identity"),
        CheckCode.RULES: _("every condition of its rules"),
        CheckCode.FREQUENCY: _("not to have received it too recently"),
    }[code]


def _why(rule: Check) -> str:
    params = dict(rule.params)
    if rule.reason == "rules_not_met":
        return _not_met(str(params["why"]), str(params["source"]))
    if rule.reason == "received_lately":
        params |= {name: _day(str(params[name])) for name in ("last", "again")}
    sentences = {
        "commune_outside": _("You declared that you live in %(commune)s, which it does not cover."),
        "too_young": _("You were %(age)s years old on the day you applied, and %(least)s are needed."),
        "answers_missing": _("Answers missing: %(count)s."),
        "proofs_missing": _("Papers missing: %(count)s."),
        "other_live": _("Another of your applications for this aid is under way."),
        "received_lately": _("You received it on %(last)s; you may ask for it again from %(again)s."),
        "says_received": _("You declared that it was already received in the last %(months)s months."),
    }
    return sentences[rule.reason] % params if rule.reason in sentences else ""


def _not_met(why: str, source: str) -> str:
    """The condition of the rules that fails, as it reads, and where it is written."""
    if not why:
        return _("With your answers, the amount is nought.")
    first = _("This condition is not met: %(why)s.") % {"why": why}
    return f"{first} {_('It is written there: %(source)s.') % {'source': source}}" if source else first


def _day(iso: str) -> str:
    """`3 mars 2026`: a decision is in French."""
    return format_date(date.fromisoformat(iso), "j F Y")
