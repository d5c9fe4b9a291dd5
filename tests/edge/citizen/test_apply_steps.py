"""Each page of the form: what was typed stays, what is missing is said, nothing can be skipped or forged."""

from __future__ import annotations

import pytest
from django.test import Client

from mob.applications import services
from mob.applications.models import Application
from mob.applications.types import State
from mob.identity.models import User
from tests.factories import dossiers
from tests.factories.dossiers import Dossier
from tests.factories.world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("today"),
]

QUESTIONS = [
    {"code": "prix", "kind": "number", "label_fr": "Prix du vélo (€)"},
    {"code": "achat", "kind": "date", "label_fr": "Date de l’achat"},
    {"code": "neuf", "kind": "yes_no", "label_fr": "Est-il neuf ?"},
    {
        "code": "usages",
        "kind": "choice",
        "max_choices": 2,
        "label_fr": "À quoi sert-il ?",
        "choices": [{"code": c, "fr": c.upper()} for c in ("a", "b", "c")],
    },
    {"code": "modele", "kind": "text", "label_fr": "Quel modèle ?", "is_required": False},
]


@pytest.fixture
def me(world: World) -> User:
    return world.person()


@pytest.fixture
def draft(world: World, me: User, client: Client) -> Dossier:
    """My draft of an aid with a question of each kind, and my browser signed in."""
    client.force_login(me)
    return dossiers.started(world, world.aid(fields=QUESTIONS), world.citizen(me))


def _kept(dossier: Dossier) -> dict[str, object]:
    answers: dict[str, object] = Application.objects.get(id=dossier.id).answers
    return answers


@pytest.mark.parametrize(
    ("code", "sent", "kept"),
    [
        ("prix", {"q-prix": "1\u202f490,50 €"}, "1490.50"),
        ("achat", {"q-achat_0": "6", "q-achat_1": "3", "q-achat_2": "2026"}, "2026-03-06"),
        ("neuf", {"q-neuf": "no"}, False),
        ("usages", {"q-usages": ["a", "c"]}, ["a", "c"]),
        ("modele", {"q-modele": "  Moulin\u202e 3 "}, "Moulin 3"),
    ],
)
def test_an_answer_of_each_kind_is_kept_and_shown_again(
    client: Client, draft: Dossier, code: str, sent: dict[str, str], kept: object
) -> None:
    answer = client.post(draft.path(f"question/{code}"), sent)
    assert answer.status_code == 303
    assert _kept(draft)[code] == kept
    assert client.get(draft.path(f"question/{code}")).status_code == 200


@pytest.mark.parametrize(
    ("code", "sent", "typed"),
    [
        ("prix", {"q-prix": "mille euros"}, "mille euros"),
        ("achat", {"q-achat_0": "31", "q-achat_1": "2", "q-achat_2": "2026"}, 'value="31"'),
        ("usages", {"q-usages": ["a", "b", "c"]}, "checked"),
        ("prix", {"q-prix": ""}, ""),
        ("neuf", {}, ""),
    ],
)
def test_what_cannot_be_read_stays_on_the_page_with_its_remedy(
    client: Client, draft: Dossier, code: str, sent: dict[str, str], typed: str
) -> None:
    page = client.post(draft.path(f"question/{code}"), sent)
    assert page.status_code == 422
    assert typed in page.text
    assert "error-summary" in page.text
    assert code not in _kept(draft)


def test_the_error_summary_comes_after_the_heading_and_leads_to_the_field(client: Client, draft: Dossier) -> None:
    page = client.post(draft.path("question/prix"), {"q-prix": "x"}).text
    assert page.index("<h1") < page.index("error-summary") < page.index('id="id_q-prix"')
    assert 'href="#id_q-prix"' in page


def test_an_optional_question_may_be_left_empty(client: Client, draft: Dossier) -> None:
    assert client.post(draft.path("question/modele"), {"q-modele": ""}).status_code == 303


def test_a_question_of_another_aid_is_not_found(client: Client, draft: Dossier) -> None:
    assert client.get(draft.path("question/inconnue")).status_code == 404


def test_coming_from_the_check_leads_back_to_it(client: Client, draft: Dossier) -> None:
    answer = client.post(draft.path("question/prix") + "?retour=verifier", {"q-prix": "900"})
    assert answer.headers["Location"] == draft.path("verifier")


def test_the_silent_save_keeps_what_can_be_read_and_never_refuses(client: Client, draft: Dossier) -> None:
    first = client.post(draft.path("brouillon"), {"q-prix": "900", "q-achat_0": "6", "q-achat_1": "", "q-achat_2": ""})
    assert first.status_code == 200
    assert "\u00a0h\u00a0" in first.json()["saved_at"]
    assert _kept(draft) == {"prix": "900"}
    client.post(draft.path("brouillon"), {"q-prix": "9 cents"})
    assert _kept(draft) == {"prix": "900"}


def test_a_child_half_written_is_kept_and_still_asked(client: Client, draft: Dossier) -> None:
    half = {
        "kind": "child",
        "first_name": "Léa",
        "last_name": "",
        "birth_date_0": "1",
        "birth_date_1": "",
        "birth_date_2": "",
    }
    assert client.post(draft.path("brouillon") + "?page=beneficiaire", half).status_code == 200
    assert 'value="Léa"' in client.get(draft.path("beneficiaire")).text
    assert client.get(draft.path()).headers["Location"] == draft.path("beneficiaire")
    assert "Pas encore de réponse" in client.get(draft.path("verifier")).text


def test_a_profile_half_written_is_kept_line_by_line(client: Client, draft: Dossier) -> None:
    half = {
        "first_name": "Samira",
        "birth_name": "H4ddad",
        "usual_name": "",
        "lieu": "Valmont-sur-Isère",
        "commune": "",
    }
    assert client.post(draft.path("brouillon") + "?page=profil", half).status_code == 200
    page = client.get(draft.path("profil")).text
    assert 'value="Samira"' in page
    assert "Valmont-sur-Isère (38950)" in page
    assert "H4ddad" not in page


def test_going_back_to_a_draft_leads_to_what_is_missing(client: Client, draft: Dossier, world: World) -> None:
    assert client.get(draft.path()).headers["Location"] == draft.path("beneficiaire")
    services.save_beneficiary(draft.citizen, application_id=draft.id, kind="self", now=world.now)
    dossiers.introduce(draft.citizen, now=world.now)
    assert client.get(draft.path()).headers["Location"] == draft.path("question/prix")


def test_a_second_start_finds_the_same_draft(client: Client, draft: Dossier) -> None:
    slug = draft.detail().aid.slug
    assert draft.reference in client.get(f"/aides/{slug}/demander").text
    assert client.post(f"/aides/{slug}/demander").headers["Location"] == draft.path("beneficiaire")
    assert Application.objects.count() == 1


def test_a_child_is_named_with_a_date_of_birth(client: Client, draft: Dossier) -> None:
    page = client.post(draft.path("beneficiaire"), {"kind": "child", "first_name": "Léa", "last_name": ""})
    assert page.status_code == 422
    assert 'value="Léa"' in page.text
    child = {"kind": "child", "first_name": "Léa", "last_name": "Haddad"}
    born = {"birth_date_0": "1", "birth_date_1": "2", "birth_date_2": "2015"}
    assert client.post(draft.path("beneficiaire"), child | born).status_code == 303
    assert Application.objects.get().beneficiary["birth_date"] == "2015-02-01"


def test_under_sixteen_the_page_explains_how_a_parent_applies(client: Client, draft: Dossier) -> None:
    person = {"first_name": "Léa", "birth_name": "Haddad", "lieu": "", "commune": "99V01"}
    born = {"birth_date_0": "1", "birth_date_1": "2", "birth_date_2": "2015"}
    page = client.post(draft.path("profil"), person | born)
    assert page.status_code == 422
    assert "un parent fait la demande" in page.text


def test_an_unknown_town_is_said_beside_its_field(client: Client, draft: Dossier) -> None:
    person = {"first_name": "Léa", "birth_name": "Haddad", "lieu": "Xyzzy", "commune": ""}
    born = {"birth_date_0": "1", "birth_date_1": "2", "birth_date_2": "1995"}
    page = client.post(draft.path("profil"), person | born)
    assert page.status_code == 422
    assert 'value="Xyzzy"' in page.text
    assert 'href="#lieu"' in page.text


def test_a_funder_with_several_communities_asks_which(client: Client, world: World, me: User) -> None:
    client.force_login(me)
    aid = world.aid()
    one, _other = world.community(aid.funder, "Salariés"), world.community(aid.funder, "Étudiants")
    draft = dossiers.started(world, aid, world.citizen(me))
    assert "Étudiants" in client.get(draft.path("communaute")).text
    assert client.post(draft.path("communaute"), {}).status_code == 422
    foreign = world.community(world.funder())
    assert client.post(draft.path("communaute"), {"community": str(foreign.id)}).status_code == 422
    assert client.post(draft.path("communaute"), {"community": str(one.id)}).status_code == 303
    assert Application.objects.get().community_id == one.id


def test_a_single_community_is_not_asked(world: World, me: User) -> None:
    aid = world.aid()
    only = world.community(aid.funder)
    dossiers.started(world, aid, world.citizen(me))
    assert Application.objects.get().community_id == only.id


def test_sending_without_the_rest_is_refused(client: Client, draft: Dossier) -> None:
    signed = dossiers.signature(draft)
    answer = client.post(draft.path("envoyer"), {"version": signed.text_version, "digest": signed.text_hash})
    assert answer.status_code == 409
    assert Application.objects.get().state == State.DRAFT
    assert client.get(draft.path("envoyer")).headers["Location"] == draft.path("verifier")


def test_the_check_links_to_everything_that_is_missing(client: Client, draft: Dossier) -> None:
    page = client.get(draft.path("verifier")).text
    for path in ("beneficiaire", "profil", "question/prix", "papiers"):
        assert f'{draft.path(path)}?retour=verifier"' in page
    assert draft.path("envoyer") not in page


def test_a_declaration_that_is_not_the_one_asked_is_refused(client: Client, world: World, me: User) -> None:
    client.force_login(me)
    ready = dossiers.ready(world, citizen=world.citizen(me))
    for forged in ({}, {"version": "2026-03", "digest": "0" * 64}, {"version": "1999", "digest": "x"}):
        assert client.post(ready.path("envoyer"), forged).status_code == 409
    assert Application.objects.get().state == State.DRAFT


def test_fields_nobody_asked_for_change_nothing(client: Client, draft: Dossier) -> None:
    forged = {"state": "approved", "amount": "99999", "funder_id": "1", "citizen_id": "1", "created_at": "2020-01-01"}
    before = Application.objects.values().get()
    client.post(draft.path("question/prix"), forged | {"q-prix": "900"})
    client.post(draft.path("brouillon"), forged)
    after = Application.objects.values().get()
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"answers", "version", "updated_at"}


def test_markup_in_an_answer_is_shown_as_text(client: Client, draft: Dossier) -> None:
    client.post(draft.path("question/modele"), {"q-modele": "<script>alert(1)</script>"})
    page = client.get(draft.path("verifier"))
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;" in page.text


def test_nobody_else_finds_any_page_of_a_draft(client: Client, draft: Dossier, world: World) -> None:
    client.force_login(world.person())
    paths = "beneficiaire profil question/prix papiers verifier envoyer recu envoi corriger retirer supprimer".split()
    for path in ["", *paths]:
        assert client.get(draft.path(path)).status_code == 404, path
    posts = "beneficiaire profil question/prix papiers/devis brouillon envoyer corriger messages retirer supprimer"
    for path in [*posts.split(), "reprendre"]:
        assert client.post(draft.path(path), {"kind": "self", "text": "x"}).status_code == 404, path


def test_signing_in_comes_back_to_the_page(client: Client, draft: Dossier) -> None:
    client.logout()
    answer = client.get(draft.path("question/prix"))
    assert answer.headers["Location"] == f"/connexion?next={draft.path('question/prix').replace('/', '%2F')}"
    slug = draft.detail().aid.slug
    assert client.post(f"/aides/{slug}/demander").headers["Location"].endswith(f"next=%2Faides%2F{slug}%2Fdemander")


def test_a_reference_is_found_however_it_is_typed(client: Client, draft: Dossier) -> None:
    typed = draft.path("verifier").replace(draft.reference, draft.reference.replace("-", "").lower())
    assert client.get(typed).status_code == 200


def test_once_sent_the_form_is_closed(client: Client, world: World, me: User) -> None:
    client.force_login(me)
    sent = dossiers.sent(world, citizen=world.citizen(me))
    for path in ("beneficiaire", "profil", "question/prix", "papiers", "verifier"):
        assert client.get(sent.path(path)).headers["Location"] == sent.path()
    assert client.post(sent.path("question/prix"), {"q-prix": "1"}).status_code == 409
    assert client.post(sent.path("brouillon"), {"q-prix": "1"}).status_code == 403
    assert client.get(sent.path("envoyer")).headers["Location"] == sent.path("recu")


def test_a_child_s_application_keeps_the_adult_s_profile(client: Client, draft: Dossier, world: World) -> None:
    born = {"birth_date_0": "1", "birth_date_1": "2", "birth_date_2": "2015"}
    client.post(draft.path("beneficiaire"), {"kind": "child", "first_name": "Léa", "last_name": "Haddad"} | born)
    assert "l’adulte responsable" in client.get(draft.path("profil")).text
    assert "Léa Haddad" in client.get(draft.path("verifier")).text
