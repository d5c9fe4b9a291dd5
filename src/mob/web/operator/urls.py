"""Addresses of the console."""

from django.urls import path

from mob.web.operator import clients, editing, home, invitation, people, plugging, proofs, sandbox, webhook

app_name = "operator"
_CLIENT = "clients/<uuid:client_id>"

urlpatterns = [
    path("", home.page, name="home"),
    path("choisir", home.choose, name="choose"),
    path("clients/nouveau", clients.create, name="client-create"),
    path(_CLIENT, clients.page, name="client"),
    path(f"{_CLIENT}/modifier", editing.edit, name="client-edit"),
    path(f"{_CLIENT}/redemander", editing.ask_again, name="client-ask"),
    path(f"{_CLIENT}/fermer", editing.close, name="client-close"),
    path(f"{_CLIENT}/brancher", plugging.page, name="client-plug"),
    path(f"{_CLIENT}/secret", proofs.rotate, name="client-secret"),
    path(f"{_CLIENT}/cles", proofs.add_key, name="client-key"),
    path(f"{_CLIENT}/preuves/<uuid:credential_id>/fin", proofs.end, name="client-proof-end"),
    path(f"{_CLIENT}/webhook", webhook.page, name="webhook"),
    path(f"{_CLIENT}/webhook/essayer", webhook.try_out, name="webhook-try"),
    path(f"{_CLIENT}/webhook/secret", webhook.renew, name="webhook-renew"),
    path(f"{_CLIENT}/webhook/<uuid:call_id>/renvoyer", webhook.send_again, name="webhook-again"),
    path("essai", sandbox.page, name="sandbox"),
    path("essai/<uuid:person_id>/fin", sandbox.end, name="sandbox-end"),
    path("equipe", people.page, name="people"),
    path("equipe/inviter", people.invite, name="invite"),
    path("equipe/<uuid:membership_id>/fin", people.end, name="member-end"),
    path("equipe/invitations/<uuid:invitation_id>/annuler", people.cancel, name="invitation-cancel"),
    path("invitation/<str:token>", invitation.page, name="invitation"),
]
