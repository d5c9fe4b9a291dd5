"""The contract of `notifications.ports.MailTransport`, on the mailbox always and on SMTP over a real socket."""

from __future__ import annotations

import email
from email.policy import default

import pytest

from mob.integrations.mailbox import Mailbox
from mob.integrations.smtp import Smtp, SmtpAddress, built
from mob.kernel.ports import PortRefused, PortUnavailable
from mob.notifications.types import OutgoingMessage
from tests.contract.mail.server import Script, serving

MESSAGE = OutgoingMessage(
    message_id="abc@mob.example",
    sender="moB <ne-pas-repondre@mob.example>",
    to="samira@exemple.fr",
    subject="Votre demande d’aide a été validée",
    text="Bonjour Zoé,\n500\u00a0€\n.\nune ligne avec un point seul au-dessus\n",
    html="<p>Bonjour Zoé</p>",
    language="fr",
)


def _smtp(port: int) -> Smtp:
    return Smtp(SmtpAddress("127.0.0.1", port, tls="none", timeout=5))


def test_the_mailbox_accepts_every_mail() -> None:
    Mailbox().carry(MESSAGE)


def test_a_mail_arrives_whole_with_both_halves_and_its_message_id() -> None:
    script = Script()
    with serving(script) as port:
        _smtp(port).carry(MESSAGE)
    (letter,) = script.letters
    mail = email.message_from_bytes(letter.removesuffix(b".\r\n"), policy=default)
    assert mail["Message-ID"] == "<abc@mob.example>"
    assert mail["Subject"] == MESSAGE.subject
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = mail.iter_parts()
    assert plain.get_content().splitlines()[:2] == ["Bonjour Zoé,", "500\u00a0€"]
    assert "Zoé" in html.get_content()


def test_an_address_refused_for_good_is_a_refusal() -> None:
    with serving(Script(to_rcpt="550 no such person")) as port, pytest.raises(PortRefused):
        _smtp(port).carry(MESSAGE)


@pytest.mark.parametrize(
    "script",
    [Script(to_rcpt="450 greylisted"), Script(to_data="451 later"), Script(greeting="554 closed"), Script(to_data="")],
)
@pytest.mark.abuse(16)
def test_anything_that_may_work_later_is_tried_later(script: Script) -> None:
    with serving(script) as port, pytest.raises(PortUnavailable):
        _smtp(port).carry(MESSAGE)


def test_nobody_listening_is_unavailable() -> None:
    with serving(Script()) as port:
        pass
    with pytest.raises(PortUnavailable):
        _smtp(port).carry(MESSAGE)


@pytest.mark.parametrize("field", ["subject", "to"])
def test_a_line_break_in_a_header_is_never_written(field: str) -> None:
    import dataclasses

    bad = dataclasses.replace(MESSAGE, **{field: "a@b.fr\r\nBcc: c@d.fr"})
    with pytest.raises(ValueError, match=r"linefeed|newline|carriage|CR"):
        built(bad)


@pytest.mark.parametrize("url", ["smtp://", "http://x", "smtp://h:25?tls=maybe"])
def test_an_address_that_cannot_be_used_says_how_to_write_it(url: str) -> None:
    with pytest.raises(ValueError, match="smtp://USER:PASSWORD@HOST"):
        SmtpAddress.from_url(url)


def test_a_password_with_special_characters_is_read_from_the_address() -> None:
    address = SmtpAddress.from_url("smtp://us%40er:p%3Aw@mail.example:2525?tls=implicit")
    assert address == SmtpAddress("mail.example", 2525, "us@er", "p:w", "implicit")
