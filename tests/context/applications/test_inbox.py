"""The inbox: what each tab holds, in which order, page after page, and at what cost."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mob.applications import counters, inbox, names, selectors, services
from mob.applications.inbox import Filters, Order, Sorting, Tab
from mob.applications.models import Application, NameWord
from mob.applications.names import search_key
from mob.applications.types import AwardTerms, PaymentMode, State
from mob.kernel.actor import Actor
from mob.kernel.clock import add_months, civil_date
from mob.kernel.money import Cents
from tests.context.applications.conftest import Office
from tests.factories import dossiers

pytestmark = pytest.mark.django_db


def rows(office: Office, number: int, state: State = State.SUBMITTED, **given: Any) -> list[Application]:
    """Applications laid in the table at once, one minute apart, the first the oldest."""
    sent = office.world.now
    usual = {"aid": office.aid, "aid_version_id": office.aid.current_id, "funder": office.funder, "state": state.value}
    usual |= {"created_at": sent, "updated_at": sent, "silence_on": add_months(civil_date(sent), 2)}
    made = [
        Application(**(usual | {"submitted_at": sent + timedelta(minutes=n)} | _named(f"Nom{n:03d}") | given))
        for n in range(number)
    ]
    Application.objects.bulk_create(made)
    counters.rebuild()
    names.rebuild()
    return made


def _named(last: str, first: str = "Samira") -> dict[str, str]:
    return {"applicant_name": f"{first} {last}", "applicant_key": search_key(f"{last} {first} {last}")}


def page(office: Office, tab: Tab, **given: Any) -> inbox.InboxPage:
    usual: dict[str, Any] = {"filters": Filters(), "sorting": inbox.ORDERS[tab][0], "now": office.world.now}
    return inbox.page(office.agent, tab=tab, **(usual | given))


def references(found: inbox.InboxPage) -> list[str]:
    return [row.reference for row in found.rows]


def test_a_file_moves_from_tab_to_tab_with_its_life(office: Office) -> None:
    dossier = dossiers.sent(office.world, office.aid)

    def tabs() -> set[Tab]:
        return {tab for tab in Tab if references(page(office, tab)) == [dossier.reference]}

    assert tabs() == {Tab.UNASSIGNED, Tab.ALL}
    services.claim(office.agent, application_id=dossier.id, now=office.world.now)
    assert tabs() == {Tab.MINE, Tab.ALL}
    dossiers.asked_again(office.world, dossier, office.agent)
    assert tabs() == {Tab.WAITING, Tab.ALL}
    services.withdraw(dossier.citizen, application_id=dossier.id, now=office.world.now)
    assert tabs() == {Tab.ALL}


def test_a_decided_file_is_found_under_decided(office: Office) -> None:
    dossier = dossiers.sent(office.world, office.aid)
    terms = AwardTerms(PaymentMode.SINGLE, Cents(50_000))
    services.approve(office.agent, application_id=dossier.id, terms=terms, now=office.world.now)
    assert references(page(office, Tab.DECIDED)) == [dossier.reference]
    assert page(office, Tab.DECIDED).rows[0].amount_cents == 50_000


def test_only_files_whose_silence_is_a_refusal_within_fifteen_days_are_due_soon(office: Office) -> None:
    today = office.world.now.date()
    near, _far = (rows(office, 1, silence_on=today + timedelta(days=days))[0] for days in (15, 16))
    late = rows(office, 1, State.UNDER_REVIEW, silence_on=today - timedelta(days=1))[0]
    rows(office, 1, State.CHANGES_REQUESTED, silence_on=None, due_on=today)
    assert references(page(office, Tab.DUE_SOON)) == [late.reference, near.reference]


@pytest.mark.parametrize("tab", [Tab.UNASSIGNED, Tab.MINE])
def test_files_to_answer_come_by_the_date_of_silence(office: Office, tab: Tab) -> None:
    given = {"assignee_id": office.agent.id} if tab is Tab.MINE else {}
    made = [rows(office, 1, silence_on=date(2026, 5, day), **given)[0].reference for day in (12, 3, 27)]
    assert references(page(office, tab)) == [made[1], made[0], made[2]]
    assert inbox.next_file(office.agent, now=office.world.now) == made[1]


def test_an_employer_is_offered_no_order_and_no_tab_of_silence() -> None:
    assert Tab.DUE_SOON not in inbox.tabs(has_silence=False)
    assert inbox.orders(Tab.MINE, has_silence=False)[0] == Sorting(Order.RECEIVED)


@pytest.mark.parametrize("tab", [Tab.UNASSIGNED, Tab.ALL])
def test_each_count_is_what_its_tab_holds(office: Office, tab: Tab) -> None:
    rows(office, 3)
    rows(office, 2, State.APPROVED, decided_at=office.world.now)
    counts = inbox.counts(office.agent, now=office.world.now)
    assert counts[tab] == page(office, tab).count
    assert counts[Tab.DECIDED] == 2


def test_the_agents_own_application_is_neither_shown_nor_counted(office: Office) -> None:
    rows(office, 2)
    rows(office, 1, citizen_id=office.agent.id)
    assert page(office, Tab.ALL).count == 2
    assert inbox.counts(office.agent, now=office.world.now)[Tab.ALL] == 2
    assert sum(selectors.inbox_totals(office.agent).values()) == 2


def test_a_count_stops_where_counting_would_cost(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inbox, "CAP", 3)
    rows(office, 5)
    found = page(office, Tab.UNASSIGNED)
    assert (found.count, found.is_capped) == (3, True)


@pytest.mark.parametrize("sorting", [Sorting(o, d) for o in (Order.RECEIVED, Order.NAME) for d in (False, True)])
def test_pages_forward_and_back_show_every_file_once_in_order(office: Office, sorting: Sorting) -> None:
    made = rows(office, 5) + rows(office, 2)  # twice the same moments and names: the key breaks the tie
    seen, found = [], page(office, Tab.ALL, sorting=sorting, size=3)
    pages = [found]
    while found.next:
        found = page(office, Tab.ALL, sorting=sorting, size=3, cursor=found.next)
        pages.append(found)
    seen = [row for each in pages for row in each.rows]
    key = (lambda r: (r.submitted_at, r.id)) if sorting.order is Order.RECEIVED else (lambda r: (r.applicant_key, r.id))
    assert len(seen) == len(made) == len({row.id for row in seen})
    assert [r.id for r in seen] == [r.id for r in sorted(seen, key=key, reverse=sorting.descending)]
    assert pages[0].previous is None
    back = page(office, Tab.ALL, sorting=sorting, size=3, cursor=pages[-1].previous)
    assert references(back) == references(pages[-2])
    assert references(page(office, Tab.ALL, sorting=sorting, size=3, cursor=back.next)) == references(pages[-1])


@pytest.mark.parametrize(
    "text", ["Haddad", "haddad samira", "SAMIRA HADDAD", "sam", "  hád  ", "samira"], ids=lambda text: text.strip()
)
def test_a_name_is_found_by_its_beginnings_in_any_order_and_without_accents(office: Office, text: str) -> None:
    wanted = rows(office, 1, **_named("Haddad"))[0]
    rows(office, 1, **_named("Ferrand", "Louis"))
    assert references(page(office, Tab.ALL, filters=Filters(text=text))) == [wanted.reference]


@pytest.mark.parametrize("text", ["addad", "haddad louis", "%", "_", "'", "\\"])
def test_what_no_name_begins_with_finds_nobody(office: Office, text: str) -> None:
    rows(office, 1, **_named("Haddad"))
    assert page(office, Tab.ALL, filters=Filters(text=text)).count == 0


def test_a_reference_is_found_however_it_was_typed(office: Office) -> None:
    wanted = rows(office, 3)[1]
    for typed in (wanted.reference, wanted.reference.lower(), wanted.reference.replace("-", " ")):
        assert references(page(office, Tab.ALL, filters=Filters(text=typed))) == [wanted.reference]


def test_filters_narrow_together(office: Office) -> None:
    other = office.world.aid(office.funder)
    wanted = rows(office, 1, aid=other, aid_version_id=other.current_id)[0]
    rows(office, 2)
    day = date(2026, 3, 11)
    filters = Filters(aid_id=other.id, state=State.SUBMITTED, since=day, until=day)
    assert references(page(office, Tab.ALL, filters=filters)) == [wanted.reference]
    assert page(office, Tab.ALL, filters=replace(filters, since=day + timedelta(days=1), until=None)).count == 0


def test_an_agent_of_some_communities_sees_and_counts_theirs_alone(office: Office) -> None:
    mine, other = office.world.community(office.funder), office.world.community(office.funder)
    wanted = rows(office, 1, community=mine)[0]
    rows(office, 2, community=other)
    rows(office, 1)
    agent = replace(office.agent, community_ids=frozenset({mine.id}))
    found = inbox.page(agent, tab=Tab.ALL, filters=Filters(), sorting=inbox.ORDERS[Tab.ALL][0], now=office.world.now)
    assert references(found) == [wanted.reference]
    assert inbox.counts(agent, now=office.world.now)[Tab.ALL] == 1


@pytest.mark.parametrize("actor", [Actor.anonymous(), Actor.system()], ids=["anonymous", "system"])
def test_nobody_else_has_an_inbox(office: Office, actor: Actor) -> None:
    rows(office, 1)
    found = inbox.page(actor, tab=Tab.ALL, filters=Filters(), sorting=inbox.ORDERS[Tab.ALL][0], now=office.world.now)
    assert found.count == 0
    assert inbox.next_file(actor, now=office.world.now) is None


def test_the_next_file_is_mine_first_then_the_oldest_nobody_holds(office: Office) -> None:
    oldest = rows(office, 3)[0]
    assert inbox.next_file(office.agent, now=office.world.now) == oldest.reference
    mine = rows(office, 1, State.UNDER_REVIEW, assignee_id=office.agent.id)[0]
    assert inbox.next_file(office.agent, now=office.world.now) == mine.reference
    assert inbox.next_file(office.agent, now=office.world.now, but=mine.id) == oldest.reference


@pytest.mark.parametrize("text", ["", "x", "x.y", ".2026-03-11", "00000000-0000-7000-8000-000000000000.soon"])
def test_a_cursor_that_makes_no_sense_is_the_first_page(text: str) -> None:
    assert inbox.read_cursor(text, Sorting(Order.RECEIVED), backwards=False) is None


@pytest.mark.parametrize("tab", list(Tab))
def test_a_page_costs_as_many_queries_for_fifty_files_as_for_one(office: Office, tab: Tab) -> None:
    given = {"assignee_id": office.agent.id} if tab is Tab.MINE else {}
    states = {Tab.DECIDED: State.APPROVED, Tab.WAITING: State.CHANGES_REQUESTED}
    given |= {"due_on": date(2026, 3, 12), "silence_on": date(2026, 3, 20)}
    given |= {"decided_at": office.world.now if tab is Tab.DECIDED else None}

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page(office, tab)
            inbox.counts(office.agent, now=office.world.now)
        return len(queries)

    rows(office, 1, states.get(tab, State.SUBMITTED), **given)
    few = cost()
    rows(office, 49, states.get(tab, State.SUBMITTED), **given)
    assert cost() == few <= 12


@pytest.mark.parametrize("tab", list(Tab))
def test_every_tab_is_read_through_an_index(office: Office, tab: Tab) -> None:
    rows(office, 1)
    found = inbox._of_tab(office.agent, tab, office.world.now)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    plan = found.order_by(inbox._COLUMNS[inbox.ORDERS[tab][0].order], "id")[:50].explain()
    assert "application_" in plan
    assert "SCAN applications_application\n" not in f"{plan}\n"


def found(office: Office, text: str) -> set[str]:
    return {row.applicant_name for row in page(office, Tab.ALL, filters=Filters(text=text)).rows}


def test_a_name_typed_with_a_slip_is_found(office: Office) -> None:
    rows(office, 1, **_named("Haddad"))
    rows(office, 1, **_named("Quenneville", "Zoé"))
    assert found(office, "hadad") == found(office, "haddda") == found(office, "samira hadad") == {"Samira Haddad"}
    assert found(office, "quenevile") == {"Zoé Quenneville"}
    assert found(office, "hodod") == found(office, "zoe hadad") == set()


def test_what_is_typed_right_never_brings_what_is_close(office: Office) -> None:
    rows(office, 1, **_named("Martin"))
    rows(office, 1, **_named("Marlin"))
    assert found(office, "martin") == {"Samira Martin"}
    assert found(office, "mart") == {"Samira Martin"}


def test_frequent_names_are_found_alike_with_a_slip(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    rows(office, 3, **_named("Haddad"))
    rows(office, 1, **_named("Haddadi"))
    monkeypatch.setattr(inbox, "CAP", 1)
    assert found(office, "hadda d") == set()
    assert found(office, "hadad") == {"Samira Haddad"}
    assert found(office, "haddad") == {"Samira Haddad", "Samira Haddadi"}


def test_words_of_a_name_are_kept_when_it_is_sent_and_leave_with_it(office: Office) -> None:
    dossier = dossiers.sent(office.world, office.aid)
    name = Application.objects.get(id=dossier.id).applicant_key
    kept = set(NameWord.objects.filter(application_id=dossier.id).values_list("word", flat=True))
    assert kept == set(name.split())
    names.forget(dossier.id)
    assert names.rebuild() == 1
    assert set(NameWord.objects.values_list("word", flat=True)) == kept


def test_another_funder_s_names_stand_for_nothing(office: Office) -> None:
    elsewhere = office.world.funder()
    rows(office, 1, **_named("Haddad"), funder=elsewhere)
    assert found(office, "hadad") == set()
