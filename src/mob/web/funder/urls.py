"""Addresses of the funder's pages, under `/gestion/`."""

from django.urls import URLPattern, path, re_path, register_converter

from mob.web.citizen.converters import ReferenceConverter
from mob.web.funder import (
    award,
    dashboard,
    decide,
    employees,
    envelopes,
    exports,
    file,
    inbox,
    invitation,
    keys,
    letter,
    mailroom,
    masked_list,
    moves,
    outcomes,
    preferences,
    proposals,
    representing,
    to_pay,
)
from mob.web.funder.counter import home as counter_home
from mob.web.funder.counter import visit as counter_visit

register_converter(ReferenceConverter, "file_reference")

_FILE = "demandes/<file_reference:reference>"

urlpatterns: list[URLPattern] = [
    # The desk.
    path("", inbox.page, name="desk"),
    path("propositions", proposals.page, name="proposals"),
    path("prendre", inbox.claim_several, name="desk_claim_several"),
    path("raccourcis", preferences.shortcuts, name="desk_shortcuts"),
    path("financeur", preferences.switch, name="desk_switch"),
    path(_FILE, file.page, name="file"),
    path(f"{_FILE}/pieces/<uuid:document_id>", file.container, name="file_container"),
    path(f"{_FILE}/prendre", file.claim, name="file_claim"),
    path(f"{_FILE}/rendre", file.release, name="file_release"),
    path(f"{_FILE}/message", file.write, name="file_message"),
    path(f"{_FILE}/representation", representing.page, name="file_representation"),
    path(f"{_FILE}/note", file.note, name="file_note"),
    path(f"{_FILE}/{moves.REQUEST.path}", decide.request_changes, name="file_request"),
    path(f"{_FILE}/{moves.APPROVE.path}", decide.approve, name="file_approve"),
    path(f"{_FILE}/{moves.REJECT.path}", decide.reject, name="file_reject"),
    path(f"{_FILE}/{moves.REOPEN.path}", decide.reopen, name="file_reopen"),
    path(f"{_FILE}/{moves.RETURN_PROPOSAL.path}", decide.return_proposal, name="file_return"),
    path(f"{_FILE}/{moves.NOTIFY_WITHDRAWAL.path}", decide.notify_withdrawal, name="file_withdrawal"),
    path(f"{_FILE}/{moves.WITHDRAW_AWARD.path}", decide.withdraw_award, name="file_withdraw_award"),
    path(f"{_FILE}/{moves.DROP_WITHDRAWAL.path}", decide.drop_withdrawal, name="file_keep_award"),
    path(f"{_FILE}/decision", letter.page, name="file_decision"),
    path(f"{_FILE}/decision.pdf", letter.pdf, name="file_decision_pdf"),
    # Money.
    path(f"{_FILE}/coordonnees", award.confirm, name="file_details"),
    path(f"{_FILE}/facture/accepter", award.accept, name="file_invoice"),
    path(f"{_FILE}/facture/redemander", award.ask_again, name="file_invoice_again"),
    path("a-payer", to_pay.page, name="to_pay"),
    re_path(r"^a-payer/liste\.(?P<fmt>csv|ods)$", masked_list.file, name="to_pay_masked"),
    path("a-payer/marquer", to_pay.mark, name="to_pay_mark"),
    path("a-payer/retour", outcomes.page, name="to_pay_returned"),
    path("a-payer/coordonnees/<uuid:document_id>", to_pay.container, name="to_pay_details"),
    path("enveloppes", envelopes.listing, name="envelopes"),
    path("enveloppes/nouvelle", envelopes.new, name="envelope_new"),
    path("enveloppes/<uuid:envelope_id>", envelopes.change, name="envelope"),
    path("tableau-de-bord", dashboard.page, name="dashboard"),
    # The counter.
    path("guichet", counter_home.page, name="counter"),
    path("guichet/recevoir", counter_home.receive, name="counter_receive"),
    path("guichet/nouvelle-personne", counter_home.newcomer, name="counter_newcomer"),
    path("guichet/<uuid:visit_id>", counter_visit.page, name="counter_visit"),
    path("guichet/<uuid:visit_id>/mandat.pdf", counter_visit.mandate, name="counter_mandate"),
    path("guichet/<uuid:visit_id>/mandat", counter_visit.sign, name="counter_sign"),
    path("guichet/<uuid:visit_id>/demander", counter_visit.ask, name="counter_ask"),
    path("guichet/<uuid:visit_id>/reprendre", counter_visit.go_on, name="counter_go_on"),
    path("guichet/<uuid:visit_id>/recu.pdf", counter_visit.receipt, name="counter_receipt"),
    path("guichet/<uuid:visit_id>/fin", counter_visit.end, name="counter_end"),
    # What is written on paper.
    path("courriers", mailroom.page, name="mailroom"),
    path("courriers/imprimer", mailroom.print_them, name="mailroom_print"),
    path("courriers/partis", mailroom.mark, name="mailroom_mark"),
    path("courriers/<uuid:letter_id>/annuler", mailroom.undo, name="mailroom_undo"),
    # Lists taken away.
    path("exports", exports.page, name="exports"),
    path("exports/<uuid:export_id>/fichier", exports.file, name="export_file"),
    path("exports/<uuid:export_id>/effacer", exports.erase, name="export_erase"),
    # The people of an employer.
    path("salaries", employees.listing, name="employees"),
    path("salaries/partis", employees.leavers, name="leavers"),
    path("salaries/partis/confirmer", employees.leavers_done, name="leavers_done"),
    path("salaries/<uuid:affiliation_id>/accepter", employees.accept, name="employee_accept"),
    path("salaries/<uuid:affiliation_id>/refuser", employees.refuse, name="employee_refuse"),
    path("salaries/<uuid:affiliation_id>/fin", employees.end, name="employee_end"),
    # Staff and keys.
    path("cles/", keys.listing, name="keys"),
    path("cles/nouvelle", keys.create, name="key_create"),
    path("cles/importer", keys.bring, name="key_import"),
    path("cles/<uuid:key_id>/activer", keys.activate, name="key_activate"),
    path("cles/<uuid:key_id>/arreter", keys.stop, name="key_stop"),
    path("cles/<uuid:key_id>/retirer", keys.retire, name="key_retire"),
    path("invitation/<str:token>", invitation.page, name="invitation"),
]
