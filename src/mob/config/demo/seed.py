"""Fills an empty demonstration, once. Started again, it finds what it made."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from importlib.resources import files

from django.db import transaction

from mob.applications import inbox, queues
from mob.applications.inbox import Filters, Tab
from mob.catalogue import services as catalogue
from mob.config.demo import certifying, employer, helping, money, needs, partner, services, stage
from mob.config.demo import files as stories
from mob.config.demo.people import DUVERNE, VALMONT
from mob.directory import selectors as directory
from mob.exports import services as exports
from mob.exports.selection import Selection
from mob.exports.types import Format
from mob.insights import services as insights
from mob.kernel import clock
from mob.kernel.actor import Actor

Progress = Callable[[str], None]


def seed(progress: Progress = lambda _line: None) -> None:
    """Make the invented people, funders, keys, aids and applications. Does nothing when they are there."""
    if not directory.funder_by_name(VALMONT):
        # All or nothing: a start interrupted half-way begins again from nothing.
        with transaction.atomic():
            _fill(progress)


def _fill(progress: Progress) -> None:
    now = clock.now()
    start = now - timedelta(days=40)
    progress("Demo people and funders")
    users = stage.accounts(start)
    admin = stage.administrator(users, start)
    found = stage.funders(admin, users, start)
    stage.delegations(admin, found, users, start)
    progress("Keys of the funders")
    stage.keys(found, start)
    progress("Aids")
    for name in ("aids.json", "demo-aids.json"):
        text = files("mob.catalogue").joinpath("data", name).read_text(encoding="utf-8")
        catalogue.import_aids(admin, content=text.encode(), now=start)
    certifying.tell(admin, found[VALMONT], start)
    progress("Applications with their encrypted papers")
    agent = directory.actor_for(users["julien.roche@valmont.exemple.fr"], funder_id=found[VALMONT])
    supervisor = directory.actor_for(users["claire.vasseur@valmont.exemple.fr"], funder_id=found[VALMONT])
    if agent is None or supervisor is None:
        raise LookupError("the staff have no hat")
    money.open_envelope(supervisor, stories.AID, now=now - timedelta(days=20))
    stories.tell(agent, users, now)
    _take_a_list_away(agent, now)
    employer.tell(admin, found[DUVERNE], users, now)
    needs.seed(users["zoe.oneill@exemple.fr"], now=now)
    partner.tell(users, now)
    helping.tell(users, now)
    certifying.choose(Actor.citizen(users["zoe.oneill@exemple.fr"]), found[VALMONT], now)
    services.tell(users["samira.haddad@exemple.fr"], now)
    insights.rebuild()
    insights.refresh(now=now)
    queues.refresh(now)


def _take_a_list_away(agent: Actor, now: datetime) -> None:
    """A list the case manager asked for a while ago, still there to be fetched."""
    decided = Selection(Tab.DECIDED, Filters(), inbox.ORDERS[Tab.DECIDED][0])
    asked = now - timedelta(hours=3)
    exports.ask(agent, kind=Format.ODS, selection=decided, query="?vue=decidees", language="fr", now=asked)
