"""Use cases of the dossier, one file a family. Edges call `services.<verb>`."""

from mob.applications.services.consulting import note_consultation
from mob.applications.services.correspondence import add_note, mark_read, open_decision, write_message
from mob.applications.services.drafts import (
    check_open,
    check_reserved,
    choose_community,
    discard,
    save_answers,
    save_beneficiary,
    start,
)
from mob.applications.services.erasing import count_with_people, empty_everything
from mob.applications.services.letters import note_letter, note_letter_undone
from mob.applications.services.projects import begin_project
from mob.applications.services.proofs import Slot, attach, attach_late, check_late_slot, check_slot, take_in
from mob.applications.services.proofs import remove as remove_proof
from mob.applications.services.proposals import decide_proposal, propose_approval, propose_rejection, return_proposal
from mob.applications.services.representing import check_representation
from mob.applications.services.review import approve, claim, reject, release, reopen, request_changes
from mob.applications.services.sending import ask_person, resubmit, resume, submit, withdraw
from mob.applications.services.withdrawals import (
    answer_withdrawal,
    drop_withdrawal,
    notify_withdrawal,
    withdraw_award,
)

__all__ = [
    "Slot",
    "add_note",
    "answer_withdrawal",
    "approve",
    "ask_person",
    "attach",
    "attach_late",
    "begin_project",
    "check_late_slot",
    "check_open",
    "check_representation",
    "check_reserved",
    "check_slot",
    "choose_community",
    "claim",
    "count_with_people",
    "decide_proposal",
    "discard",
    "drop_withdrawal",
    "empty_everything",
    "mark_read",
    "note_consultation",
    "note_letter",
    "note_letter_undone",
    "notify_withdrawal",
    "open_decision",
    "propose_approval",
    "propose_rejection",
    "reject",
    "release",
    "remove_proof",
    "reopen",
    "request_changes",
    "resubmit",
    "resume",
    "return_proposal",
    "save_answers",
    "save_beneficiary",
    "start",
    "submit",
    "take_in",
    "withdraw",
    "withdraw_award",
    "write_message",
]
