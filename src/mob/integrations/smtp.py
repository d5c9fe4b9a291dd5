"""The `smtp:` mail transport (RFC 5321) over the standard library, one connection a mail, every step under a timeout."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from urllib.parse import parse_qs, unquote, urlsplit

from mob.kernel import clock
from mob.kernel.ports import PortRefused, PortUnavailable
from mob.notifications.types import OutgoingMessage


@dataclass(frozen=True, slots=True)
class SmtpAddress:
    """Where and how to connect. `tls`: `starttls`, `implicit` or `none`."""

    host: str
    port: int
    user: str = ""
    password: str = ""
    tls: str = "starttls"
    timeout: float = 20.0

    @classmethod
    def from_url(cls, url: str) -> SmtpAddress:
        """`smtp://USER:PASSWORD@HOST:PORT?tls=starttls`. Raises ValueError with the remedy."""
        parts = urlsplit(url)
        tls = parse_qs(parts.query).get("tls", ["starttls"])[0]
        if parts.scheme != "smtp" or not parts.hostname or tls not in ("starttls", "implicit", "none"):
            raise ValueError("MOB_MAIL_URL: write smtp://USER:PASSWORD@HOST:PORT?tls=starttls (or implicit, none)")
        port = parts.port or (465 if tls == "implicit" else 587)
        return cls(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), tls)


class Smtp:
    """Serves `notifications.ports.MailTransport`."""

    def __init__(self, address: SmtpAddress) -> None:
        self._address = address

    def carry(self, message: OutgoingMessage) -> None:
        """Permanent answers (5xx about the address) are refusals; everything else may work later."""
        mail = built(message)
        try:
            with self._connection() as server:
                server.send_message(mail)
        except smtplib.SMTPRecipientsRefused as error:
            codes = {code for code, _ in error.recipients.values()}
            if all(code >= 500 for code in codes):
                raise PortRefused("address_refused") from error
            raise PortUnavailable("the mail server put the address off") from error
        except (smtplib.SMTPException, OSError) as error:
            raise PortUnavailable(f"the mail server failed: {type(error).__name__}") from error

    def check(self) -> None:
        """Connect, sign in where that is set, leave. Raises PortUnavailable."""
        try:
            with self._connection() as server:
                server.noop()
        except (smtplib.SMTPException, OSError) as error:
            raise PortUnavailable(f"the mail server failed: {type(error).__name__}") from error

    def _connection(self) -> smtplib.SMTP:
        at, context = self._address, ssl.create_default_context()
        if at.tls == "implicit":
            server: smtplib.SMTP = smtplib.SMTP_SSL(at.host, at.port, timeout=at.timeout, context=context)
        else:
            server = smtplib.SMTP(at.host, at.port, timeout=at.timeout)
        if at.tls == "starttls":
            server.starttls(context=context)
        if at.user:
            server.login(at.user, at.password)
        return server


def built(message: OutgoingMessage) -> EmailMessage:
    """The MIME message. The standard library refuses a line break in a header (ValueError) as a last guard."""
    mail = EmailMessage(policy=SMTP_POLICY)
    mail["Message-ID"] = f"<{message.message_id}>"
    mail["Date"] = format_datetime(clock.now())
    mail["From"] = message.sender
    mail["To"] = message.to
    mail["Subject"] = message.subject
    mail["Auto-Submitted"] = "auto-generated"
    mail["Content-Language"] = message.language
    mail.set_content(message.text)
    mail.add_alternative(message.html, subtype="html")
    return mail
