"""The webhook of a client: its secret, what was sent and how it was answered, sending once more."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mob.directory import selectors as directory
from mob.identity.oidc import keeping, overview, webhooks
from mob.kernel import clock
from mob.kernel.errors import Refused
from mob.web.admin.pages import words_of
from mob.web.operator.access import Request, confirm_page, in_console, show
from mob.web.operator.advice import ADVICE


@never_cache
@require_safe
@in_console
def page(request: Request, client_id: UUID) -> HttpResponse:
    """The last fifty messages, with what came back."""
    directory.partner_client(request.actor, client_id)
    sheet = overview.sheet(request.actor, client_id, now=clock.now())
    is_open = sheet.closed_at is None
    calls = webhooks.calls_of(client_id)
    context = {
        "sheet": sheet,
        "client": sheet.client,
        "secret": webhooks.secret_of(request.actor, client_id) if is_open and sheet.webhook_uri else "",
        "calls": [(each, ADVICE.get(each.outcome)) for each in calls],
        "is_open": is_open,
    }
    return show(request, "webhook.html", context)


@require_POST
@in_console
def try_out(request: Request, client_id: UUID) -> HttpResponse:
    """A message of trial."""
    return _planned(request, client_id, lambda: webhooks.try_out(request.actor, client_id, now=clock.now()))


@require_POST
@in_console
def send_again(request: Request, client_id: UUID, call_id: UUID) -> HttpResponse:
    """The same message, under the same number."""
    return _planned(request, client_id, lambda: webhooks.send_again(request.actor, client_id, call_id, now=clock.now()))


def _planned(request: Request, client_id: UUID, plan: Callable[[], None]) -> HttpResponse:
    directory.partner_client(request.actor, client_id)
    try:
        plan()
        messages.success(request, _("The message leaves within seconds: load this page again to see the answer."))
    except Refused as error:
        messages.error(request, words_of(error, request.LANGUAGE_CODE))
    return HttpResponseRedirect(reverse("operator:webhook", args=[client_id]))


@require_http_methods(["GET", "HEAD", "POST"])
@in_console
def renew(request: Request, client_id: UUID) -> HttpResponse:
    """Another signing secret; both sign for a day."""
    directory.partner_client(request.actor, client_id)
    address = reverse("operator:webhook", args=[client_id])

    def act() -> str:
        keeping.renew_webhook_secret(request.actor, client_id, now=clock.now())
        return address

    return confirm_page(
        request,
        act=act,
        title=_("Make another webhook secret"),
        text=_("For 24 hours every message bears both signatures: change the secret on your side meanwhile."),
        button=_("Make the secret"),
        back=(_("Webhook"), address),
        done=_("There is another secret. Both sign for 24 hours."),
    )
