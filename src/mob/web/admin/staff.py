"""Staff of a funder and administrators of the platform: invited, changed, ended."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.rules import PLATFORM_ROLES, PROCESSING_ROLES, grantable_roles
from mob.directory.types import Appointment, CommunityView, FunderView, MembershipView
from mob.kernel import clock
from mob.kernel.actor import Role
from mob.web.admin import words
from mob.web.admin.access import MANAGERS, StaffRequest, open_to, show
from mob.web.admin.pages import AdminForm, confirm_page, form_page

ALL, SOME = "toutes", "certaines"


class CardForm(AdminForm):
    """The card of a member, without an address: what changes once she is here."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), widget=forms.RadioSelect)
    first_name = forms.CharField(label=gettext_lazy("First name"), max_length=120, required=False)
    last_name = forms.CharField(label=gettext_lazy("Name"), max_length=120, required=False)
    capacity = forms.CharField(
        label=gettext_lazy("Capacity"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("It signs decisions: for example, head of the mobility office."),
    )
    service = forms.CharField(label=gettext_lazy("Department"), max_length=160, required=False)
    reach = forms.ChoiceField(
        label=gettext_lazy("Communities"),
        widget=forms.RadioSelect,
        choices=[(ALL, gettext_lazy("Every community")), (SOME, gettext_lazy("Only those ticked below"))],
    )
    community_ids = forms.MultipleChoiceField(
        label=gettext_lazy("Communities seen"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(
        self,
        *args: Any,
        roles: frozenset[Role],
        communities: list[CommunityView],
        at_platform: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = words.role_choices(roles, at_platform=at_platform)  # type: ignore[attr-defined]
        if communities and roles & PROCESSING_ROLES:
            named = [(str(each.id), each.name) for each in communities]
            self.fields["community_ids"].choices = named  # type: ignore[attr-defined]
        else:
            del self.fields["reach"], self.fields["community_ids"]

    def appointment(self) -> Appointment:
        """What was typed, as services take it."""
        data = self.cleaned_data
        ticked = frozenset(UUID(each) for each in data.get("community_ids", ()))
        return Appointment(
            role=Role(data["role"]),
            first_name=data["first_name"],
            last_name=data["last_name"],
            capacity=data["capacity"],
            service=data["service"],
            community_ids=ticked if data.get("reach") == SOME else None,
        )


class InvitationForm(CardForm):
    email = forms.CharField(
        label=gettext_lazy("E-mail address"),
        max_length=254,
        help_text=gettext_lazy("The invitation is good for seven days, and for this address alone."),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("email", "role")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*MANAGERS)
def invite(request: StaffRequest, slug: str) -> HttpResponse:
    funder = directory.visible_funder(request.actor, slug)
    roles = grantable_roles(request.actor, funder.id)
    form = InvitationForm(request.POST or None, roles=roles, communities=directory.communities_of(funder.id))
    return _invite(request, form, funder_id=funder.id, back=(funder.name, _address(funder)), here="funders")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to()
def invite_administrator(request: StaffRequest) -> HttpResponse:
    form = InvitationForm(request.POST or None, roles=PLATFORM_ROLES, communities=[], at_platform=True)
    back = (_("Administrators"), reverse("admin:platform"))
    return _invite(request, form, funder_id=None, back=back, here="platform")


def _invite(
    request: StaffRequest, form: InvitationForm, *, funder_id: UUID | None, back: tuple[str, str], here: str
) -> HttpResponse:
    def save() -> str:
        card = form.appointment()
        services.invite(
            request.actor,
            funder_id=funder_id,
            email=form.cleaned_data["email"],
            role=card.role,
            first_name=card.first_name,
            last_name=card.last_name,
            capacity=card.capacity,
            service=card.service,
            community_ids=card.community_ids,
            now=clock.now(),
        )
        return back[1]

    return form_page(
        request,
        form,
        save=save,
        title=_("Invite someone"),
        here=here,
        back=back,
        intro=_("They receive a link, sign in with that address, and protect their account with a second factor."),
        button=_("Send the invitation"),
        done=_("The invitation is on its way."),
    )


@require_safe
@open_to()
def platform(request: StaffRequest) -> HttpResponse:
    """Who looks after the platform or writes its pages, and those who were invited."""
    now = clock.now()
    context = {
        "people": [(row, words.PLATFORM_ROLES[row.role]) for row in directory.memberships_of(request.actor, None)],
        "invitations": [(row, row.is_open_at(now)) for row in directory.invitations_of(request.actor, None, now=now)],
        "me": request.actor.id,
    }
    return show(request, "platform.html", context, here="platform")


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*MANAGERS)
def change(request: StaffRequest, membership_id: UUID) -> HttpResponse:
    """Another role, name or reach for a member of a funder."""
    member = _member(request, membership_id)
    if member.funder_id is None:
        raise Http404
    form = CardForm(
        request.POST or None,
        initial=_initial(member),
        roles=grantable_roles(request.actor, member.funder_id),
        communities=_choosable(request, member),
    )

    def save() -> str:
        card = form.appointment()
        services.change_membership(request.actor, membership_id=member.id, card=card, now=clock.now())
        return _home_of(member)[1]

    title = _("Card of %(name)s") % {"name": member.full_name}
    return form_page(request, form, save=save, title=title, here="funders", back=_home_of(member))


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*MANAGERS)
def end(request: StaffRequest, membership_id: UUID) -> HttpResponse:
    member = _member(request, membership_id)
    home = _home_of(member)

    def act() -> str:
        services.end_membership(request.actor, membership_id=member.id, now=clock.now())
        return home[1] if member.user_id != request.actor.id else "/mon-compte/"

    return confirm_page(
        request,
        act=act,
        title=_("End the rights of %(name)s") % {"name": member.full_name},
        text=_("From the next click, %(role)s rights are gone. What was decided and written stays, signed.")
        % {"role": str(words.ROLES[member.role]).lower()},
        button=_("End these rights"),
        here="funders" if member.funder_id else "platform",
        back=home,
        done=_("These rights have ended."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(*MANAGERS)
def cancel(request: StaffRequest, invitation_id: UUID) -> HttpResponse:
    """Take an invitation back."""
    view = directory.invitation(request.actor, invitation_id)
    if view is None:
        raise Http404
    funder = directory.funder(view.funder_id) if view.funder_id else None
    home = (funder.name, _address(funder)) if funder else (_("Administrators"), reverse("admin:platform"))

    def act() -> str:
        services.cancel_invitation(request.actor, invitation_id=invitation_id, now=clock.now())
        return home[1]

    return confirm_page(
        request,
        act=act,
        title=_("Cancel the invitation"),
        text=_("The link sent to %(email)s will open nothing.") % {"email": view.email},
        button=_("Cancel the invitation"),
        here="funders" if funder else "platform",
        back=home,
        done=_("The invitation is cancelled."),
    )


def _member(request: StaffRequest, membership_id: UUID) -> MembershipView:
    member = directory.membership(request.actor, membership_id)
    if member is None:
        raise Http404
    return member


def _choosable(request: StaffRequest, member: MembershipView) -> list[CommunityView]:
    """Open communities, and the closed ones this member already has: saving the card must not take them away."""
    had = {each.id for each in member.communities or ()}
    every = directory.communities_managed(request.actor, member.funder_id) if member.funder_id else []
    return [each for each in every if each.is_open or each.id in had]


def _initial(member: MembershipView) -> dict[str, Any]:
    names = ("first_name", "last_name", "capacity", "service")
    reach = ALL if member.communities is None else SOME
    ticked = [str(each.id) for each in member.communities or ()]
    return {name: getattr(member, name) for name in names} | {
        "role": member.role.value,
        "reach": reach,
        "community_ids": ticked,
    }


def _home_of(member: MembershipView) -> tuple[str, str]:
    funder = directory.funder(member.funder_id) if member.funder_id else None
    return (funder.name, _address(funder)) if funder else (_("Administrators"), reverse("admin:platform"))


def _address(funder: FunderView) -> str:
    return reverse("admin:funder", args=[funder.slug]) + "#equipe"
