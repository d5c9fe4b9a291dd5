"""One town, one thread: twenty proposals decided on one screen, their letters, their money to the cent, one invoice late,
one account closed; and in the middle the machine is lost, and a back-up of it goes on elsewhere.

People and agents act over HTTP, hosts by their commands; the clock is moved between the scenes, never waited for.
"""

from __future__ import annotations

import csv
import html
import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from mob.config.backup import sealing
from mob.config.demo import papers
from mob.documents import encryption
from mob.kernel.money import Cents, format_euros, parse_euros
from mob.payments import opendocument
from tests.factories.money import IBAN, OTHER_IBAN
from tests.factories.pdf_text import text_of
from tests.faults import town
from tests.faults.beside import Inspector
from tests.faults.installation import PATIENCE, Installation, until
from tests.faults.test_backup import said
from tests.faults.writers import Acknowledged, Browser

pytestmark = pytest.mark.slow

DAY_ONE = datetime(2026, 3, 11, 9, 0, tzinfo=UTC)
AMOUNTS = [Cents(31_250 + 37 * n) for n in range(town.FILES)]
PROMPT, LATE, WRONG = range(town.FILES - town.WITH_INVOICE, town.FILES - 1), town.FILES - 1, 5
PAY, DESK = "/gestion/a-payer", "/gestion/demandes"


def offset(day: datetime) -> str:
    """What moves the clock of an installation started now to about that moment."""
    return f"-PT{int((datetime.now(UTC) - day).total_seconds())}S"


@dataclass
class Scene:
    """An installation at a moment of the story, the process beside it, and the browsers of who has signed in."""

    machine: Installation
    beside: Inspector
    told: Acknowledged = field(default_factory=Acknowledged)

    def browser(self, address: str) -> Browser:
        return self.browsers([address])[0]

    def browsers(self, addresses: list[str]) -> list[Browser]:
        cookies = self.beside.ask(f"sign_in {' '.join(addresses)}")
        return [Browser(self.machine.port, each, self.told) for each in cookies]

    def agent(self, name: str) -> Browser:
        return self.browser(f"{name}@exemple.fr")

    def person(self, number: int) -> Browser:
        return self.browser(f"{number}@exemple.fr")

    def reconciles(self, *, paid: int) -> None:
        """Envelopes, ledger and payments say the same, and that is what the story says, to the cent."""
        money = self.beside.ask("money")
        assert money["broken"] == []
        assert [money[name] for name in ("paid", "ledger_paid", "orders_paid")] == [paid] * 3
        assert [money[name] for name in ("committed", "ledger_committed")] == [sum(AMOUNTS) - paid] * 2


class At:
    """The scene of a day: an installation whose clock is there, started and stopped."""

    def __init__(self, home: Path, day: datetime) -> None:
        self.machine = Installation(home, MOB_ALLOWED_HOSTS="127.0.0.1", MOB_CLOCK_OFFSET=offset(day))

    def __enter__(self) -> Scene:
        self.machine.launch("serve")
        self.beside = Inspector(self.machine, "tests.faults.town")
        until(self.machine.is_ready, 2 * PATIENCE)
        return Scene(self.machine, self.beside)

    def __exit__(self, *_: object) -> None:
        self.beside.__exit__()
        self.machine.stop()


@pytest.mark.abuse(88)
def test_a_town_decides_twenty_files_pays_them_to_the_cent_and_loses_its_machine_half_way(tmp_path: Path) -> None:
    home, elsewhere = tmp_path / "first", tmp_path / "second"
    said(Installation(home), "migrate")
    with At(home, DAY_ONE) as scene:
        house = scene.beside.ask("open")
        files: list[str] = house["files"]
        people = scene.browsers([f"{n}@exemple.fr" for n in range(town.FILES)])
        twenty_are_proposed_and_decided_on_one_screen(scene, files)
        the_letters_are_right(people, files)
        everybody_says_where_to_pay_and_most_send_their_invoice(people, files)
        all_but_one_are_on_the_list_to_the_cent(scene, files, house["key"])
        one_account_was_closed_and_its_owner_corrects_it(scene, files)
        copy, key = the_machine_is_backed_up(scene, tmp_path)
    it_comes_back_elsewhere(elsewhere, copy, key)
    with At(elsewhere, DAY_ONE + timedelta(days=town.INVOICE_DAYS + 2)) as scene:
        scene.reconciles(paid=sum(AMOUNTS) - AMOUNTS[LATE] - AMOUNTS[WRONG])
        one_invoice_comes_late_and_waits(scene, files)
        the_last_two_are_paid(scene, files)
        assert scene.beside.ask("broken") == []


def twenty_are_proposed_and_decided_on_one_screen(scene: Scene, files: list[str]) -> None:
    junior = scene.agent("paul.petit")
    for file, amount in zip(files, AMOUNTS, strict=True):
        grant = {"mode": "single", "amount": euros(amount), "message": "Bonne route.", "confirm": "proposition"}
        junior.post(f"{DESK}/{file}/accorder", grant)
    delegate = scene.agent("claire.vasseur")
    proposals = ticks(delegate, "/gestion/propositions")
    assert len(set(proposals)) == town.FILES
    assert ticks(junior, "/gestion/propositions") == []
    told = junior.post("/gestion/propositions", {"choix": proposals}, expect=200).text
    assert "Accordée." not in told, "who proposes decides nothing"
    page = delegate.post("/gestion/propositions", {"choix": proposals}, expect=200).text
    assert page.count("Accordée.") == town.FILES


def the_letters_are_right(people: list[Browser], files: list[str]) -> None:
    """Author, capacity, service, amount, ways of appeal (CRPA L212-1, R421-5 CJA), in a tagged PDF."""
    for number, (person, file) in enumerate(zip(people, files, strict=True)):
        letter = person.get(f"/demandes/{file}/decision.pdf").content
        words = plain(text_of(letter))
        author = ("Claire Vasseur", "Chargé d’instruction", "Mobilités", town.FUNDER, "par délégation (acte 2026-")
        whom = (f"Samira Haddad-{chr(65 + number)}", file, "11 mars 2026")
        appeal = ("tribunal administratif de Grenoble", "deux mois")
        for said_there in (*author, *whom, *appeal, plain(format_euros(AMOUNTS[number], "fr"))):
            assert said_there in words, (file, said_there, words)
        assert "Paul Petit" not in words
        with pikepdf.open(BytesIO(letter)) as made:
            assert made.Root.MarkInfo.Marked
            assert "<pdfuaid:part>1</pdfuaid:part>" in made.Root.Metadata.read_bytes().decode()


def everybody_says_where_to_pay_and_most_send_their_invoice(people: list[Browser], files: list[str]) -> None:
    for person, file in zip(people, files, strict=True):
        person.post(f"/demandes/{file}/coordonnees-bancaires", {"holder": "Samira Haddad", "iban": IBAN})
    for number in PROMPT:
        people[number].send_file(f"/demandes/{files[number]}/facture", papers.pdf("Facture", [files[number]]))


def all_but_one_are_on_the_list_to_the_cent(scene: Scene, files: list[str], key: dict[str, str]) -> None:
    agent, due = scene.agent("paul.petit"), sum(AMOUNTS) - AMOUNTS[LATE]
    for number in PROMPT:
        agent.post(f"{DESK}/{files[number]}/facture/accepter", {})
    lines = listed(agent, "a-payer")
    assert {line["Demande"] for line in lines} == set(files) - {files[LATE]}
    assert total(lines) == due == in_the_spreadsheet(agent, "a-payer")
    assert opened(agent, sealed(agent)[WRONG], key) == {"holder": "Samira Haddad", "iban": IBAN.replace(" ", "")}
    agent.post(f"{PAY}/marquer", {"vue": "a-payer", "choix": ticks(agent), "acte": "remettre"})
    scene.reconciles(paid=0)
    wrong = f"{files[WRONG]}/1"
    back = {line["Numéro"]: ("", "Compte clos") if line["Numéro"] == wrong else ("11/03/2026", "") for line in lines}
    comes_back(agent, listed(agent, "remis"), back)
    scene.reconciles(paid=due - AMOUNTS[WRONG])
    assert total(listed(agent, "verses")) == due - AMOUNTS[WRONG]
    assert [line["Numéro"] for line in listed(agent, "rejetes")] == [wrong]


def one_account_was_closed_and_its_owner_corrects_it(scene: Scene, files: list[str]) -> None:
    address, base = f"{WRONG}@exemple.fr", f"/demandes/{files[WRONG]}"
    until(lambda: any("le compte est clos" in mail["text"] for mail in scene.beside.ask(f"mails {address}")))
    person, agent = scene.person(WRONG), scene.agent("paul.petit")
    assert "Rejeté par la banque : le compte est clos" in read(person, base)
    person.post(f"{base}/coordonnees-bancaires", {"holder": "Samira Haddad", "iban": OTHER_IBAN})
    assert "rien n’est versé sur le nouveau compte avant le 14 mars 2026" in read(person, base)
    agent.post(f"{DESK}/{files[WRONG]}/coordonnees", {})
    assert {line["Demande"] for line in listed(agent, "en-attente")} == {files[LATE], files[WRONG]}


def the_machine_is_backed_up(scene: Scene, folder: Path) -> tuple[Path, Path]:
    """By the host's command, while the town works."""
    key, copy = folder / "key.txt", folder / "copy.tar.age"
    said(scene.machine, "backup", "--to", str(copy), "--recipient", sealing.make_key(key))
    return copy, key


def it_comes_back_elsewhere(home: Path, copy: Path, key: Path) -> None:
    """On an empty machine. A restore ends with what `mob doctor --invariants` does, and says so."""
    told = said(Installation(home), "restore", str(copy), "--identity", str(key))
    assert "Everything holds." in told


def one_invoice_comes_late_and_waits(scene: Scene, files: list[str]) -> None:
    person, base = scene.person(LATE), f"/demandes/{files[LATE]}"
    assert "La date était le 10 mai 2026. Envoyez-la quand même" in read(person, base)
    person.send_file(f"{base}/facture", papers.pdf("Facture", [files[LATE]]))
    assert "Votre facture est arrivée après sa date" in read(person, base)
    agent = scene.agent("paul.petit")
    assert "après sa date (10 mai 2026) : à vous de décider" in read(agent, f"{DESK}/{files[LATE]}")
    assert [line["Demande"] for line in listed(agent, "en-attente")] == [files[LATE]]
    assert [line["Demande"] for line in listed(agent, "a-payer")] == [files[WRONG]]


def the_last_two_are_paid(scene: Scene, files: list[str]) -> None:
    agent, last = scene.agent("paul.petit"), AMOUNTS[LATE] + AMOUNTS[WRONG]
    agent.post(f"{DESK}/{files[LATE]}/facture/accepter", {})
    lines = listed(agent, "a-payer")
    assert {line["Demande"] for line in lines} == {files[LATE], files[WRONG]}
    assert total(lines) == last == in_the_spreadsheet(agent, "a-payer")
    agent.post(f"{PAY}/marquer", {"vue": "a-payer", "choix": ticks(agent), "acte": "remettre"})
    comes_back(agent, listed(agent, "remis"), {line["Numéro"]: ("12/05/2026", "") for line in lines})
    scene.reconciles(paid=sum(AMOUNTS))
    assert total(listed(agent, "verses")) == sum(AMOUNTS)
    assert "Versé le 12 mai 2026" in read(scene.person(WRONG), f"/demandes/{files[WRONG]}")


def comes_back(agent: Browser, lines: list[dict[str, str]], said_back: dict[str, tuple[str, str]]) -> None:
    """The list as the accountant gives it back: the file that was taken away, its two last columns filled in."""
    text = StringIO()
    writer = csv.DictWriter(text, list(lines[0]), delimiter=";")
    writer.writeheader()
    for line in lines:
        paid_on, reason = said_back[line["Numéro"]]
        writer.writerow({**line, "Versé le": paid_on, "Motif du rejet": reason})
    page = agent.send_file(f"{PAY}/retour", text.getvalue().encode(), expect=200).text
    kept = re.search(r'name="lines" value="([^"]*)"', page)
    assert kept, page
    agent.post(f"{PAY}/retour", {"lines": html.unescape(kept[1])})


def listed(agent: Browser, tab: str) -> list[dict[str, str]]:
    """A list as CSV, line by line."""
    text = agent.get(f"{PAY}/liste.csv?vue={tab}").content.decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text), delimiter=";"))


def in_the_spreadsheet(agent: Browser, tab: str) -> int:
    """The same list as ODS, added up."""
    rows = opendocument.rows(agent.get(f"{PAY}/liste.ods?vue={tab}").content, most=100)
    return sum(parse_euros(row[rows[0].index("Montant")]) for row in rows[1:])


def total(lines: list[dict[str, str]]) -> int:
    return sum(parse_euros(line["Montant"]) for line in lines)


def ticks(agent: Browser, page: str = PAY) -> list[str]:
    """Everything the page lets her tick."""
    return re.findall(r'name="choix" value="([^"]+)"', agent.get(page).text)


def sealed(agent: Browser) -> list[dict[str, Any]]:
    """What the page gives its script: where each account is, sealed."""
    block = re.search(r'id="mob-payments"[^>]*>(.*?)</script>', agent.get(PAY).text, re.DOTALL)
    assert block
    lines: list[dict[str, Any]] = json.loads(block[1])["lines"]
    return lines


def opened(agent: Browser, line: dict[str, Any], key: dict[str, str]) -> dict[str, str]:
    """What the holder of the funder's key reads in it."""
    container = agent.get(line["url"]).content
    binding = encryption.bound_to(container)
    assert [str(binding.document_id), str(binding.owner_id)] == [line["document"], line["award"]]
    found: dict[str, str] = json.loads(encryption.open_(container, key, binding)[0])
    return found


def euros(cents: Cents) -> str:
    return f"{cents // 100},{cents % 100:02}"


def plain(text: str) -> str:
    return html.unescape(text).replace("\u00a0", " ").replace("\u202f", " ")


def read(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status == 200, path
    return plain(answer.text)
