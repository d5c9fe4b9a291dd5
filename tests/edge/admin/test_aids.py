"""Pages of aids: written in sections, previewed, published, withdrawn."""

from __future__ import annotations

import pytest
from django.test import Client

from mob.catalogue import selectors as catalogue
from mob.catalogue.models import Aid
from mob.catalogue.types import ChoiceContent, Words
from mob.kernel.actor import Actor, Role
from mob.web.admin.aid_items import choices_of
from tests.edge.admin.pages import hidden_version, main_of, raw_main_of

pytestmark = pytest.mark.django_db

SYSTEM = Actor.system()
TERRITORY = "epci:200000999"


@pytest.fixture
def editor(staff) -> Client:
    return staff(Role.CONTENT_EDITOR)


@pytest.fixture
def draft(editor, funder) -> str:
    """The address of a new draft."""
    response = editor.post(
        "/administration/aides/nouvelle", {"funder": str(funder.id), "title": "Prime cargo", "level": "epci"}
    )
    assert response.status_code == 302
    return str(response.headers["Location"])


def save(client: Client, address: str, **typed: object):
    version = hidden_version(client.get(address))
    return client.post(address, {"version": version, **typed})


def aid_of(address: str) -> Aid:
    return Aid.objects.get(id=address.rpartition("/")[2])


def content(address: str):
    return catalogue.editing(SYSTEM, aid_of(address).id).content


def fill(client: Client, draft: str) -> None:
    """All that a publication needs."""
    save(
        client,
        f"{draft}/textes",
        title="Prime cargo",
        promise="Votre vélo cargo remboursé en partie.",
        conditions="- Habiter Valmont",
    )
    save(client, f"{draft}/montant", max_amount="1 000,50")
    save(client, f"{draft}/public", level="epci", modes=["bicycle"], audiences=["everyone"], minimum_age="18")
    save(client, f"{draft}/territoires", ajouter="commune:38185")
    save(client, f"{draft}/contact", help_phone="04 00 00 00 00")


def test_a_draft_says_everything_that_is_missing_and_where(editor, draft):
    page = main_of(editor.get(draft))
    assert "avant de publier" in page
    for section in ("textes", "territoires", "public"):
        assert f'href="{draft}/{section}"' in page
    response = editor.post(f"{draft}/publier", {"version": "1"})
    assert response.status_code == 422
    assert aid_of(draft).state == "draft"


def test_an_aid_is_written_in_sections_then_published_and_found(editor, draft, client):
    fill(editor, draft)
    response = editor.get(draft)
    assert "btn--next" in main_of(response)
    assert editor.post(f"{draft}/publier", {"version": hidden_version(response)}).status_code == 302
    aid = aid_of(draft)
    assert aid.state == "published"
    public = client.get(f"/aides/{aid.slug}")
    assert public.status_code == 200
    assert "Votre vélo cargo" in main_of(public)
    written = content(draft)
    assert (written.max_amount, written.minimum_age) == (100_050, 18)


def test_what_people_read_does_not_change_before_the_next_publication(editor, draft, client):
    fill(editor, draft)
    editor.post(f"{draft}/publier")
    save(editor, f"{draft}/textes", title="Prime cargo bis", promise="Mieux.", conditions="- Habiter Valmont")
    slug = aid_of(draft).slug
    assert "Prime cargo bis" not in main_of(client.get(f"/aides/{slug}"))
    assert "Prime cargo bis" in main_of(editor.get(f"{draft}/apercu"))
    assert client.get(f"{draft}/apercu").status_code == 302
    editor.post(f"{draft}/publier")
    assert "Prime cargo bis" in main_of(client.get(f"/aides/{slug}"))
    history = main_of(editor.get(f"{draft}/historique"))
    assert history.count("apercu/") == 2
    assert "Julien Roche" in history
    assert "Brouillon ouvert" in history
    assert "aid_" not in history


def test_an_aid_is_withdrawn_after_one_question(editor, draft, client):
    fill(editor, draft)
    editor.post(f"{draft}/publier")
    slug = aid_of(draft).slug
    assert editor.get(f"{draft}/retirer").status_code == 200
    assert client.get(f"/aides/{slug}").status_code == 200
    assert editor.post(f"{draft}/retirer").status_code == 302
    assert client.get(f"/aides/{slug}").status_code == 404
    assert editor.post(f"{draft}/retirer").status_code == 409


def test_two_authors_on_one_section_lose_nothing(editor, draft, platform):
    version = hidden_version(editor.get(f"{draft}/textes"))
    save(platform, f"{draft}/textes", title="Titre de Camille")
    mine = {"title": "Titre à moi", "promise": "", "description": "", "conditions": ""}
    response = editor.post(f"{draft}/textes", {**mine, "version": version})
    assert response.status_code == 422
    assert "Titre à moi" in main_of(response)
    assert content(draft).fr.title == "Titre de Camille"
    assert editor.post(f"{draft}/textes", {**mine, "version": hidden_version(response)}).status_code == 302
    assert content(draft).fr.title == "Titre à moi"


def test_one_section_leaves_the_others_alone(editor, draft):
    fill(editor, draft)
    before = content(draft)
    save(editor, f"{draft}/dates", valid_from_0="1", valid_from_1="3", valid_from_2="2026")
    after = content(draft)
    assert after.valid_from.isoformat() == "2026-03-01"
    assert (after.fr, after.territories, after.max_amount) == (before.fr, before.territories, before.max_amount)


@pytest.mark.parametrize(
    ("section", "typed"),
    [
        ("montant", {"max_amount": "1e9"}),
        ("montant", {"max_amount": "-3"}),
        ("montant", {"max_amount": "0"}),
        ("public", {"level": "epci", "minimum_age": "200"}),
        ("public", {"level": "galaxy"}),
        ("public", {"level": "epci", "modes": ["rocket"]}),
        ("dates", {"valid_from_0": "31", "valid_from_1": "2", "valid_from_2": "2026"}),
        (
            "dates",
            {
                f"valid_{end}_{i}": v
                for end, y in (("from", "2026"), ("to", "2025"))
                for i, v in enumerate(("1", "1", y))
            },
        ),
        ("depot", {"processing": "external", "external_url": "javascript:alert(1)", "purchase": "none"}),
        ("depot", {"processing": "external", "external_url": "https://x@evil.example/", "purchase": "none"}),
        ("source", {"source_url": "ftp://x"}),
        ("textes", {"title": "x" * 201}),
        ("textes", {"title": "x", "description": "x" * 9000}),
        ("contact", {"help_phone": "0" * 80}),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field(editor, draft, section, typed):
    before = content(draft)
    response = save(editor, f"{draft}/{section}", **typed)
    assert response.status_code == 422
    assert 'class="error"' in raw_main_of(response)
    assert content(draft) == before


def test_questions_are_added_moved_rewritten_and_removed_without_script(editor, draft):
    question = {"label_fr": "Prix du vélo ?", "kind": "number", "is_required": "on"}
    assert save(editor, f"{draft}/questions/nouvelle", **question).status_code == 302
    listed = {"label_fr": "Neuf ou d’occasion ?", "kind": "choice", "choices": "Neuf | New\n\nOccasion"}
    assert save(editor, f"{draft}/questions/nouvelle", **listed).status_code == 302
    price, state = content(draft).fields
    assert [choice.label.fr for choice in state.choices] == ["Neuf", "Occasion"]
    assert state.choices[0].label.en == "New"
    editor.post(f"{draft}/questions/{state.code}/deplacer", {"vers": "haut"})
    assert [field.code for field in content(draft).fields] == [state.code, price.code]
    editor.post(f"{draft}/questions/{state.code}/deplacer", {"vers": "haut"})
    assert [field.code for field in content(draft).fields] == [state.code, price.code]
    again = listed | {"choices": "Occasion | Used\nReconditionné"}
    assert save(editor, f"{draft}/questions/{state.code}/modifier", **again).status_code == 302
    rewritten = content(draft).fields[0]
    assert rewritten.code == state.code
    assert [choice.code for choice in rewritten.choices] == [state.choices[1].code, "reconditionne"]
    assert editor.post(f"{draft}/questions/{price.code}/retirer").status_code == 302
    assert [field.code for field in content(draft).fields] == [state.code]


def test_a_choice_keeps_its_code_as_long_as_its_words_stay():
    known = (ChoiceContent("imported-7", Words("Neuf")), ChoiceContent("autre", Words("Occasion")))
    made = choices_of("Autre\nNeuf | New\n", known)
    assert [(choice.code, choice.label.fr) for choice in made] == [("autre-2", "Autre"), ("imported-7", "Neuf")]


def test_two_questions_with_the_same_words_get_codes_of_their_own(editor, draft):
    for _time in range(3):
        save(editor, f"{draft}/questions/nouvelle", label_fr="Prix", kind="number")
    assert [field.code for field in content(draft).fields] == ["prix", "prix-2", "prix-3"]


def test_papers_are_added_and_named(editor, draft):
    paper = {"label_fr": "Devis", "proof_type": "quote", "hint_fr": "Daté", "is_required": "on"}
    assert save(editor, f"{draft}/pieces/nouvelle", **paper).status_code == 302
    (proof,) = content(draft).proofs
    assert (proof.code, proof.hint.fr, proof.is_required) == ("devis", "Daté", True)
    assert "Devis" in main_of(editor.get(draft))


def test_places_are_found_by_name_and_several_added_at_once(editor, draft):
    address = f"{draft}/territoires"
    page = main_of(editor.get(address, {"q": "isere"}))
    assert "department:38" in page
    grenoble = main_of(editor.get(address, {"q": "grenoble"}))
    assert "epci:200040715" in grenoble
    assert "commune:38185" in grenoble
    save(editor, address, ajouter=["department:38", "commune:38185", "commune:nowhere", "rubbish"])
    assert {(t.kind, t.code) for t in content(draft).territories} == {("department", "38"), ("commune", "38185")}
    save(editor, address, retirer="department:38")
    assert [t.code for t in content(draft).territories] == ["38185"]
    assert editor.post(address, {"ajouter": "region:84", "version": "1"}).status_code == 409


def test_a_funder_s_author_cannot_give_an_aid_to_another_funder(editor, world):
    """Row 43 of the catalogue of abuse: the funder of a form is not believed."""
    other = world.funder()
    response = editor.post(
        "/administration/aides/nouvelle", {"funder": str(other.id), "title": "Chez les autres", "level": "epci"}
    )
    assert response.status_code == 422
    assert not Aid.objects.exists()


def test_state_and_slug_cannot_be_assigned_through_a_section(editor, draft):
    """Row 43 of the catalogue of abuse."""
    before = aid_of(draft)
    save(editor, f"{draft}/textes", title="Prime cargo", state="published", slug="autre", funder_id="x", number="9")
    after = aid_of(draft)
    assert (after.state, after.slug, after.funder_id) == (before.state, before.slug, before.funder_id)


def test_what_is_written_is_never_read_as_markup(editor, draft, platform, funder, client):
    """Row 58 of the catalogue of abuse."""
    evil = '<script>alert("x")</script><img src=x onerror=alert(1)>'
    fill(editor, draft)
    save(editor, f"{draft}/textes", title=evil[:150], promise=evil, description=evil, conditions=f"- {evil}")
    save(editor, f"{draft}/questions/nouvelle", label_fr=evil, kind="text")
    save(editor, f"{draft}/contact", help_address=evil, help_phone="04 00 00 00 00")
    platform.post(f"/administration/financeurs/{funder.slug}/communautes/nouvelle", {"name": evil[:100]})
    card = {"name": evil[:120], "kind": "territorial", "is_invented": "on", "version": "1", "contact_address": evil}
    assert platform.post(f"/administration/financeurs/{funder.slug}/fiche", card).status_code == 302
    editor.post(f"{draft}/publier")
    slug = aid_of(draft).slug
    for who, address in (
        (editor, draft),
        (editor, "/administration/aides"),
        (editor, f"{draft}/historique"),
        (editor, f"{draft}/apercu"),
        (editor, f"{draft}/textes"),
        (editor, f"{draft}/territoires?q=%3Cscript%3E"),
        (platform, "/administration/financeurs"),
        (platform, f"/administration/financeurs/{funder.slug}"),
        (client, f"/aides/{slug}"),
    ):
        response = who.get(address)
        assert response.status_code == 200, address
        page = response.content.decode()
        assert "<script>alert" not in page, address
        assert "<img src=x" not in page, address
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]


def test_the_list_is_filtered_and_rubbish_in_the_address_breaks_nothing(editor, draft):
    assert "Prime cargo" in main_of(editor.get("/administration/aides?etat=draft&q=cargo"))
    assert "Prime cargo" not in main_of(editor.get("/administration/aides?etat=published"))
    for rubbish in ("?etat=zzz", "?page=-1", "?page=999999", "?page=9999999999", "?q=%00", "?etat[]=x"):
        assert editor.get("/administration/aides" + rubbish).status_code in (200, 400), rubbish
