"""The story, step by step, as a person and an agent live it. Each class walks pages by the words they show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from playwright.sync_api import Locator, Page, expect

from tests.e2e import browsing
from tests.e2e.product import Person
from tests.e2e.second_factor import next_code

expect.set_options(timeout=20_000)  # two cores may be busy with other suites

AID = "Prime vélo à assistance électrique"
_CODE = re.compile(r"^([A-Z0-9]{6,10})$", re.M)


class Hands(Protocol):
    """How somebody acts on a page: with a pointer, or with the keyboard alone."""

    def press(self, page: Page, target: Locator) -> None: ...

    def write(self, page: Page, target: Locator, text: str) -> None: ...

    def pick(self, page: Page, target: Locator) -> None: ...

    def take(self, page: Page, option: Locator) -> None: ...

    def give(self, page: Page, target: Locator, file: Path) -> None: ...


class Pointer:
    """A finger or a mouse."""

    def press(self, page: Page, target: Locator) -> None:
        target.click()

    def write(self, page: Page, target: Locator, text: str) -> None:
        target.fill(text)

    def pick(self, page: Page, target: Locator) -> None:
        target.check(force=True)

    def take(self, page: Page, option: Locator) -> None:
        option.click()

    def give(self, page: Page, target: Locator, file: Path) -> None:
        target.set_input_files(file)


class Keyboard:
    """Tab, Shift, Enter, Space and letters: nothing else. A control that Tab does not reach fails the test."""

    MOST = 120

    def press(self, page: Page, target: Locator) -> None:
        self._reach(page, target)
        page.keyboard.press("Enter")

    def write(self, page: Page, target: Locator, text: str) -> None:
        self._reach(page, target)
        page.keyboard.press("Control+A")
        page.keyboard.type(text)

    def pick(self, page: Page, target: Locator) -> None:
        """A radio button is reached through its group: Tab enters it, arrows move in it, Space chooses."""
        group = target.evaluate("e => e.type === 'radio' ? e.name : ''")
        if not group:
            self._reach(page, target)
            page.keyboard.press("Space")
            return
        self._reach_group(page, group)
        for _ in range(10):
            if target.evaluate("e => e === document.activeElement"):
                page.keyboard.press("Space")
                return
            page.keyboard.press("ArrowDown")
        raise AssertionError(f"arrows never reach {target}")

    def take(self, page: Page, option: Locator) -> None:
        """The first suggestion of the list under the field that has the focus."""
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")

    def give(self, page: Page, target: Locator, file: Path) -> None:
        self._reach(page, target)
        browsing.choose_by_keyboard(page, file)

    def _reach(self, page: Page, target: Locator) -> None:
        expect(target).to_be_attached()
        for _ in range(self.MOST):
            if target.evaluate("e => e === document.activeElement"):
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches {target}")

    def _reach_group(self, page: Page, name: str) -> None:
        for _ in range(self.MOST):
            if page.evaluate("() => document.activeElement.name") == name:
                return
            page.keyboard.press("Tab")
        raise AssertionError(f"Tab never reaches the group {name}")


def mail_to(reader: Page, address: str, subject: str) -> dict[str, Any]:
    """The newest mail to an address under a subject, once the worker has carried it. `reader` is any page with scripts."""
    script = """async ([to, subject]) => {
        for (const end = Date.now() + 20000; Date.now() < end; await new Promise(r => setTimeout(r, 150))) {
            const answer = await fetch('/demo/courriels.json', {cache: 'no-store'});
            const found = (await answer.json()).find(m => m.to === to && m.subject.includes(subject) && m.sent_at);
            if (found) return found;
        }
        return null;
    }"""
    mail: dict[str, Any] | None = reader.evaluate(script, [address, subject])
    assert mail is not None, f"no mail to {address} under “{subject}”"
    return mail


@dataclass
class Applicant:
    """The person of the story. `reader` opens the demonstration's mailbox beside her."""

    page: Page
    reader: Page
    email: str
    hands: Hands
    scripts: bool = True

    def finds_the_aid(self) -> None:
        self.page.goto("/")
        self._lives("Où habitez-vous")
        self._press("button", "Voir mes aides")
        self._title("Valmont-sur-Isère")
        self._press("link", AID)
        self._title(AID)
        expect(self.page.get_by_text("500").first).to_be_visible()

    def signs_up_on_the_way(self) -> None:
        self._press("link", "Faire ma demande")
        self._press("link", "Se connecter et commencer")
        self._write("Votre adresse e-mail", self.email)
        self._press("button", "Recevoir un code")
        code = _CODE.search(mail_to(self.reader, self.email, "code de connexion")["text"])
        assert code is not None
        self._write("Le code reçu", code[1])
        self._press("button", "Continuer")
        self._press("button", "Commencer")

    def says_who_she_is(self) -> None:
        self._pick("Pour moi")
        self._next()
        for label, words in (("Prénom", "Samira"), ("Nom de naissance", "Haddad")):
            self._write(label, words, exact=True)
        for label, words in (("Jour", "8"), ("Mois", "9"), ("Année", "1994")):
            self._write(label, words)
        self._lives("La commune où vous habitez")
        self._next()

    def answers_the_questions(self) -> None:
        self._pick("Vélo électrique")
        self._next()
        self._write("Quel est le prix du vélo", "1 490")
        self._next()
        self._pick("Non")
        self._next()
        self._write("Quel est le revenu fiscal", "14 200")
        self._next()
        self._write("Combien de parts", "1")
        self._next()
        self._title("Vos papiers")

    def sends_a_paper(self, label: str, file: Path) -> None:
        """Choose a file for a paper; without scripts a button sends it."""
        form = self.page.locator("form", has=self.page.get_by_label(re.compile(rf"\({label}\)"))).last
        self.hands.give(self.page, form.locator("input[type=file]"), file)
        if not self.scripts:
            self.hands.press(self.page, form.locator("button"))
        section = self.page.locator("section", has=self.page.get_by_role("heading", name=label))
        expect(section.get_by_text("Retirer").first).to_be_visible()

    def checks_signs_and_sends(self) -> str:
        """Returns the reference of the application."""
        self._next()
        self._title("Vérifiez, puis envoyez")
        self._next()
        self._title("Signez et envoyez")
        self._next()
        self._title("Votre demande est partie")
        mail_to(self.reader, self.email, "Confirmation d’envoi de la demande")
        return self.page.url.split("/demandes/")[1].split("/")[0]

    def answers_the_agent(self, reference: str, label: str, file: Path, words: str) -> None:
        """Open the mail's link, read the agent's words, send the one paper asked for."""
        mail = mail_to(self.reader, self.email, "à vous de répondre")
        assert words in mail["text"]
        self.page.goto(f"/demandes/{reference}")
        expect(self.page.get_by_text(words).first).to_be_visible()
        self.hands.press(self.page, self.page.locator(".your-turn a, .your-turn button").first)
        # Only what was asked is open.
        expect(self.page.locator("input[type=file]")).to_have_count(1)
        self.sends_a_paper(label, file)
        self._next()
        mail_to(self.reader, self.email, "corrections sont envoyées")

    def reads_the_decision(self, reference: str, amount: str) -> None:
        mail = mail_to(self.reader, self.email, "Votre demande d’aide a été validée")
        assert amount in mail["text"]
        self.page.goto(f"/demandes/{reference}")
        expect(self.page.get_by_text(amount).first).to_be_visible()

    def _press(self, role: Any, name: str) -> None:
        self.hands.press(self.page, self.page.get_by_role(role, name=name).first)

    def _lives(self, label: str) -> None:
        """Type the town; where scripts run, take it from the list, which would otherwise cover what follows."""
        self._write(label, "Valmont-sur")
        if self.scripts:
            option = self.page.get_by_role("option", name="Valmont-sur-Isère").first
            expect(option).to_be_visible()
            self.hands.take(self.page, option)
            expect(option).to_be_hidden()

    def _write(self, label: str, words: str, *, exact: bool = False) -> None:
        field = self.page.get_by_label(label, exact=exact).and_(self.page.locator("input, textarea"))
        self.hands.write(self.page, field, words)

    def _pick(self, label: str) -> None:
        self.hands.pick(self.page, self.page.get_by_label(label, exact=True))

    def _next(self) -> None:
        """The yellow way on: one a screen."""
        before = self.page.url
        self.hands.press(self.page, self.page.locator("main .btn--next").last)
        self.page.wait_for_url(lambda url: url != before)

    def _title(self, words: str) -> None:
        expect(self.page.locator("h1")).to_contain_text(words)


@dataclass
class Agent:
    """The case manager of the story, on his own computer, where alone papers open."""

    page: Page
    person: Person
    hands: Hands

    def signs_in(self, next_page: str = "/gestion/") -> None:
        """Password, then the code of his second factor."""
        self.page.goto(f"/connexion/mot-de-passe?next={next_page}")
        self._write("Votre adresse e-mail", self.person.email)
        self._write("Votre mot de passe", self.person.password)
        self._press("button", "Se connecter")
        expect(self.page.locator("h1")).to_contain_text("Encore une preuve")
        self.hands.write(
            self.page, self.page.locator("input[name=code]"), next_code(self.page, self.person.totp_secret)
        )
        self._press("button", "Continuer")
        self.page.wait_for_url(f"**{next_page}")

    def brings_his_key(self) -> None:
        """The private half never leaves this browser: the file and its passphrase open it here."""
        self.page.goto("/gestion/cles/importer", wait_until="networkidle")
        self.hands.give(self.page, self.page.locator("input[type=file]"), Path(self.person.key_file))
        self.hands.write(self.page, self.page.locator("input[type=password]"), self.person.key_passphrase)
        self._press("button", "Importer la clé")
        expect(self.page.locator("[data-status]")).to_have_text("La clé est sur cet ordinateur.")

    def opens_the_file(self, reference: str, papers: int) -> None:
        """Every paper is decrypted in the page, and proved to be the one that was sent."""
        self.page.goto(f"/gestion/demandes/{reference}")
        said = self.page.locator("[data-mob-document] [data-status]")
        expect(said).to_have_text([re.compile("C’est bien le fichier qui a été envoyé")] * papers, timeout=20_000)

    def asks_for_one_paper(self, label: str, words: str) -> None:
        self._press("link", "Demander une correction")
        self.hands.pick(self.page, self.page.get_by_label(label, exact=True))
        self._write("Vos mots à la personne", words)
        self._confirms("Envoyer")

    def grants(self, amount: str) -> None:
        self._press("link", "Accorder")
        self.hands.pick(self.page, self.page.get_by_label("En une fois"))
        self._write("Montant de chaque versement", amount)
        self._confirms("Accorder")

    def _confirms(self, label: str) -> None:
        """What will be sent is read back before it leaves."""
        self._press("button", "Relire avant d’envoyer")
        self.hands.press(self.page, self.page.locator("button[name=confirm]"))
        self.page.wait_for_url(re.compile(r"/gestion/demandes/[A-Z0-9-]+/?(\?.*)?$"))

    def _press(self, role: Any, name: str) -> None:
        self.hands.press(self.page, self.page.get_by_role(role, name=name).first)

    def _write(self, label: str, words: str) -> None:
        self.hands.write(self.page, self.page.get_by_label(label).and_(self.page.locator("input, textarea")), words)
