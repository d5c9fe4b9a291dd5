"""Communities of a funder: added, renamed, closed and reopened."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from mob.directory import selectors as directory
from mob.directory import services
from mob.directory.types import CommunityView, FunderView
from mob.kernel import clock
from mob.kernel.actor import Role
from mob.web.admin.access import StaffRequest, open_to
from mob.web.admin.pages import AdminForm, confirm_page, form_page


class CommunityForm(AdminForm):
    name = forms.CharField(
        label=gettext_lazy("Name of the community"),
        max_length=200,
        help_text=gettext_lazy("People choose it when they apply: write what they would call themselves."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Role.ADMINISTRATOR)
def create(request: StaffRequest, slug: str) -> HttpResponse:
    funder = directory.visible_funder(request.actor, slug)
    form = CommunityForm(request.POST or None)

    def save() -> str:
        name = form.cleaned_data["name"]
        services.create_community(request.actor, funder_id=funder.id, name=name, now=clock.now())
        return _address(funder)

    return form_page(
        request,
        form,
        save=save,
        title=_("New community"),
        here="funders",
        back=(funder.name, _address(funder)),
        intro=_("A community is a part of your public with its own agents. Without any, every agent sees every file."),
        done=_("The community is open."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Role.ADMINISTRATOR)
def rename(request: StaffRequest, slug: str, community_id: UUID) -> HttpResponse:
    funder, community = _found(request, slug, community_id)
    form = CommunityForm(request.POST or None, initial={"name": community.name})

    def save() -> str:
        name = form.cleaned_data["name"]
        services.rename_community(request.actor, community_id=community.id, name=name, now=clock.now())
        return _address(funder)

    return form_page(
        request, form, save=save, title=_("Rename a community"), here="funders", back=(funder.name, _address(funder))
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Role.ADMINISTRATOR)
def close(request: StaffRequest, slug: str, community_id: UUID) -> HttpResponse:
    funder, community = _found(request, slug, community_id)

    def act() -> str:
        services.close_community(request.actor, community_id=community.id, now=clock.now())
        return _address(funder)

    return confirm_page(
        request,
        act=act,
        title=_("Close “%(name)s”") % {"name": community.name},
        text=_("Nobody can choose it any more when applying. Its agents keep the files they have, and see no others."),
        button=_("Close the community"),
        here="funders",
        back=(funder.name, _address(funder)),
        done=_("The community is closed."),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@open_to(Role.ADMINISTRATOR)
def reopen(request: StaffRequest, slug: str, community_id: UUID) -> HttpResponse:
    funder, community = _found(request, slug, community_id)

    def act() -> str:
        services.reopen_community(request.actor, community_id=community.id, now=clock.now())
        return _address(funder)

    return confirm_page(
        request,
        act=act,
        title=_("Reopen “%(name)s”") % {"name": community.name},
        text=_("People can choose it again when applying."),
        button=_("Reopen the community"),
        here="funders",
        back=(funder.name, _address(funder)),
        done=_("The community is open."),
    )


def _found(request: StaffRequest, slug: str, community_id: UUID) -> tuple[FunderView, CommunityView]:
    funder = directory.visible_funder(request.actor, slug)
    mine = directory.communities_managed(request.actor, funder.id)
    community = next((each for each in mine if each.id == community_id), None)
    if community is None:
        raise Http404
    return funder, community


def _address(funder: FunderView) -> str:
    return reverse("admin:funder", args=[funder.slug]) + "#communautes"
