"""Every table and column. A column added anywhere gets its place here: as a datum, or among the plain ones."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mob.privacy.identity_tables import IDENTITY
from mob.privacy.types import Datum, End, Table, TreatmentCode

A, S, F = TreatmentCode.ACCOUNTS, TreatmentCode.SECURITY, TreatmentCode.APPLICATIONS
W, M, T, H = TreatmentCode.EMPLOYERS, TreatmentCode.MAILS, TreatmentCode.STAFF, TreatmentCode.TRACE
P, N, R = TreatmentCode.PAYMENTS, TreatmentCode.ACCESSIBILITY, TreatmentCode.REPORTS
C = TreatmentCode.CERTIFIED
_WHO = _("whose it is")
_AGENT = _("the agent who did it")

_JOURNAL = (
    Table(
        "journal.Fact",
        (Datum("stream data actor", _("what happened to whom: ids, codes, dates and amounts"), H, End.ALWAYS),),
        "id seq kind at prev_hash hash",
    ),
    Table(
        "journal.Delivery",
        (Datum("stream error", _("what a mail or a computation is owed for: ids"), H, End.ALWAYS),),
        "id fact subscriber seq attempts next_at leased_until done_at parked_at",
    ),
    Table(
        "journal.Task",
        (Datum("key payload error", _("work to do: ids"), H, End.ALWAYS),),
        "id kind attempts next_at leased_until done_at parked_at",
    ),
    Table("journal.Lease", plain="name holder until"),
)

_DIRECTORY = (
    Table(
        "directory.Funder",
        plain="id slug name kind siren siret covers_all_establishments requires_proconnect is_invented contact_address "
        "contact_phone contact_hours contact_email version created_at",
    ),
    Table("directory.Community", plain="id funder name closed_at"),
    Table(
        "directory.Membership",
        (
            Datum(
                "user first_name last_name capacity service role",
                _("name, capacity and service of an agent"),
                T,
                End.STAFF,
            ),
        ),
        "id funder sees_all_communities created_at ended_at",
    ),
    Table(
        "directory.AttestedOrganisation",
        (Datum("user siret", _("where ProConnect says an agent works"), T, End.ACCOUNT),),
        "id issuer attested_at",
    ),
    Table("directory.Membership_communities", plain="id membership community"),
    Table(
        "directory.Invitation",
        (Datum("email first_name last_name capacity service", _("who is invited to become staff"), T, End.MOMENT),),
        "id funder role sees_all_communities expires_at accepted_at cancelled_at created_at",
    ),
    Table("directory.Invitation_communities", plain="id invitation community"),
    Table(
        "directory.FunderKey",
        plain="id funder kid public_jwk recovery_kid recovery_jwk state challenge challenge_answer_hash created_at "
        "activated_at decrypt_only_at retired_at",
    ),
    Table(
        "directory.Delegation",
        (Datum("holder number signed_on", _("the signature an agent was given"), T, End.STAFF),),
        "id funder aid_ids ceiling_cents ends_on revoked_at created_at",
    ),
    Table("directory.Partner", plain="id slug name kind contact created_at closed_at"),
    Table(
        "directory.PartnerMembership",
        (Datum("user role", _("who looks after an operator’s services"), T, End.STAFF),),
        "id partner created_at ended_at",
    ),
    Table(
        "directory.PartnerInvitation",
        (Datum("email", _("who is invited to an operator’s console"), T, End.MOMENT),),
        "id partner role expires_at accepted_at cancelled_at created_at",
    ),
    Table(
        "directory.PartnerClient",
        plain="id partner client_id is_sandbox justification wanted asked_at decided_at refusal created_at",
    ),
    Table(
        "directory.PartnerTestPerson",
        (Datum("user", _("a person made up to try a service: nobody"), T, End.ACCOUNT),),
        "id partner script code created_at ended_at",
    ),
    Table("directory.AffiliationRules", plain="funder domains accepts_by_hand version"),
    Table(
        "directory.Affiliation",
        (
            Datum("user funder state end", _("that a person works, or worked, for an employer"), W, End.AFFILIATION),
            Datum("first_name last_name search_key", _("name given to the employer"), W, End.AFFILIATION),
            Datum("work_address mailbox", _("work address"), W, End.AFFILIATION),
            Datum("number", _("number at work"), W, End.AFFILIATION),
            Datum("writes_to_work_since", _("agreement to mails at work"), W, End.AFFILIATION),
        ),
        "id version link link_expires_at proof proved_at asked_at confirmed_at ended_at",
    ),
)

_CATALOGUE = (
    Table(
        "catalogue.Aid",
        (Datum("owner", _("the agent who keeps the aid up to date"), T, End.STAFF),),
        "id slug funder state current import_key import_hash version verified_on created_at updated_at",
    ),
    Table("catalogue.AidLink", plain="aid address state checked_at failing_since"),
    Table(
        "catalogue.MistakeReport",
        (Datum("text email", _("what was written of a mistake, and the address to answer to"), R, End.REPORT),),
        "id aid created_at settled_at",
    ),
    Table("catalogue.CatalogueState", plain="id version stamp"),
    Table(
        "catalogue.AidVersion",
        plain="id aid number published_at valid_from valid_to level modes audiences minimum_age minors_represented purchase "
        "invoice_days processing "
        "external_url max_amount_cents wants_courtesy_mails help_address help_phone help_hours source_url source_date "
        "verified_on is_automatic automatic_checks created_at",
    ),
    Table(
        "catalogue.AidText",
        plain="id version language title promise description conditions amount_text payment_terms",
    ),
    Table("catalogue.AidRetention", plain="id aid years reason_fr reason_en since"),
    Table("catalogue.AidTerritory", plain="id version kind code"),
    Table(
        "catalogue.AidField",
        plain="id version code position kind is_required label_fr label_en hint_fr hint_en choices max_choices fact",
    ),
    Table(
        "catalogue.AidProof",
        plain="id version code position proof_type is_required label_fr label_en hint_fr hint_en replaced_by",
    ),
    Table(
        "catalogue.AidRules",
        plain="version book target text shape examples frequency_months frequency_per together allows_anyway",
    ),
    Table("catalogue.RuleBook", plain="digest name edition licence source_url text places kept_at"),
    Table("catalogue.BookAid", plain="aid digest has_ended number source target"),
)

_ELIGIBILITY = (
    Table(
        "eligibility.LegalBasis",
        (Datum("recorded_by", _AGENT, T, End.STAFF),),
        "id funder source number recipient text starts_on ends_on recorded_at ended_at",
    ),
    Table(
        "eligibility.Agreement",
        (
            Datum(
                "user funder source given_at ends_on standing reason asked_at",
                _("which administration a funder may ask, and whether it answered"),
                C,
                End.READING,
            ),
            Datum("sealed_number", _("number plate or France Travail number, sealed"), C, End.READING),
        ),
        "id",
    ),
    Table(
        "eligibility.HeldFact",
        (
            Datum(
                "agreement fact sealed provider certified_at expires_on contested_at",
                _("what an administration certified, sealed"),
                C,
                End.READING,
            ),
        ),
        "id",
    ),
)

_DOCUMENTS = (
    Table(
        "documents.Document",
        (
            Datum(
                "owner_id object_key", _("papers, encrypted to the funder: kept in the store of papers"), F, End.FILE
            ),
            Datum("sha256 size media_type", _("size, type and hash of the encrypted paper"), F, End.FILE),
        ),
        "id funder_id proof_code proof_type number scan_engine scan_database scanned_at notes state created_at deleted_at",
    ),
    Table("documents.Recipient", plain="id document kid place"),
)

_APPLICATIONS = (
    Table(
        "applications.Application",
        (
            Datum("citizen", _WHO, F, End.ACCOUNT),
            Datum("beneficiary", _("who the aid is for: a child’s names and birth date"), F, End.FILE),
            Datum("answers", _("answers to the questions of the aid"), F, End.FILE),
            Datum(
                "snapshot applicant_name applicant_key", _("what the profile said when the file was sent"), F, End.FILE
            ),
            Datum("verdict", _("facts the rules of the aid used, what they computed"), F, End.FILE),
            Datum("contact_email language", _("where to answer"), F, End.FILE),
            Datum("declaration manifest", _("sworn declaration that was signed, list of papers"), F, End.FILE),
            Datum("helped_by", _("who acted for the person, under which mandate"), F, End.FILE),
            Datum("assignee", _("the agent who holds the file"), T, End.FILE),
        ),
        "id reference aid aid_version funder community state version created_at updated_at submitted_at due_on closed_at "
        "decided_at erased_at project silence_since silence_paused_days silence_paused_on silence_on",
    ),
    Table(
        "applications.NameWord",
        (Datum("word", _("what the profile said when the file was sent"), F, End.FILE),),
        "id application funder_id",
    ),
    Table(
        "applications.Representation",
        (
            Datum(
                "representative_id person_key kind ends_on",
                _("by what right somebody applies in another’s name, until when"),
                F,
                End.FILE,
            ),
            Datum("checked_by", _AGENT, T, End.FILE),
        ),
        "id application funder_id checked_at",
    ),
    Table(
        "applications.Proof",
        (Datum("handed_by handed_at", _("which linked service a paper comes from"), F, End.FILE),),
        "id application document code position created_at submitted_at replaced_at",
    ),
    Table(
        "applications.ChangeRequest",
        (
            Datum("message", _("words between the person and the funder"), F, End.FILE),
            Datum("author author_name", _AGENT, T, End.FILE),
        ),
        "id application items due_on done created_at answered_at",
    ),
    Table(
        "applications.Decision",
        (
            Datum("terms reason text remedy appeal", _("what was decided and why"), F, End.FILE),
            Datum("author author_name author_capacity author_service", _AGENT, T, End.FILE),
            Datum("opened_at", _("when the person read the decision"), F, End.FILE),
        ),
        "id application is_approval decided_at reopened_at delegation_number delegation_signed_on is_automatic mention",
    ),
    Table(
        "applications.Proposal",
        (
            Datum("terms reason text remedy appeal", _("what was decided and why"), F, End.FILE),
            Datum("author author_name", _AGENT, T, End.FILE),
        ),
        "id application is_approval proposed_at closed_at",
    ),
    Table(
        "applications.Withdrawal",
        (
            Datum("ground text reply", _("why an award may be taken back, and the person’s reply"), F, End.FILE),
            Datum("author author_name", _AGENT, T, End.FILE),
        ),
        "id application notified_at reply_by replied_at closed_at is_withdrawn",
    ),
    Table(
        "applications.CheckRun",
        (Datum("conclusion checks", _("what automatic checks found, with their evidence"), F, End.FILE),),
        "id application ran_at",
    ),
    Table("applications.QueueDelay", plain="id aid community_key p50_days p90_days sample refreshed_at"),
    Table(
        "applications.Message",
        (
            Datum("text read_at", _("words between the person and the funder"), F, End.FILE),
            Datum("author author_name", _("who wrote"), F, End.FILE),
        ),
        "id application from_funder sent_at",
    ),
    Table(
        "applications.Note",
        (
            Datum("text", _("notes between agents; the person may ask for them"), F, End.FILE),
            Datum("author author_name", _AGENT, T, End.FILE),
        ),
        "id application written_at",
    ),
    Table(
        "applications.Consultation",
        (Datum("agent role day", _("which agent opened a file, on which day"), H, End.FILE),),
        "id application",
    ),
    Table(
        "applications.CounterVisit",
        (
            Datum(
                "person opened_at signed_at place mandate_id", _("that somebody was received at a counter"), F, End.FILE
            ),
            Datum("code_hash", _("keyed hash of the code of a receipt"), S, End.FILE),
            Datum("agent", _AGENT, T, End.FILE),
        ),
        "id funder opened_account closed_at",
    ),
    Table(
        "applications.Preparation",
        (Datum("citizen client application", _("which linked service prepared which draft"), F, End.MOMENT),),
        "id key asked at",
    ),
    Table(
        "applications.Purchase",
        (
            Datum(
                "link aid proof", _("which linked service handed over a proof of purchase, and for what"), F, End.TRACED
            ),
            Datum("sealed", _("what was bought there, sealed while it waits"), F, End.MOMENT),
        ),
        "id key asked state received_at ends_at closed_at",
    ),
    Table("applications.InboxCount", plain="id funder_id community_id community_key state count"),
)

_NOTIFICATIONS = (
    Table(
        "notifications.OutgoingMail",
        (
            Datum("to person_id", _("address a mail was sent to"), M, End.MAIL),
            Datum("subject text html", _("words of a mail"), M, End.MAIL),
        ),
        "id message_id kind language is_secret created_at sent_at refused_at",
    ),
    Table(
        "notifications.Letter",
        (
            Datum("recipient person_id", _("name and postal address a letter is for"), M, End.MAIL),
            Datum("subject sheet", _("words of a letter"), M, End.MAIL),
            Datum("posted_by", _("the agent who posted a letter"), T, End.MAIL),
        ),
        "id key kind funder_id community_id application_id reference created_at printed_at posted_at",
    ),
)

_EXPORTS = (
    Table(
        "exports.Export",
        (
            Datum(
                "asked_by selection query",
                _("lists taken away by an agent: who, and what was asked for"),
                F,
                End.MOMENT,
            ),
        ),
        "id funder format language community_ids progress error rows size asked_at made_at expires_at making_until",
    ),
    Table(
        "exports.ExportPart",
        (Datum("sealed", _("the list itself, sealed under the installation’s secret, for 32 hours"), F, End.MOMENT),),
        "id export number",
    ),
)

_PAYMENTS = (
    Table(
        "payments.Envelope",
        plain="id funder aid year cap_cents committed_cents paid_cents grant_cents budget_line deliberation version "
        "created_at updated_at",
    ),
    Table(
        "payments.Award",
        (
            Datum(
                "application total_cents to_recover_cents", _("what was granted, by its application"), P, End.ACCOUNTS
            ),
        ),
        "id envelope funder mode granted_at ended_at invoice_state invoice_due_on invoice_received_at invoice_is_late "
        "version",
    ),
    Table(
        "payments.Order",
        (
            Datum("application code cents paid_on", _("what was paid, by its application"), P, End.ACCOUNTS),
            Datum("rejection rejection_text", _("why a bank sent money back"), P, End.ACCOUNTS),
        ),
        "id award funder number due_on state handed_at version",
    ),
    Table(
        "payments.BankDetails",
        (
            Datum("document manifest", _("account and holder, encrypted to the funder"), P, End.TRANSFER),
            Datum("masked", _("first four and last three characters of the IBAN"), P, End.ACCOUNTS),
            Datum("confirmed_by", _AGENT, T, End.STAFF),
        ),
        "id award is_change given_at usable_from confirmed_at replaced_at",
    ),
    Table(
        "payments.Movement",
        (Datum("award order actor", _("a line of the ledger: ids and an amount"), H, End.ALWAYS),),
        "id envelope kind source target cents key at",
    ),
    Table(
        "payments.WaitingPlace",
        (Datum("application complete_at", _("since when a file has been complete"), F, End.FILE),),
        "aid is_open",
    ),
)

_EDITORIAL = (
    Table(
        "editorial.SavedText",
        (Datum("author", _("who wrote a page of the site"), T, End.STAFF),),
        "id page language number text saved_at",
    ),
)

_INSIGHTS = (
    Table(
        "insights.CaseFigures",
        (Datum("application_id citizen_id", _("one application in figures: ids, dates, an amount"), H, End.ALWAYS),),
        "seq aid_id version_id funder_id community_id state started_at submitted_at decided_at reason amount_cents "
        "waits_since waited took",
    ),
    Table("insights.PeopleCell", plain="id funder_id aid_key community_key year half count"),
    Table("insights.FunderCell", plain="id funder_id aid_id community_key year half state reason count cents"),
    Table("insights.DelayCell", plain="id funder_id aid_id community_key year half days count"),
    Table("insights.StoppedDrafts", plain="id funder_id aid_id stop count"),
    Table("insights.PublishedFigures", plain="id as_of refreshed_at counts tables coverage"),
)


def data_map() -> tuple[Table, ...]:
    """Every table of the product, from the lowest context to the highest."""
    lower = (*_JOURNAL, *IDENTITY, *_DIRECTORY, *_CATALOGUE, *_ELIGIBILITY, *_DOCUMENTS)
    return (*lower, *_APPLICATIONS, *_PAYMENTS, *_NOTIFICATIONS, *_EXPORTS, *_EDITORIAL, *_INSIGHTS)


def datum_of(model: str, column: str) -> Datum | None:
    """What a column holds of somebody; None when it holds nothing personal. KeyError for an unknown column."""
    table = next((each for each in data_map() if each.model == model), None)
    if table is None or column not in table.columns:
        raise KeyError(f"{model}.{column} has no place in mob/privacy/tables.py")
    return next((datum for datum in table.data if column in datum.names), None)
