"""The team of a partner: who is there, who is invited."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.partner_types import PartnerRole
from mob.directory.rules import is_partner_administrator
from mob.kernel import clock
from mob.web.admin.pages import AdminForm
from mob.web.operator import words
from mob.web.operator.access import Request, confirm_page, form_page, in_console, partner_of, show


class InviteForm(AdminForm):
    """An address and a role."""

    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The invitation is good for seven days, and for this address alone."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        widget=forms.RadioSelect,
        choices=[(code.value, label) for code, label in words.ROLES.items()],
        initial=PartnerRole.DEVELOPER.value,
    )


@require_safe
@in_console
def page(request: Request) -> HttpResponse:
    """Everybody, and the invitations that wait."""
    now, partner_id = clock.now(), partner_of(request.actor)
    invitations = directory.partner_invitations(request.actor, partner_id, now=now)
    context = {
        "people": [(each, words.ROLES[each.role]) for each in directory.partner_members(request.actor, partner_id)],
        "invitations": [(each, words.ROLES[each.role], each.is_open_at(now)) for each in invitations],
        "may_invite": is_partner_administrator(request.actor, partner_id),
        "me": request.actor.id,
    }
    return show(request, "people.html", context, here="people")


@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def invite(request: Request) -> HttpResponse:
    partner_id, form = _administered(request), InviteForm(request.POST or None)

    def save() -> str:
        services.invite_partner(
            request.actor,
            partner_id=partner_id,
            email=form.cleaned_data["email"],
            role=PartnerRole(form.cleaned_data["role"]),
            now=clock.now(),
        )
        return reverse("operator:people")

    return form_page(
        request,
        form,
        save=save,
        title=_("Invite someone"),
        here="people",
        back=(_("Team"), reverse("operator:people")),
        intro=_("They receive a link, sign in with that address, and protect their account with a second factor."),
        button=_("Send the invitation"),
        done=_("The invitation is on its way."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def end(request: Request, membership_id: UUID) -> HttpResponse:
    member = directory.partner_membership(request.actor, membership_id)
    if member is None:
        raise Http404
    if member.user_id != request.actor.id:
        _administered(request)

    def act() -> str:
        services.end_partner_membership(request.actor, membership_id=membership_id, now=clock.now())
        return reverse("operator:people") if member.user_id != request.actor.id else "/mon-compte/"

    return confirm_page(
        request,
        act=act,
        title=_("End the rights of %(name)s") % {"name": member.email},
        text=_("From the next click, this console is closed to that account. Secrets it read still hold: make others."),
        button=_("End these rights"),
        back=(_("Team"), reverse("operator:people")),
        done=_("These rights have ended."),
        here="people",
    )


@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def cancel(request: Request, invitation_id: UUID) -> HttpResponse:
    _administered(request)
    view = directory.partner_invitation(request.actor, invitation_id)
    if view is None:
        raise Http404

    def act() -> str:
        services.cancel_partner_invitation(request.actor, invitation_id=invitation_id, now=clock.now())
        return reverse("operator:people")

    return confirm_page(
        request,
        act=act,
        title=_("Cancel the invitation"),
        text=_("The link sent to %(email)s will open nothing.") % {"email": view.email},
        button=_("Cancel the invitation"),
        back=(_("Team"), reverse("operator:people")),
        done=_("The invitation is cancelled."),
        here="people",
    )


def _administered(request: Request) -> UUID:
    """Only an administrator of the partner goes on."""
    partner_id = partner_of(request.actor)
    if not is_partner_administrator(request.actor, partner_id):
        raise Http404
    return partner_id
