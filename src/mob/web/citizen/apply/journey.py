"""The order of the pages of an application, what each still lacks, and where to go next. Pure; pages show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from mob.applications import needs
from mob.applications.views import Detail
from mob.directory.types import CommunityView
from mob.identity.types import ProfileView
from mob.web.components import Step


class Task(StrEnum):
    BENEFICIARY = "beneficiary"
    PROFILE = "profile"
    QUESTIONS = "questions"
    COMMUNITY = "community"
    PAPERS = "papers"
    CHECK = "check"


LABELS: dict[Task, Any] = {
    Task.BENEFICIARY: gettext_lazy("Who it is for"),
    Task.PROFILE: gettext_lazy("You"),
    Task.QUESTIONS: gettext_lazy("Your answers"),
    Task.COMMUNITY: gettext_lazy("Your community"),
    Task.PAPERS: gettext_lazy("Your papers"),
    Task.CHECK: gettext_lazy("Check and send"),
}


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its task, its address under the application, whether it lacks something, its words when it does."""

    task: Task
    path: str
    is_done: bool
    label: str
    has_answer: bool = True


@dataclass(frozen=True, slots=True)
class Journey:
    """The pages of one application in their order. Addresses are absolute paths."""

    reference: str
    pages: tuple[Page, ...]

    def address(self, path: str) -> str:
        return f"/demandes/{self.reference}/{path}"

    def resume(self) -> str:
        """The first page that lacks something, else the check."""
        return self.address(next((page.path for page in self.pages if not page.is_done), "verifier"))

    def after(self, path: str) -> str:
        """The page that follows in order."""
        return self.address(self._paths()[self._paths().index(path) + 1])

    def before(self, path: str) -> str:
        """The page before, or the list of applications from the first one."""
        index = self._paths().index(path)
        return self.address(self._paths()[index - 1]) if index else "/demandes"

    def missing(self) -> list[Page]:
        return [page for page in self.pages if not page.is_done]

    @property
    def is_complete(self) -> bool:
        return not self.missing()

    @property
    def is_answered(self) -> bool:
        """Whether who it is for, the profile and the questions are whole; papers aside."""
        return all(page.is_done for page in self.pages if page.task in (Task.BENEFICIARY, Task.PROFILE, Task.QUESTIONS))

    def tasks(self, here: Task) -> list[Step]:
        """The list of tasks beside the form: done, here, or to come, each with where it stands in words."""
        return [self._step(task, here) for task in self._tasks()]

    def place(self, here: Task) -> str:
        """`Step 3 of 5`."""
        tasks = self._tasks()
        return _("Step %(here)d of %(all)d") % {"here": tasks.index(here) + 1, "all": len(tasks)}

    def question_place(self, path: str) -> str:
        """`Question 2 of 3`."""
        questions = [page.path for page in self.pages if page.task is Task.QUESTIONS]
        return _("Question %(here)d of %(all)d") % {"here": questions.index(path) + 1, "all": len(questions)}

    def _paths(self) -> list[str]:
        return [*(page.path for page in self.pages), "verifier"]

    def _tasks(self) -> list[Task]:
        return [*dict.fromkeys(page.task for page in self.pages), Task.CHECK]

    def _step(self, task: Task, here: Task) -> Step:
        own = [page for page in self.pages if page.task is task]
        is_done = bool(own) and all(page.is_done for page in own)
        state = "here" if task is here else "done" if is_done else "upcoming"
        href = self.address(next((p.path for p in own if not p.is_done), own[0].path if own else "verifier"))
        return Step(str(LABELS[task]), state, self._detail(task, own, is_done), href)

    def _detail(self, task: Task, own: Sequence[Page], is_done: bool) -> str:
        if task is Task.CHECK:
            return _("Last step")
        if task is Task.QUESTIONS and len(own) > 1:
            given = sum(page.has_answer for page in own)
            return ngettext("%(given)d answer out of %(all)d", "%(given)d answers out of %(all)d", given) % {
                "given": given,
                "all": len(own),
            }
        return _("Done") if is_done else _("To do")


def build(detail: Detail, profile: ProfileView | None, communities: Sequence[CommunityView]) -> Journey:
    """The pages this aid needs, and what this application still lacks. `profile` None: only their order is asked for."""
    knows_her = profile is None or not needs.missing_parts(detail.aid, profile)
    pages = [
        Page(
            Task.BENEFICIARY, "beneficiaire", needs.knows_beneficiary(detail.beneficiary), _("Say who the aid is for")
        ),
        Page(Task.PROFILE, "profil", knows_her, _("Complete what concerns you")),
        *_questions(detail),
    ]
    if len(communities) > 1:
        pages.append(Page(Task.COMMUNITY, "communaute", not detail.needs_community, _("Choose your community")))
    if detail.aid.proofs:
        pages.append(Page(Task.PAPERS, "papiers", not detail.missing_proofs, _papers_missing(detail)))
    return Journey(detail.reference, tuple(pages))


def _questions(detail: Detail) -> list[Page]:
    return [
        Page(
            Task.QUESTIONS,
            f"question/{field.code}",
            field.code not in detail.missing_answers,
            field.label,
            detail.answers.get(field.code) not in (None, "", []),
        )
        for field in detail.aid.fields
    ]


def _papers_missing(detail: Detail) -> str:
    labels = [proof.label for proof in detail.aid.proofs if proof.code in detail.missing_proofs]
    return _("Add: %(papers)s") % {"papers": ", ".join(labels)}
