"""Settings of accounts. django-allauth serves login stages, second factors and the register of sessions; pages, mails,
throttles and addresses are ours, so its own are switched off here.
"""

from datetime import timedelta

ACCOUNT_ADAPTER = "mob.identity.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*"]
ACCOUNT_UNIQUE_EMAIL = True
# An account is made when its mailbox is proved: `identity.services.mailed_codes`, never by allauth.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_RATE_LIMITS = False
ACCOUNT_LOGIN_TIMEOUT = 900

MFA_ADAPTER = "mob.identity.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True

# A write at each request would queue behind SQLite's one writer: `mob.web.account.middleware` dates sessions instead.
USERSESSIONS_TRACK_ACTIVITY = False

PASSWORD_HASHERS = ["mob.identity.hashers.Argon2id"]

STAFF_SESSION_AGE = timedelta(hours=12)
RECENT_PROOF_AGE = timedelta(minutes=15)
KNOWN_DEVICE_AGE = timedelta(days=365)

# `User.email` is not unique as typed; `email_key`, its folded form, is.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": "mob.identity.validators.StretchedPasswordValidator"},
]
