"""The simulator: a commune, questions one by one, results; nothing in an address, nothing stored."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from mob.applications.models import Application
from mob.catalogue.types import PurchaseTiming, TerritoryCode
from mob.eligibility.simulation.types import Situation
from mob.journal.models import Fact
from mob.kernel import clock
from mob.notifications.models import OutgoingMail
from mob.notifications.services import carry
from mob.web.citizen import carrying
from tests.factories.accounts import sign_in
from tests.factories.aids import external_content
from tests.factories.catalogue import publish
from tests.factories.ruled import INCOME, PARTS, PRICE, STATUS, bicycle, students
from tests.factories.world import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("today")]

HERE = "/simulateur/"
WHO = Situation("99V01").saying(PRICE, 1000.0).saying(INCOME, 15000.0).saying(PARTS, 1.0)


@pytest.fixture
def town(world: World):
    funder = world.funder("Métropole de Valmont")
    publish(funder, bicycle(), slug="prime-velo")
    publish(funder, students(), slug="pass")
    publish(funder, external_content("Conseil en mobilité"), slug="conseil")
    ended = world.now.date().replace(year=2025)
    publish(funder, external_content("Prime vélo d’hier", valid_from=None, valid_to=ended), slug="hier")
    publish(funder, bicycle("Prime d’ailleurs", territories=(TerritoryCode("commune", "75056"),)), slug="ailleurs")
    return funder


def read(response: Any, status: int = 200) -> str:
    assert response.status_code == status, response.content.decode()[:2000]
    return unescape(response.content.decode())


def sealed_in(html: str) -> str:
    found = re.search(r'name="simulation" value="([^"]+)"', html)
    assert found
    return found[1]


def heading(html: str) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r"<h1[^>]*>(.*?)</h1>", html, re.DOTALL)[1]).strip()  # type: ignore[index]


def step(client: Client, situation: Situation, act: str, **form: str) -> str:
    return read(client.post(HERE, {"simulation": carrying.sealed(situation), "act": act, **form}))


def test_a_commune_leads_to_the_first_question_then_to_the_results(client: Client, town: Any) -> None:
    html = read(client.post(HERE, {"lieu": "Valmont-sur-Isère", "commune": ""}))
    answers = {STATUS: "salarie", PRICE: "1000", INCOME: "15000", PARTS: "1"}
    seen = []
    while 'name="question"' in html:
        seen.append(heading(html))
        name = re.search(r'name="(q-[^"]+)"', html)[1]  # type: ignore[index]
        fact = re.search(r'name="question" value="([^"]+)"', html)[1]  # type: ignore[index]
        form = {"simulation": sealed_in(html), "act": "answer", "question": fact, name: answers[fact]}
        html = read(client.post(HERE, form))
    assert len(seen) == len(set(seen)) == 4
    assert heading(html) == "Vous pouvez recevoir"
    assert "200\xa0€" in html
    assert "Prime vélo de Valmont" in html


def test_results_have_each_aid_in_its_group_and_none_of_elsewhere(client: Client, town: Any) -> None:
    html = step(client, WHO.saying(STATUS, "salarie"), "results")
    assert "<dd>1\u202f000\u00a0€</dd>" in html
    assert "<dd>15\u202f000\u00a0€ par an</dd>" in html
    yes, no = html.index("Prime vélo de Valmont"), html.index("Pass étudiant de Valmont")
    check, over = html.index("Conseil en mobilité"), html.index("Prime vélo d’hier")
    titles = ["Pas pour vous aujourd’hui", "À vérifier sur leur page", "Ces aides sont terminées"]
    first, second, third = (html.index(title) for title in titles)
    assert yes < first < no < second < check < third < over
    assert "Prime d’ailleurs" not in html


def test_what_is_missing_is_named_and_can_be_answered_from_there(client: Client, town: Any) -> None:
    html = step(client, WHO.saying(STATUS, None), "results")
    assert "Il manque une réponse" in html
    assert f"change:{STATUS}" in html
    asked = step(client, WHO.saying(STATUS, None), f"change:{STATUS}")
    assert 'name="changing"' in asked


def test_a_skipped_question_is_not_asked_again(client: Client, town: Any) -> None:
    html = step(client, WHO, "skip", question=STATUS)
    assert 'name="question"' not in html
    assert "Il manque une réponse" in html


def test_changing_one_answer_keeps_the_others(client: Client, town: Any) -> None:
    situation = WHO.saying(STATUS, "salarie")
    asked = step(client, situation, f"change:{PRICE}")
    assert 'value="1\u202f000"' in asked
    name = re.search(r'name="(q-[^"]+)"', asked)[1]  # type: ignore[index]
    html = step(client, situation, "answer", question=PRICE, changing="1", **{name: "1500"})
    assert "300\xa0€" in html
    assert carrying.opened(sealed_in(html)) == situation.saying(PRICE, 1500.0)


def test_moving_keeps_the_answers(client: Client, town: Any) -> None:
    html = step(client, WHO, "town")
    moved = step(client, WHO, "moved", lieu="Paris 11e Arrondissement", commune="75111")
    assert 'value="moved"' in html
    assert "Prime d’ailleurs" in moved
    assert carrying.opened(sealed_in(moved)).said == WHO.said


def test_going_back_shows_the_question_before_with_its_answer(client: Client, town: Any) -> None:
    html = step(client, WHO, "back")
    assert 'name="question" value="' + PARTS in html
    assert 'value="1"' in html
    assert carrying.opened(sealed_in(html)) == WHO.before_last()
    assert 'name="lieu"' in step(client, Situation("99V01"), "back")


@pytest.mark.parametrize("typed", ["", "douze", "1e999", "9" * 30])
def test_an_answer_that_is_no_number_is_asked_again_in_words(client: Client, town: Any, typed: str) -> None:
    asked = step(client, Situation("99V01"), f"change:{PRICE}")
    name = re.search(r'name="(q-[^"]+)"', asked)[1]  # type: ignore[index]
    form = {"simulation": carrying.sealed(Situation("99V01")), "act": "answer", "question": PRICE, name: typed}
    html = read(client.post(HERE, form), 422)
    assert 'role="alert"' in html


@pytest.mark.parametrize("form", [{"simulation": "faux"}, {"simulation": "x" * 20_000}, {"simulation": ""}])
def test_a_form_that_is_not_ours_begins_again(client: Client, form: dict[str, str]) -> None:
    assert "ne peuvent plus être lues" in read(client.post(HERE, form), 422)


def test_a_form_too_old_begins_again(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sealed, later = carrying.sealed(WHO), time.time() + carrying.LIFE.total_seconds() + 60
    assert carrying.opened(sealed) == WHO
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    assert "ne peuvent plus être lues" in read(client.post(HERE, {"simulation": sealed}), 422)


def test_an_unknown_question_or_act_never_breaks(client: Client, town: Any) -> None:
    for act in ("answer", "skip", "change:rien", "change:", "autre", "back", "resume", "moved"):
        form = {"simulation": carrying.sealed(WHO), "act": act, "question": "localisation . epci"}
        assert client.post(HERE, form).status_code in (200, 422), act
    assert read(client.post(HERE, {"lieu": "Nulle-Part-sur-Rien"}), 422)


def test_one_aid_alone_is_asked_about_from_its_page(client: Client, town: Any) -> None:
    assert "Pass étudiant de Valmont" in read(client.get(f"{HERE}?aide=pass"))
    html = read(client.post(HERE, {"lieu": "Valmont-sur-Isère", "commune": "99V01", "aide": "pass"}))
    assert f'name="question" value="{STATUS}"' in html
    results = step(client, Situation("99V01", aid="pass").saying(STATUS, "etudiant"), "results")
    assert "150\xa0€" in results
    assert "Prime vélo de Valmont" not in results


def test_nothing_is_stored_and_no_page_is_kept_by_others(client: Client, town: Any) -> None:
    facts, sessions = Fact.objects.count(), Session.objects.count()
    for act in ("results", "back", "skip", f"change:{PRICE}"):
        response = client.post(HERE, {"simulation": carrying.sealed(WHO), "act": act, "question": STATUS})
        assert response.headers["Cache-Control"] == "private, max-age=0"
        assert "sessionid" not in response.cookies
    assert (Fact.objects.count(), Session.objects.count()) == (facts, sessions)


def test_a_shared_link_opens_the_results_and_holds_its_answers_after_the_hash(client: Client, town: Any) -> None:
    html = step(client, WHO.saying(STATUS, "etudiant"), "results")
    path, _, link = re.search(r'href="(/simulateur/partage#[^"]+)"', html)[1].partition("#")  # type: ignore[index]
    assert "15000" not in html.replace("15\u202f000", "") or link
    assert read(client.get(path))
    opened = read(client.post(path, {"link": link}))
    assert heading(opened) == "Vous pouvez recevoir"
    assert "ne peuvent plus être lues" in read(client.post(path, {"link": "faux"}), 422)
    # The seal of a link is not the seal of a page, which wears out.
    assert "ne peuvent plus être lues" in read(client.post(HERE, {"simulation": link}), 422)


def test_sentences_have_fifteen_words_at_most(client: Client, town: Any) -> None:
    pages = [
        read(client.get(HERE)),
        read(client.get("/simulateur/partage")),
        step(client, Situation("99V01"), "resume"),
    ]
    pages += [step(client, WHO, "results"), step(client, WHO.saying(STATUS, "salarie"), "results")]
    pages.append(read(client.post("/simulateur/courriel", {"simulation": carrying.sealed(WHO)})))
    long = []
    for html in pages:
        main = html.partition("<main")[2].partition("</main>")[0]
        for part in re.findall(r"<(?:p|h[1-3]|summary|button|legend|noscript)\b[^>]*>(.*?)</", main, re.DOTALL):
            sentences = re.split(r"[.:;?!]\s", re.sub(r"<[^>]+>", " ", part))
            long += [each for each in sentences if len(re.findall(r"\w[\w’'-]*", each)) > 15]
    assert not long


SECRETS = ("31337", "étudiant", "etudiant", "99V01")


def test_no_answer_is_in_an_address_a_cookie_or_a_log(
    client: Client, town: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    caplog.handler.addFilter(lambda record: not record.name.startswith("django.db.backends"))
    situation = Situation("99V01").saying(INCOME, 31337.0).saying(STATUS, "etudiant")
    for act in ("results", "back", "resume", f"change:{INCOME}"):
        html = step(client, situation, act)
        addresses = re.findall(r'(?:href|action|formaction)="([^"#]*)', html)
        assert not [each for each in addresses if any(secret in each for secret in SECRETS)]
    client.post(HERE, {"simulation": carrying.sealed(situation)[:-3]})
    client.post("/simulateur/courriel", {"simulation": carrying.sealed(situation), "email": "zoe@exemple.fr"})
    cookies = " ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())
    assert not [secret for secret in SECRETS if secret in caplog.text or secret in cookies]


class TestApplying:
    """The answers of a simulation become the first answers of a draft."""

    def draft_of(self, address: str) -> Application:
        return Application.objects.get(reference=address.split("/")[2])

    def test_a_signed_in_person_finds_her_answers_in_the_draft(self, client: Client, town: Any, world: World) -> None:
        client.force_login(world.person())
        response = client.post("/aides/prime-velo/demander", {"simulation": carrying.sealed(WHO)})
        assert response.status_code == 303
        assert sorted(self.draft_of(response.headers["Location"]).answers.values()) == ["1", "1000", "15000"]

    def test_who_signs_in_on_the_way_finds_them_too(self, client: Client, town: Any, world: World) -> None:
        response = client.post("/aides/prime-velo/demander", {"simulation": carrying.sealed(WHO)})
        assert response.headers["Location"] == "/connexion?next=%2Faides%2Fprime-velo%2Fdemander"
        sign_in(client, world.person())
        assert "Vos réponses à la simulation vous suivent" in read(client.get("/aides/prime-velo/demander"))
        started = client.post("/aides/prime-velo/demander")
        assert sorted(self.draft_of(started.headers["Location"]).answers.values()) == ["1", "1000", "15000"]
        assert "simulation" not in client.session

    def test_an_answer_already_in_the_draft_stays(self, client: Client, town: Any, world: World) -> None:
        client.force_login(world.person())
        first = client.post("/aides/prime-velo/demander", {"simulation": carrying.sealed(WHO)})
        again = carrying.sealed(WHO.saying(PRICE, 2000.0))
        client.post("/aides/prime-velo/demander", {"simulation": again})
        assert "1000" in self.draft_of(first.headers["Location"]).answers.values()

    @pytest.mark.parametrize("sealed", ["faux", "x" * 20_000])
    def test_a_seal_that_is_not_ours_starts_an_empty_draft(
        self, client: Client, town: Any, world: World, sealed: str
    ) -> None:
        client.force_login(world.person())
        response = client.post("/aides/prime-velo/demander", {"simulation": sealed})
        assert self.draft_of(response.headers["Location"]).answers == {}


class TestMailing:
    """Results by e-mail: an address proved by a code, then a mail without the answers, erased once sent."""

    address = "/simulateur/courriel"

    def ask(self, client: Client, email: str = "zoe@exemple.fr") -> str:
        return read(client.post(self.address, {"simulation": carrying.sealed(WHO), "email": email}))

    def code(self) -> str:
        mail = OutgoingMail.objects.filter(kind="results_code").latest("created_at")
        return re.search(r"\b\d{8}\b", mail.text)[0]  # type: ignore[index]

    def pending(self, html: str) -> dict[str, str]:
        return dict(re.findall(r'name="(simulation|pending)" value="([^"]+)"', html))

    def test_the_results_leave_for_a_proved_address_alone(self, client: Client, town: Any) -> None:
        html = self.ask(client)
        assert not OutgoingMail.objects.filter(kind="simulation_results").exists()
        wrong = read(client.post(self.address, self.pending(html) | {"code": "00000000"}), 422)
        assert "code" in wrong
        sent = read(client.post(self.address, self.pending(html) | {"code": self.code()}))
        assert "en route" in heading(sent)
        mail = OutgoingMail.objects.get(kind="simulation_results")
        assert (mail.to, mail.is_secret, mail.person_id) == ("zoe@exemple.fr", True, None)
        assert "Prime vélo de Valmont" in mail.text
        assert "200" in mail.text
        assert "15000" not in mail.text.replace("\u202f", "")
        # A code serves once.
        assert client.post(self.address, self.pending(html) | {"code": self.code()}).status_code == 409

    def test_its_words_are_erased_once_it_has_left(
        self, client: Client, town: Any, settings: Any, django_capture_on_commit_callbacks: Any
    ) -> None:
        client.post(self.address, self.pending(self.ask(client)) | {"code": self.code()})
        settings.ENV = replace(settings.ENV, env="production")
        mail = OutgoingMail.objects.get(kind="simulation_results")
        carry(mail.id, now=clock.now())
        mail.refresh_from_db()
        assert mail.sent_at
        assert (mail.text, mail.html) == ("", "")

    def test_asking_too_often_is_slowed(self, client: Client, town: Any) -> None:
        for _ in range(8):
            self.ask(client)
        response = client.post(self.address, {"simulation": carrying.sealed(WHO), "email": "zoe@exemple.fr"})
        assert response.status_code == 429

    @pytest.mark.parametrize("email", ["", "pas une adresse", "a@b"])
    def test_an_address_that_is_none_is_asked_again(self, client: Client, town: Any, email: str) -> None:
        page = read(client.post(self.address, {"simulation": carrying.sealed(WHO), "email": email}), 422)
        assert "error-summary" in page
        assert not OutgoingMail.objects.exists()

    def test_without_a_simulation_there_is_nothing_to_send(self, client: Client) -> None:
        assert client.get(self.address).status_code == 303
        assert client.post(self.address, {"simulation": "faux", "email": "zoe@exemple.fr"}).status_code == 303
        assert not OutgoingMail.objects.exists()


class TestProject:
    """Several aids asked for together: answers typed once, one page to follow them all."""

    def results(self, client: Client) -> str:
        return step(client, WHO.saying(STATUS, "etudiant"), "results")

    def begin(self, client: Client) -> str:
        form = {"simulation": carrying.sealed(WHO.saying(STATUS, "etudiant")), "aides": ["prime-velo", "pass"]}
        response = client.post("/demandes/projet", form)
        assert response.status_code == 303
        return str(response.headers["Location"])

    @pytest.fixture(autouse=True)
    def before_buying(self, town: Any) -> None:
        publish(
            town, bicycle("Prime avant achat", purchase=PurchaseTiming.AFTER_AGREEMENT, invoice_days=30), slug="avant"
        )

    def test_results_offer_each_aid_asked_for_here_and_tick_none(self, client: Client) -> None:
        html = self.results(client)
        boxes = re.findall(r'<input type="checkbox"[^>]*name="aides"[^>]*>', html)
        assert len(boxes) == 3
        assert not [box for box in boxes if "checked" in box]

    def test_each_draft_has_the_answers_and_the_purchase_decides_the_order(self, client: Client, world: World) -> None:
        user = world.person()
        client.force_login(user)
        form = {"simulation": carrying.sealed(WHO.saying(STATUS, "etudiant")), "aides": ["pass", "avant"]}
        address = client.post("/demandes/projet", form).headers["Location"]
        html = read(client.get(address))
        assert html.index("Prime avant achat") < html.index("Pass étudiant de Valmont")
        assert "N’achetez pas encore" in html
        assert html.count("btn--next") == 1
        drafts = Application.objects.filter(citizen=user)
        assert len({draft.project for draft in drafts}) == 1
        assert sorted(value for draft in drafts for value in draft.answers.values()) == [
            "1",
            "1000",
            "15000",
            "etudiant",
        ]
        assert address in read(client.get("/demandes"))

    def test_who_signs_in_on_the_way_confirms_what_she_chose(self, client: Client, world: World) -> None:
        assert self.begin(client) == "/connexion?next=%2Fdemandes%2Fprojet"
        user = world.person()
        sign_in(client, user)
        assert "Aides choisies\u00a0: 2" in read(client.get("/demandes/projet"))
        assert not Application.objects.filter(citizen=user).exists()
        address = client.post("/demandes/projet").headers["Location"]
        assert "2 aides à demander" in read(client.get(address))
        assert "simulation_aids" not in client.session

    def test_nobody_sees_the_project_of_another(self, client: Client, world: World) -> None:
        client.force_login(world.person())
        address = self.begin(client)
        assert client.get(address).status_code == 200
        client.force_login(world.person())
        assert client.get(address).status_code == 404

    def test_nothing_ticked_or_nothing_open_is_said(self, client: Client, world: World) -> None:
        client.force_login(world.person())
        for aids in ([], ["hier"], ["n-existe-pas"]):
            response = client.post("/demandes/projet", {"simulation": carrying.sealed(WHO), "aides": aids})
            assert "cochez au moins une aide" in read(response, 409)
        assert not Application.objects.exists()

    def test_a_draft_begun_before_joins_the_project_with_its_own_answers(self, client: Client, world: World) -> None:
        user = world.person()
        client.force_login(user)
        client.post("/aides/prime-velo/demander", {"simulation": carrying.sealed(WHO.saying(PRICE, 700.0))})
        self.begin(client)
        draft = Application.objects.get(citizen=user, aid__slug="prime-velo")
        assert draft.project
        assert "700" in draft.answers.values()
