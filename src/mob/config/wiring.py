"""Who subscribes to what, which adapter serves which port. The only file that knows both sides."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings

from mob.kernel.ports import plug


def connect() -> None:
    """Called once when the process is ready. Imports are inside: contexts load after Django's settings."""
    _connect_accounts()
    _connect_documents()
    _connect_catalogue()
    _connect_applications()
    _connect_payments()
    _connect_mail()
    _connect_exports()
    _connect_insights()
    _connect_server()
    if settings.ENV.shows_demo:
        _connect_demo()


def _connect_demo() -> None:
    from mob.config.demo import real_aids
    from mob.journal.registry import define_task

    define_task(real_aids.task())


def _connect_server() -> None:
    from mob.config import prechecks

    prechecks.register()


def _connect_accounts() -> None:
    from mob.directory import selectors as directory
    from mob.directory import tasks
    from mob.directory.merging import AffiliationsMove
    from mob.directory.personal_data import DirectoryData
    from mob.identity import registry, services
    from mob.identity.merging import AccountMove, NeedsMove
    from mob.identity.ports import StaffRegister
    from mob.journal.registry import define_task
    from mob.journal.types import TaskKind

    plug(StaffRegister, lambda: directory)  # type: ignore[type-abstract]
    registry.hold("directory", DirectoryData())
    registry.moves(registry.ACCOUNT, AccountMove())
    registry.moves("accessibility", NeedsMove())
    registry.moves("directory", AffiliationsMove())
    _connect_provider()
    _connect_federation()
    _connect_mandates()
    for kind in tasks.define():
        define_task(kind)
    define_task(TaskKind("forget_codes", services.sweep, every=timedelta(hours=1)))
    _connect_erasures()


def _connect_mandates() -> None:
    from mob.identity import registry
    from mob.identity.mandates import retention
    from mob.identity.mandates.personal_data import MandateData
    from mob.identity.mandates.services import closing
    from mob.identity.merging import MandatesMove
    from mob.journal.registry import define_task

    registry.hold("mandates", MandateData())
    registry.moves("mandates", MandatesMove())
    for rule in retention.rules():
        registry.keep(rule)
    define_task(closing.task())


def _connect_provider() -> None:
    from mob.identity import registry
    from mob.identity.merging import ServicesMove
    from mob.identity.oidc import forgetting, keeping, logout, webhooks
    from mob.identity.oidc.personal_data import LinkData
    from mob.identity.ports import LogoutCaller, TokenKeys, WebhookCaller
    from mob.integrations.logout_caller import HttpLogoutCaller, HttpWebhookCaller
    from mob.integrations.token_keys import FileTokenKeys
    from mob.journal.registry import define_task, subscribe
    from mob.journal.types import TaskKind

    env = settings.ENV
    plug(TokenKeys, lambda: FileTokenKeys(env.home))  # type: ignore[type-abstract]
    plug(LogoutCaller, lambda: HttpLogoutCaller(allows_local=env.shows_demo))  # type: ignore[type-abstract]
    registry.hold("services", LinkData())
    registry.moves("services", ServicesMove())
    subscribe(logout.subscriber())
    plug(WebhookCaller, lambda: HttpWebhookCaller(allows_local=env.shows_demo))  # type: ignore[type-abstract]
    subscribe(webhooks.subscriber())
    define_task(webhooks.again_task())
    define_task(keeping.end_links_task())
    define_task(TaskKind("forget_client_counts", forgetting.sweep, every=timedelta(days=1)))


def _connect_federation() -> None:
    from mob.config import identity_providers
    from mob.identity.ports import SignInProviders
    from mob.integrations.openid.relying import OpenIdProviders
    from mob.integrations.openid.transport import HttpTransport

    found = identity_providers.every(settings.ENV)
    plug(SignInProviders, lambda: OpenIdProviders(found, HttpTransport()))  # type: ignore[type-abstract]


def _connect_erasures() -> None:
    from mob.applications import erasures as applications
    from mob.applications import retention as files
    from mob.identity import registry, services
    from mob.identity import retention as accounts
    from mob.identity.ports import ErasureLog
    from mob.identity.services import erasures, purging
    from mob.integrations.erasure_file import ErasureFile
    from mob.journal.registry import define_task
    from mob.notifications import retention as mails
    from mob.payments import retention as money

    plug(ErasureLog, lambda: ErasureFile(settings.ENV.home))  # type: ignore[type-abstract]
    define_task(erasures.task())
    registry.erases_again("account", services.erase_again)
    registry.erases_again("draft", applications.draft_again)
    registry.erases_again("document", applications.document_again)
    registry.erases_again("application", files.file_again)
    for rule in [*accounts.rules(), *files.rules(), *money.rules(), *mails.rules()]:
        registry.keep(rule)
    define_task(purging.task())


def _connect_documents() -> None:
    from mob.directory.ports import KeyUsage
    from mob.documents import tasks
    from mob.documents.ports import Antivirus, ObjectStore, SigningKey
    from mob.documents.selectors import DocumentsByKey
    from mob.integrations import antivirus, object_store
    from mob.integrations.platform_key import FileSigningKey
    from mob.journal.registry import define_task

    env = settings.ENV
    plug(Antivirus, lambda: antivirus.from_url(env.antivirus_url))  # type: ignore[type-abstract]
    plug(ObjectStore, lambda: object_store.from_url(env.objects_url, env.home / "vault"))  # type: ignore[type-abstract]
    plug(SigningKey, lambda: FileSigningKey(env.home))  # type: ignore[type-abstract]
    plug(KeyUsage, DocumentsByKey)  # type: ignore[type-abstract]
    for kind in tasks.define():
        define_task(kind)


def _connect_catalogue() -> None:
    from mob.catalogue import subscribers
    from mob.catalogue.ports import RuleDesk
    from mob.eligibility.desk import Desk
    from mob.journal.registry import subscribe

    plug(RuleDesk, Desk)  # type: ignore[type-abstract]
    for subscriber in subscribers.subscribers():
        subscribe(subscriber)
    _connect_freshness()
    _connect_registers()


def _connect_registers() -> None:
    from mob.eligibility.certifying import merging, personal_data
    from mob.eligibility.ports import SocialRegister
    from mob.identity import registry
    from mob.integrations import api_particulier
    from mob.integrations.openid.transport import HttpTransport
    from mob.integrations.standins import address

    env = settings.ENV
    url = "off" if env.operated_by == "employer" else env.api_particulier
    standin = address(env.public_url)
    plug(SocialRegister, lambda: api_particulier.from_url(url, HttpTransport(), standin=standin))  # type: ignore[type-abstract]
    registry.hold("certified", personal_data.CertifiedData())
    registry.moves("certified", merging.CertifiedDataMove())
    for rule in personal_data.rules():
        registry.keep(rule)


def _connect_freshness() -> None:
    from mob.catalogue import retention, tasks
    from mob.catalogue.personal_data import CatalogueData
    from mob.catalogue.ports import LinkProbe
    from mob.identity import registry
    from mob.integrations.links import WebLinks
    from mob.journal.registry import define_task

    registry.hold("catalogue", CatalogueData())
    for rule in retention.rules():
        registry.keep(rule)
    if settings.ENV.checks_links:
        plug(LinkProbe, lambda: WebLinks(f"moB/1.0 (+{settings.ENV.public_url})"))  # type: ignore[type-abstract]
        define_task(tasks.links())


def _connect_applications() -> None:
    from mob.applications import tasks
    from mob.applications.merging import ApplicationsMove
    from mob.applications.open_files import ApplicationFiles
    from mob.applications.personal_data import ApplicationData
    from mob.directory.ports import OpenFiles
    from mob.identity import registry

    plug(OpenFiles, ApplicationFiles)  # type: ignore[type-abstract]
    tasks.define()
    registry.hold("applications", ApplicationData())
    registry.moves("applications", ApplicationsMove())


def _connect_payments() -> None:
    from mob.applications.ports import BudgetReservation
    from mob.identity import registry
    from mob.journal.registry import define_task, subscribe
    from mob.payments import subscribers, tasks
    from mob.payments.budget import Budget
    from mob.payments.personal_data import PaymentData

    plug(BudgetReservation, Budget)  # type: ignore[type-abstract]
    registry.hold("payments", PaymentData())
    for subscriber in subscribers.subscribers():
        subscribe(subscriber)
    for kind in tasks.kinds():
        define_task(kind)


def _connect_exports() -> None:
    from mob.exports import tasks
    from mob.exports.personal_data import ExportData
    from mob.identity import registry
    from mob.journal.registry import define_task

    registry.hold("exports", ExportData())
    for kind in tasks.define():
        define_task(kind)


def _connect_mail() -> None:
    from mob.identity import registry
    from mob.identity.ports import AccountMailer
    from mob.integrations.mailbox import Mailbox
    from mob.integrations.smtp import Smtp, SmtpAddress
    from mob.journal.registry import define_task, subscribe
    from mob.notifications import subscribers, tasks
    from mob.notifications.account_mailer import QueuedAccountMailer
    from mob.notifications.merging import LettersMove
    from mob.notifications.personal_data import MailData
    from mob.notifications.ports import MailTransport

    url = settings.ENV.mail_url
    plug(MailTransport, lambda: Mailbox() if url.startswith("file:") else Smtp(SmtpAddress.from_url(url)))  # type: ignore[type-abstract]
    plug(AccountMailer, QueuedAccountMailer)  # type: ignore[type-abstract]
    registry.hold("notifications", MailData())
    registry.moves("notifications", LettersMove())
    for subscriber in subscribers.subscribers():
        subscribe(subscriber)
    for kind in tasks.kinds():
        define_task(kind)


def _connect_insights() -> None:
    from mob.insights import subscribers, tasks
    from mob.journal.registry import define_task, subscribe

    for subscriber in subscribers.subscribers():
        subscribe(subscriber)
    for kind in tasks.kinds():
        define_task(kind)
