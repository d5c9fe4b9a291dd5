"""Addresses of people's pages."""

from django.urls import path, register_converter

from mob.web.citizen import (
    aid_page,
    application,
    applications,
    bank_details,
    consultations,
    former,
    invoice,
    letter,
    mistake,
    projects,
    search,
    undoing,
    withdrawal,
)
from mob.web.citizen.apply import autosaving, correction, landing, papers, sending, steps
from mob.web.citizen.calculators import commute, sticker
from mob.web.citizen.converters import ReferenceConverter
from mob.web.citizen.simulator import mailing
from mob.web.citizen.simulator import pages as simulator

register_converter(ReferenceConverter, "reference")

# Finding an aid, applying for it, and what becomes of an application.
urlpatterns = [
    path("recherche", search.page, name="search"),
    path("aides/<slug:slug>", aid_page.page, name="aid"),
    path("aide-page", aid_page.old_page),
    path("aides/<slug:slug>/signaler", mistake.page, name="report"),
    path("aides/<slug:slug>/demander", landing.page, name="apply"),
    path("simulateur/", simulator.page, name="simulator"),
    path("simulateur/partage", simulator.shared, name="simulator_shared"),
    path("simulateur/courriel", mailing.page, name="simulator_mail"),
    path("demandes", applications.listing, name="applications"),
    path("demandes/projet", projects.begin, name="project_begin"),
    path("demandes/projet/<uuid:project>", projects.page, name="project"),
    path("demandes/<reference:reference>", application.detail, name="application"),
    path("demandes/<reference:reference>/beneficiaire", steps.beneficiary, name="apply_beneficiary"),
    path("demandes/<reference:reference>/profil", steps.profile, name="apply_profile"),
    path("demandes/<reference:reference>/question/<slug:code>", steps.question, name="apply_question"),
    path("demandes/<reference:reference>/communaute", steps.community, name="apply_community"),
    path("demandes/<reference:reference>/brouillon", autosaving.autosave, name="apply_autosave"),
    path("demandes/<reference:reference>/papiers", papers.listing, name="apply_papers"),
    path("demandes/<reference:reference>/papiers/<uuid:proof_id>/retirer", papers.remove, name="apply_remove"),
    path("demandes/<reference:reference>/papiers/<slug:code>", papers.send, name="apply_upload"),
    path(
        "demandes/<reference:reference>/papiers/<slug:code>/achat/<uuid:purchase_id>",
        papers.purchase,
        name="apply_purchase",
    ),
    path("demandes/<reference:reference>/verifier", sending.check, name="apply_check"),
    path("demandes/<reference:reference>/envoyer", sending.send, name="apply_send"),
    path("demandes/<reference:reference>/recu", sending.receipt, name="receipt"),
    path("demandes/<reference:reference>/envoi", application.sent, name="application_sent"),
    path("demandes/<reference:reference>/consultations", consultations.of_file, name="file_consultations"),
    path("mon-compte/donnees/consultations", consultations.of_person, name="consultations"),
    path("demandes/<reference:reference>/decision", letter.page, name="decision_letter"),
    path("demandes/<reference:reference>/decision.pdf", letter.pdf, name="decision_pdf"),
    path("demandes/<reference:reference>/corriger", correction.page, name="correction"),
    path("demandes/<reference:reference>/coordonnees-bancaires", bank_details.page, name="bank_details"),
    path("demandes/<reference:reference>/facture", invoice.page, name="invoice"),
    path("demandes/<reference:reference>/messages", application.write, name="application_write"),
    path("demandes/<reference:reference>/retrait", withdrawal.page, name="withdrawal"),
    path("demandes/<reference:reference>/examen", undoing.ask_person, name="application_examined"),
    path("demandes/<reference:reference>/retirer", undoing.withdraw, name="application_withdraw"),
    path("demandes/<reference:reference>/supprimer", undoing.discard, name="application_discard"),
    path("demandes/<reference:reference>/reprendre", undoing.resume, name="application_resume"),
    path("simulateur/ma-vignette", sticker.page, name="sticker"),
    path("simulateur/mobilite-domicile-travail", commute.page, name="commute"),
    path("mon-dashboard", former.dashboard),
    path("subscriptions/new", former.new_subscription),
]
