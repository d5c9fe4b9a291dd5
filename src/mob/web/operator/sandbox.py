"""Test people: made by script, shown with what signs them in, ended."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.partner_types import SandboxScript
from mob.kernel import clock
from mob.web.admin.pages import EXPECTED, AdminForm
from mob.web.operator import words
from mob.web.operator.access import Request, confirm_page, in_console, partner_of, show


class PersonForm(AdminForm):
    """Which kind of person to make up."""

    script = forms.ChoiceField(
        label=gettext_lazy("Who is she?"),
        widget=forms.RadioSelect,
        choices=[(code.value, title) for code, (title, _detail) in words.SCRIPTS.items()],
        initial=SandboxScript.CERTIFIED.value,
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def page(request: Request) -> HttpResponse:
    """The people there are, and the form that makes another."""
    partner_id, form = partner_of(request.actor), PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        script = SandboxScript(form.cleaned_data["script"])
        try:
            services.make_sandbox_person(request.actor, partner_id=partner_id, script=script, now=clock.now())
            messages.success(request, _("There is one more test person."))
            return HttpResponseRedirect(reverse("operator:sandbox"))
        except EXPECTED as error:
            form.refuse(error)
    people = directory.sandbox_people(request.actor, partner_id)
    context = {"form": form, "people": [(each, *words.SCRIPTS[each.script]) for each in people]}
    return show(request, "sandbox.html", context, here="sandbox", status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def end(request: Request, person_id: UUID) -> HttpResponse:
    """She goes, with her links."""
    view = directory.sandbox_person(request.actor, person_id)

    def act() -> str:
        services.end_sandbox_person(request.actor, person_id=person_id, now=clock.now())
        return reverse("operator:sandbox")

    return confirm_page(
        request,
        act=act,
        title=_("Remove this test person"),
        text=_(
            "%(email)s signs in no more, and her links with your sandbox end: your services are told as for anybody."
        )
        % {"email": view.email},
        button=_("Remove her"),
        back=(_("Test people"), reverse("operator:sandbox")),
        done=_("The test person is gone."),
        here="sandbox",
    )
