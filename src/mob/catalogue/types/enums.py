"""The catalogue's closed lists of words. moB's wire words for them live in `api/v1`."""

from __future__ import annotations

from enum import StrEnum


class Mode(StrEnum):
    """moB's seven modes of transport (`transportList`)."""

    PUBLIC_TRANSPORT = "public_transport"
    BICYCLE = "bicycle"
    CAR = "car"
    SELF_SERVICE = "self_service"
    ELECTRIC = "electric"
    CAR_SHARING = "car_sharing"
    CARPOOLING = "carpooling"


class Level(StrEnum):
    """Who gives: the State, a territory of some size, or an employer."""

    NATIONAL = "national"
    REGION = "region"
    DEPARTMENT = "department"
    EPCI = "epci"
    COMMUNE = "commune"
    EMPLOYER = "employer"


class Audience(StrEnum):
    EVERYONE = "everyone"
    EMPLOYEE = "employee"
    STUDENT = "student"
    JOB_SEEKER = "job_seeker"
    RETIRED = "retired"
    YOUNG = "young"
    DISABILITY = "disability"
    LOW_INCOME = "low_income"


class PurchaseTiming(StrEnum):
    """When to buy: it decides whether a quote or an invoice is asked, and what the page warns of."""

    NONE = "none"
    AFTER_AGREEMENT = "after_agreement"
    BEFORE_APPLYING = "before_applying"


class Processing(StrEnum):
    HERE = "here"
    EXTERNAL = "external"


class AutomaticCheck(StrEnum):
    """What an automatic aid checks by itself, in an order of its own. The same codes as `eligibility`'s checks."""

    TERRITORY = "territory"
    AGE = "age"
    ANSWERS = "answers"
    PROOFS = "proofs"
    OTHER_APPLICATION = "other_application"
    IDENTITY = "identity"
    RULES = "rules"
    FREQUENCY = "frequency"


class AidState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    UNPUBLISHED = "unpublished"


class FieldKind(StrEnum):
    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    YES_NO = "yes_no"


class ProofType(StrEnum):
    IDENTITY = "identity"
    RESIDENCE = "residence"
    TAX_NOTICE = "tax_notice"
    QUOTE = "quote"
    INVOICE = "invoice"
    SEASON_TICKET = "season_ticket"
    EMPLOYER_CERTIFICATE = "employer_certificate"
    SCHOOL_CERTIFICATE = "school_certificate"
    DISABILITY_CARD = "disability_card"
    VEHICLE_REGISTRATION = "vehicle_registration"
    OTHER = "other"


class LinkState(StrEnum):
    """What an official page answers. `UNSURE`: it refuses programs, or answers neither yes nor no."""

    FINE = "fine"
    GONE = "gone"
    SILENT = "silent"
    UNSURE = "unsure"


class Worry(StrEnum):
    """Why an aid should be looked at again, most pressing first."""

    REPORTED = "reported"
    LINK = "link"
    ENDING = "ending"
    STALE = "stale"
