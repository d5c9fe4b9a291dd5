"""Addresses of accounts. The names that django-allauth looks up lead to our pages; none of its own is included."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponsePermanentRedirect
from django.urls import path
from django.views.decorators.http import require_safe

from mob.identity.mandate_types import Side
from mob.web.account import (
    accessibility,
    authorize,
    claiming,
    confirm,
    data,
    email,
    employer,
    entry,
    helping,
    home,
    linked_services,
    organisation,
    profile,
    purchases,
    sandbox,
    security,
    share_step,
    sharing,
)
from mob.web.account.certified import pages as certified
from mob.web.account.federation import assisted, first_time, linked, merging
from mob.web.account.federation import pages as federation

_ACCOUNT = "mon-compte/"
_SECURITY = f"{_ACCOUNT}securite/"
_SHARES = f"{_ACCOUNT}accessibilite/partages"


def _moved(to: str) -> Callable[[HttpRequest], HttpResponseBase]:
    """An address moB had. The query follows."""

    @require_safe
    def moved(request: HttpRequest) -> HttpResponsePermanentRedirect:
        query = request.META.get("QUERY_STRING", "")
        return HttpResponsePermanentRedirect(f"{to}?{query}" if query else to)

    return moved


urlpatterns = [
    path("connexion", entry.sign_in, name="account_login"),
    path("inscription", entry.sign_in, {"is_sign_up": True}, name="account_signup"),
    path("connexion/code", entry.sign_in_code, name="account_confirm_login_code"),
    path("connexion/mot-de-passe", entry.sign_in_password, name="sign_in_password"),
    path("connexion/recu", claiming.begin, name="claim"),
    path("connexion/recu/code", claiming.finish, name="claim_code"),
    path("connexion/premiere-fois/<str:token>", entry.sign_in_first_time, name="sign_in_first_time"),
    path("connexion/cle", entry.sign_in_passkey, name="mfa_login_webauthn"),
    path("connexion/seconde-preuve", entry.second_factor, name="mfa_authenticate"),
    path("connexion/seconde-preuve/cle", entry.second_factor_options, name="second_factor_options"),
    path("connexion/au-revoir", entry.signed_out, name="signed_out"),
    path("connexion/premiere-visite", first_time.first_time, name="federation_first_time"),
    path("connexion/premiere-visite-aidant", assisted.first_time, name="assisted_first_time"),
    path("connexion/<slug:provider_key>", federation.depart, name="federation_depart"),
    path("connexion/<slug:provider_key>/retour", federation.come_back, name="federation_callback"),
    path("deconnexion", entry.sign_out, name="account_logout"),
    path("moins-de-16-ans", home.under_sixteen, name="under_sixteen"),
    path("compte-supprime", data.deleted, name="account_deleted"),
    path(_ACCOUNT, home.overview, name="account"),
    path(f"{_ACCOUNT}profil", profile.overview, name="profile"),
    path(f"{_ACCOUNT}profil/commune", profile.place, name="profile_place"),
    path(f"{_ACCOUNT}profil/<slug:name>", profile.piece, name="profile_piece"),
    path(f"{_ACCOUNT}preferences", home.preferences, name="preferences"),
    path(f"{_ACCOUNT}adresse-mail", email.new_address, name="account_email"),
    path(f"{_ACCOUNT}adresse-mail/code", email.new_address_code, name="account_email_code"),
    path(f"{_ACCOUNT}confirmer", confirm.confirm, name="account_reauthenticate"),
    path(f"{_ACCOUNT}confirmer/cle", confirm.confirm_options, name="confirm_options"),
    path(f"{_ACCOUNT}securite", security.overview, name="mfa_index"),
    path(f"{_SECURITY}proteger", security.protect, name="protect"),
    path(f"{_SECURITY}mot-de-passe", security.password, name="account_change_password"),
    path(f"{_SECURITY}application", security.totp, name="mfa_activate_totp"),
    path(f"{_SECURITY}application/retirer", security.totp_remove, name="mfa_deactivate_totp"),
    path(f"{_SECURITY}cles", security.passkey_add, name="mfa_add_webauthn"),
    path(f"{_SECURITY}cles/options", security.passkey_options, name="passkey_options"),
    path(f"{_SECURITY}cles/<int:passkey_id>/retirer", security.passkey_remove, name="mfa_remove_webauthn"),
    path(f"{_SECURITY}codes-de-secours", security.recovery_codes, name="mfa_view_recovery_codes"),
    path(f"{_SECURITY}appareils", security.devices, name="usersessions_list"),
    path(f"{_SECURITY}appareils/<int:session_id>/deconnecter", security.device_end, name="device_end"),
    path(f"{_SECURITY}appareils/deconnecter", security.devices_end, name="devices_end"),
    path(f"{_ACCOUNT}employeur", employer.overview, name="employer"),
    path(f"{_ACCOUNT}employeur/demander/<slug:slug>", employer.ask, name="employer_ask"),
    path(f"{_ACCOUNT}employeur/lien", employer.link, name="employer_link"),
    path(f"{_ACCOUNT}employeur/<uuid:affiliation_id>/lien", employer.renew, name="employer_renew"),
    path(f"{_ACCOUNT}employeur/<uuid:affiliation_id>/courriels", employer.work_mails, name="employer_mails"),
    path(f"{_ACCOUNT}employeur/<uuid:affiliation_id>/fin", employer.leave, name="employer_leave"),
    path(f"{_ACCOUNT}aider", helping.overview, name="helping"),
    path(f"{_ACCOUNT}aider/demander", helping.ask, {"side": Side.HELPER}, name="helping_ask"),
    path(f"{_ACCOUNT}aider/etre-aide", helping.ask, {"side": Side.HELPED}, name="helping_offer"),
    path(f"{_ACCOUNT}aider/code", helping.code, name="helping_code"),
    path(f"{_ACCOUNT}aider/quitter", helping.leave, name="helping_leave"),
    path(f"{_ACCOUNT}aider/<uuid:mandate_id>", helping.detail, name="helping_one"),
    path(f"{_ACCOUNT}aider/<uuid:mandate_id>/repondre", helping.answer, name="helping_answer"),
    path(f"{_ACCOUNT}aider/<uuid:mandate_id>/prolonger", helping.renew, name="helping_renew"),
    path(f"{_ACCOUNT}aider/<uuid:mandate_id>/fin", helping.end, name="helping_end"),
    path(f"{_ACCOUNT}aider/<uuid:mandate_id>/agir", helping.act_for, name="helping_act"),
    path(f"{_ACCOUNT}organisation", organisation.overview, name="organisation"),
    path(f"{_ACCOUNT}identites", linked.overview, name="identities"),
    path(f"{_ACCOUNT}identites/lier", first_time.link_pending, name="identity_link"),
    path(f"{_ACCOUNT}identites/reunir", merging.merge, name="accounts_merge"),
    path(f"{_ACCOUNT}identites/<slug:provider_key>/ajouter", linked.add, name="identity_add"),
    path(f"{_ACCOUNT}identites/<uuid:identity_id>/retirer", linked.remove, name="identity_remove"),
    path(f"{_ACCOUNT}services-lies", linked_services.overview, name="linked_services"),
    path(f"{_ACCOUNT}services-lies/<uuid:link_id>/fin", linked_services.end, name="linked_service_end"),
    path(f"{_ACCOUNT}services-lies/justificatifs/<uuid:purchase_id>", purchases.page, name="purchase"),
    path("oidc/authorize", authorize.authorize, name="oidc-authorize"),
    path("oidc/essai", sandbox.page, name="oidc_sandbox"),
    path("oidc/consent", authorize.consent, name="oidc-consent"),
    path("oidc/accessibilite", share_step.step, name="oidc-accessibility"),
    path("oidc/logout", authorize.sign_out, name="oidc-logout"),
    path("oidc/logout/confirm", authorize.sign_out_confirmed, name="oidc-logout-confirm"),
    path(f"{_ACCOUNT}accessibilite", accessibility.overview, name="needs"),
    path(f"{_ACCOUNT}accessibilite/apercu", accessibility.preview, name="needs_preview"),
    path(f"{_ACCOUNT}accessibilite/apercu/<slug:vocabulary>", accessibility.download, name="needs_download"),
    path(f"{_ACCOUNT}accessibilite/effacer", accessibility.erase, name="needs_erase"),
    path(_SHARES, sharing.overview, name="shares"),
    path(f"{_SHARES}/prevenir", sharing.tell, name="share_tell"),
    path(f"{_SHARES}/avec/<uuid:link_id>", sharing.choose, name="share_choose"),
    path(f"{_SHARES}/<uuid:share_id>/fin", sharing.end, name="share_end"),
    path(f"{_SHARES}/<uuid:share_id>/moins", sharing.narrow, name="share_narrow"),
    path(f"{_SHARES}/demandes/<uuid:request_id>/refuser", sharing.refuse, name="share_refuse"),
    path(f"{_ACCOUNT}accessibilite/<slug:name>", accessibility.piece, name="needs_piece"),
    path(f"{_ACCOUNT}donnees-certifiees", certified.overview, name="certified"),
    path(f"{_ACCOUNT}donnees-certifiees/pour/<slug:slug>", certified.choose, name="certified_choose"),
    path(f"{_ACCOUNT}donnees-certifiees/franceconnect", certified.leave, name="certified_leave"),
    path(f"{_ACCOUNT}donnees-certifiees/retour", certified.returned, name="certified_returned"),
    path(f"{_ACCOUNT}donnees-certifiees/suite", certified.onward, name="certified_onward"),
    path(f"{_ACCOUNT}donnees-certifiees/donnee/<uuid:fact_id>/contester", certified.contest, name="certified_contest"),
    path(f"{_ACCOUNT}donnees-certifiees/donnee/<uuid:fact_id>/reprendre", certified.take_up, name="certified_take_up"),
    path(f"{_ACCOUNT}donnees-certifiees/<uuid:agreement_id>/redemander", certified.ask_again, name="certified_ask"),
    path(f"{_ACCOUNT}donnees-certifiees/<uuid:agreement_id>/fin", certified.revoke, name="certified_revoke"),
    path(f"{_ACCOUNT}donnees", data.overview, name="my_data"),
    path(f"{_ACCOUNT}donnees/preuves", data.proofs, name="proofs"),
    path(f"{_ACCOUNT}donnees/telecharger", data.download, name="my_data_download"),
    path(f"{_ACCOUNT}supprimer", data.delete, name="account_delete"),
    path("mon-profil", _moved("/mon-compte/profil")),
    path("inscription/formulaire", _moved("/inscription")),
    path("inscription/association", _moved("/mon-compte/employeur/lien")),
    path("inscription/erreur", _moved("/inscription")),
    path("inscription/indisponible", _moved("/inscription")),
    path("redirection", _moved("/connexion")),
]
