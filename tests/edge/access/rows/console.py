"""The console of operators: nobody of the scene has one. What its own people may do: `tests/edge/operator`."""

from __future__ import annotations

from tests.edge.access.rules import CONSOLE, INVITED, INVITED_HERSELF, Row, act, form, page

_CLIENT = "operateur/clients/<uuid:client_id>"
_AT = "/operateur/clients/{partner_client}"
_CALL = "00000000-0000-4000-8000-000000000000"

ROWS = [
    page("operateur/", CONSOLE),
    form("operateur/choisir", "/operateur/choisir", CONSOLE),
    form("operateur/clients/nouveau", "/operateur/clients/nouveau", CONSOLE),
    page(_CLIENT, CONSOLE, at=_AT),
    form(f"{_CLIENT}/modifier", f"{_AT}/modifier", CONSOLE),
    act(f"{_CLIENT}/redemander", f"{_AT}/redemander", CONSOLE),
    form(f"{_CLIENT}/fermer", f"{_AT}/fermer", CONSOLE, {"x": ""}),
    page(f"{_CLIENT}/brancher", CONSOLE, at=f"{_AT}/brancher"),
    form(f"{_CLIENT}/secret", f"{_AT}/secret", CONSOLE, {"overlap": "24h"}),
    form(f"{_CLIENT}/cles", f"{_AT}/cles", CONSOLE),
    form(f"{_CLIENT}/preuves/<uuid:credential_id>/fin", f"{_AT}/preuves/{_CALL}/fin", CONSOLE),
    page(f"{_CLIENT}/webhook", CONSOLE, at=f"{_AT}/webhook"),
    act(f"{_CLIENT}/webhook/essayer", f"{_AT}/webhook/essayer", CONSOLE),
    form(f"{_CLIENT}/webhook/secret", f"{_AT}/webhook/secret", CONSOLE, {"x": ""}),
    act(f"{_CLIENT}/webhook/<uuid:call_id>/renvoyer", f"{_AT}/webhook/{_CALL}/renvoyer", CONSOLE),
    form("operateur/essai", "/operateur/essai", CONSOLE),
    form("operateur/essai/<uuid:person_id>/fin", f"/operateur/essai/{_CALL}/fin", CONSOLE),
    page("operateur/equipe", CONSOLE),
    form("operateur/equipe/inviter", "/operateur/equipe/inviter", CONSOLE),
    form("operateur/equipe/<uuid:membership_id>/fin", f"/operateur/equipe/{_CALL}/fin", CONSOLE),
    form(
        "operateur/equipe/invitations/<uuid:invitation_id>/annuler",
        f"/operateur/equipe/invitations/{_CALL}/annuler",
        CONSOLE,
    ),
    Row(
        "operateur/invitation/<str:token>",
        "/operateur/invitation/{partner_token}",
        INVITED,
        INVITED_HERSELF,
        {"x": ""},
    ),
]
