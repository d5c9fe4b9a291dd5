"""Tables and columns of accounts, and what each holds of whom (`tables.py` gathers them)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from mob.privacy.types import Datum, End, Table, TreatmentCode

A, S, H, N = TreatmentCode.ACCOUNTS, TreatmentCode.SECURITY, TreatmentCode.TRACE, TreatmentCode.ACCESSIBILITY

IDENTITY: tuple[Table, ...] = (
    Table(
        "identity.User",
        (
            Datum("email email_key", _("e-mail address"), A, End.ACCOUNT),
            Datum("password", _("hash of the password, when there is one"), S, End.ACCOUNT),
            Datum("language courtesy_mails", _("language and mails wanted"), A, End.ACCOUNT),
            Datum("last_login", _("last visit"), S, End.ACCOUNT),
            Datum("id created_at deleted_at", _("that an account existed"), H, End.ALWAYS),
        ),
        "is_active test_of",
    ),
    Table(
        "identity.IdentityClaim",
        (
            Datum(
                "user name value source certified_at level",
                _("names, birth date, gender and place of birth, with who vouches"),
                A,
                End.ACCOUNT,
            ),
        ),
        "id",
    ),
    Table(
        "identity.ExternalIdentity",
        (
            Datum(
                "user issuer subject provider_key acr linked_at last_at ended_at",
                _("identity providers linked to the account, under the number each gives to us alone"),
                A,
                End.ACCOUNT,
            ),
        ),
        "id",
    ),
    Table(
        "identity.Profile",
        (
            Datum("user commune postcode", _("town of residence"), A, End.ACCOUNT),
            Datum("occupation", _("situation (employed, studying, looking for work…)"), A, End.ACCOUNT),
            Datum("phone", _("telephone"), A, End.ACCOUNT),
            Datum("contact_email postal_address", _("where to write to who has no login"), A, End.ACCOUNT),
        ),
        "updated_at",
    ),
    Table(
        "identity.AccessibilityNeeds",
        (Datum("user sealed", _("what is needed in order to travel, sealed"), N, End.ACCOUNT),),
        "updated_at",
    ),
    Table(
        "identity.AccessibilityShare",
        (
            Datum(
                "link level kind reference arrives_at begins_at ends_at ended_at told_at",
                _("which service may read it, how much, for which trip and until when"),
                N,
                End.SHARE,
            ),
        ),
        "id text_version",
    ),
    Table(
        "identity.AccessibilityReading",
        (Datum("link minute level times", _("which service read it, and when"), N, End.SHARE),),
        "id",
    ),
    Table(
        "identity.AccessibilityRequest",
        (
            Datum(
                "link reference level start end departs_at arrives_at asked_at answered_at was_accepted",
                _("trips for which a service asked it, in its words"),
                N,
                End.SHARE,
            ),
        ),
        "id",
    ),
    Table(
        "identity.MailedCode",
        (Datum("email user code_hash", _("address a code was sent to, keyed hash of the code"), S, End.MOMENT),),
        "id purpose attempts expires_at used_at",
    ),
    Table(
        "identity.ClaimCode",
        (
            Datum(
                "user code_hash", _("keyed hash of the code that takes an account opened at a counter"), S, End.MOMENT
            ),
        ),
        "id attempts expires_at",
    ),
    Table(
        "identity.Throttle", (Datum("key stamps", _("keyed hash of who tried, and when"), S, End.MOMENT),), "expires_at"
    ),
    Table(
        "identity.Receipt",
        (Datum("user_id subject text digest", _("what was shown or agreed to, word for word"), H, End.PROOF),),
        "id kind language channel given_at withdrawn_at keep_until",
    ),
    Table(
        "identity.Mandate",
        (
            Datum(
                "helper helped kind opened_by powers aid_ids months begins_on ends_on accepted_at ended_at ended_by paper",
                _("who may act for whom, what it lets do, until when"),
                H,
                End.PROOF,
            ),
            Datum("asked_email asked_email_key code_hash", _("whom a mandate was asked of"), A, End.MOMENT),
        ),
        "id state answer_by asked_at funder_id version",
    ),
    Table(
        "identity.Link",
        (
            Datum(
                "user client scope decided linked_at changed_at ended_at",
                _("services linked to the account"),
                A,
                End.ACCOUNT,
            ),
        ),
        "id terms",
    ),
    Table(
        "identity.Reading", (Datum("link day scope last_at", _("what a service read, and when"), A, End.ACCOUNT),), "id"
    ),
    Table(
        "identity.Grant",
        (
            Datum(
                "user link code scope nonce auth_time is_strong session_key",
                _("hash of a code of a minute, for a service"),
                S,
                End.MOMENT,
            ),
        ),
        "id application expires redirect_uri created updated code_challenge code_challenge_method claims resource used_at",
    ),
    Table(
        "identity.AccessToken",
        (
            Datum(
                "user link token_checksum scope session_key",
                _("hash of a service’s key of fifteen minutes"),
                S,
                End.MOMENT,
            ),
        ),
        "id source_refresh_token token id_token application expires resource created updated family",
    ),
    Table(
        "identity.RefreshToken",
        (
            Datum(
                "user link token_checksum scope auth_time is_strong",
                _("hash of a standing key of a service"),
                S,
                End.ACCOUNT,
            ),
        ),
        "id token application access_token token_family resource created updated revoked generation expires used_at",
    ),
    Table(
        "identity.Client",
        (Datum("user", _("unused: stays empty"), S, End.ACCOUNT),),
        "id client_id redirect_uris post_logout_redirect_uris client_type authorization_grant_type client_secret "
        "hash_client_secret name skip_authorization created updated algorithm allowed_origins registration_source "
        "cimd_expires_at operator homepage scope required_scope sector token_auth is_native signs_userinfo "
        "backchannel_logout_uri legal_basis legal_basis_text legal_basis_from legal_basis_until closed_at owner is_sandbox "
        "is_waiting quotas webhook_uri "
        "webhook_generation webhook_changed_at",
    ),
    Table("identity.ClientCredential", plain="id client kind digest public_jwk hint made_at ends_at last_used_at"),
    Table("identity.ClientUse", plain="id client day kind count minute minute_count last_at"),
    Table("identity.ClientFailure", plain="id client day endpoint reason count last_at"),
    Table(
        "identity.WebhookCall",
        (
            Datum(
                "subject kind happened_at fact",
                _("what a service was told of a link that ended, under the number it knows"),
                S,
                End.MOMENT,
            ),
        ),
        "id client attempts last_at outcome done_at",
    ),
    Table(
        "identity.SubjectAlias",
        (
            Datum(
                "user sector number since",
                _("under which number a service knows an account that another was brought into"),
                S,
                End.MOMENT,
            ),
        ),
        "id",
    ),
    Table("identity.SpentAssertion", plain="digest expires_at"),
    Table(
        "mfa.Authenticator",
        (Datum("user data", _("passkeys, secrets of second factors, recovery codes"), S, End.ACCOUNT),),
        "id type created_at last_used_at",
    ),
    Table(
        "usersessions.UserSession",
        (
            Datum(
                "user ip user_agent data session_key last_seen_at",
                _("open sessions: network address, browser"),
                S,
                End.MOMENT,
            ),
        ),
        "id created_at",
    ),
    Table(
        "sessions.Session",
        (
            Datum(
                "session_key session_data",
                _("open session of a browser; answers of a simulation on their way to an application"),
                S,
                End.MOMENT,
            ),
        ),
        "expire_date",
    ),
    # Tables of libraries that stay empty here.
    Table(
        "identity.IDToken",
        (Datum("user", _("unused: stays empty"), S, End.ACCOUNT),),
        "id jti application expires scope created updated",
    ),
    Table(
        "oauth2_provider.DeviceGrant",
        (Datum("user", _("unused: stays empty"), S, End.ACCOUNT),),
        "id device_code user_code scope interval expires status client_id last_checked",
    ),
    Table(
        "account.EmailAddress", (Datum("user email", _("unused: stays empty"), A, End.ACCOUNT),), "id verified primary"
    ),
    Table("account.EmailConfirmation", plain="id email_address created sent key"),
    Table("auth.Permission", plain="id name content_type codename"),
    Table("auth.Group", plain="id name"),
    Table("auth.Group_permissions", plain="id group permission"),
    Table("contenttypes.ContentType", plain="id app_label model"),
)
