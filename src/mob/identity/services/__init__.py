"""Use cases of accounts, one a file: signing in, the profile, its protection, leaving."""

from mob.identity.services.accessibility import agree_to_accessibility, erase_accessibility, keep_accessibility
from mob.identity.services.change_email import change_email
from mob.identity.services.claiming import begin_claim, finish_claim, print_claim_code
from mob.identity.services.closing import count_people, erase_everybody, tell_everybody_of_closing
from mob.identity.services.declare import certify, declare
from mob.identity.services.desk import open_account
from mob.identity.services.erasures import remember
from mob.identity.services.federation import check_age, link_identity, open_assisted, recognise, unlink_identity
from mob.identity.services.leaving import delete_account, empty, erase_again, export_everything, open_items, retained
from mob.identity.services.mailed_codes import (
    redeem_confirm_code,
    redeem_results_code,
    redeem_sign_in_code,
    request_confirm_code,
    request_email_change,
    request_results_code,
    request_sign_in_code,
)
from mob.identity.services.merging import check_merge, foreseen, merge_accounts
from mob.identity.services.passwords import check_password, confirm_password, remove_password, set_password
from mob.identity.services.preferences import change_preferences
from mob.identity.services.provision import (
    forget_second_factors,
    make_setup_token,
    provision,
    redeem_setup_token,
)
from mob.identity.services.purging import due, purge
from mob.identity.services.receipts import keep_receipt, withdraw_receipt
from mob.identity.services.reports import admit_report, admit_spoken_code
from mob.identity.services.second_factors import (
    add_passkey,
    add_totp,
    check_second_code,
    new_totp_secret,
    remove_passkey,
    remove_totp,
    renew_recovery_codes,
    reveal_recovery_codes,
    totp_setup,
)
from mob.identity.services.sweep import sweep

__all__ = [
    "add_passkey",
    "add_totp",
    "admit_report",
    "admit_spoken_code",
    "agree_to_accessibility",
    "begin_claim",
    "certify",
    "change_email",
    "change_preferences",
    "check_age",
    "check_merge",
    "check_password",
    "check_second_code",
    "confirm_password",
    "count_people",
    "declare",
    "delete_account",
    "due",
    "empty",
    "erase_accessibility",
    "erase_again",
    "erase_everybody",
    "export_everything",
    "finish_claim",
    "foreseen",
    "forget_second_factors",
    "keep_accessibility",
    "keep_receipt",
    "link_identity",
    "make_setup_token",
    "merge_accounts",
    "new_totp_secret",
    "open_account",
    "open_assisted",
    "open_items",
    "print_claim_code",
    "provision",
    "purge",
    "recognise",
    "redeem_confirm_code",
    "redeem_results_code",
    "redeem_setup_token",
    "redeem_sign_in_code",
    "remember",
    "remove_passkey",
    "remove_password",
    "remove_totp",
    "renew_recovery_codes",
    "request_confirm_code",
    "request_email_change",
    "request_results_code",
    "request_sign_in_code",
    "retained",
    "reveal_recovery_codes",
    "set_password",
    "sweep",
    "tell_everybody_of_closing",
    "totp_setup",
    "unlink_identity",
    "withdraw_receipt",
]
