"""Why a call of a client is refused, as its partner is told. Pure; the words are the console's."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """A code for each thing an integrator can put right. Stored: never renamed."""

    # Who calls.
    SECRET_WRONG = "secret_wrong"  # noqa: S105
    SECRET_ENDED = "secret_ended"  # noqa: S105
    OTHER_PROOF = "other_proof"
    TWO_PROOFS = "two_proofs"
    ASSERTION_SIGNATURE = "assertion_signature"
    ASSERTION_CLAIMS = "assertion_claims"
    ASSERTION_TIME = "assertion_time"
    ASSERTION_TWICE = "assertion_twice"
    CLIENT_WAITING = "client_waiting"
    CLIENT_CLOSED = "client_closed"
    # Codes and tokens.
    GRANT_UNSUPPORTED = "grant_unsupported"
    GRANT_CLOSED = "grant_closed"
    CODE_UNKNOWN = "code_unknown"
    CODE_LATE = "code_late"
    CODE_TWICE = "code_twice"
    CODE_ENDED = "code_ended"
    VERIFIER_WRONG = "verifier_wrong"
    VERIFIER_MISSING = "verifier_missing"
    REDIRECT_DIFFERS = "redirect_differs"
    REFRESH_UNKNOWN = "refresh_unknown"
    REFRESH_LATE = "refresh_late"
    REFRESH_TWICE = "refresh_twice"
    REFRESH_ENDED = "refresh_ended"
    SCOPE_CLOSED = "scope_closed"
    REQUEST_WRONG = "request_wrong"
    TOKEN_DEAD = "token_dead"  # noqa: S105
    SCOPE_MISSING = "scope_missing"
    # The authorization endpoint.
    REDIRECT_UNKNOWN = "redirect_unknown"
    PARAMETER_TWICE = "parameter_twice"
    PARAMETER_WRONG = "parameter_wrong"
    RESPONSE_TYPE = "response_type"
    CHALLENGE_MISSING = "challenge_missing"
    SCOPE_OPENID = "scope_openid"
    UNSUPPORTED = "unsupported"
    # How often.
    MINUTE_QUOTA = "minute_quota"
    DAY_QUOTA = "day_quota"
    # What the service itself answered.
    ADDRESS_REFUSED = "address_refused"
    SERVICE_AWAY = "service_away"
