"""What a session must prove before a page answers: staff twice, and anew after a working day."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.http.response import HttpResponseRedirect

from mob.identity import selectors, sessions
from mob.kernel import clock
from mob.web import assisted
from mob.web.account.federation import hints
from mob.web.account.requests import CONFIRM, SIGN_IN, with_next
from mob.web.middleware import STAFF_SPACES

PROTECT = "/mon-compte/securite/proteger"


class SessionRules:
    """Ends the sessions of staff after twelve hours, those of Aidants Connect after half an hour, and keeps the staff pages
    for sessions with a second factor.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            if assisted.is_over(request):
                way_out = hints.way_out(request)
                sessions.drop(request, now=clock.now())
                return assisted.over(request, elsewhere=way_out)
            elsewhere = _sent_elsewhere(request)
            if elsewhere:
                return HttpResponseRedirect(elsewhere)
        return self.get_response(request)


def _sent_elsewhere(request: HttpRequest) -> str:
    """The page to go through first, or nothing."""
    now = clock.now()
    here = request.get_full_path() if request.method == "GET" else ""
    if sessions.is_too_old_for_staff(request, now=now):
        sessions.end(request, now=now)
        return with_next(SIGN_IN, here)
    sessions.touch(request, now=now)
    if not request.path_info.startswith(STAFF_SPACES) or sessions.is_strong(request):
        return ""
    user_id = sessions.user_id_of(request)
    if not sessions.is_staff(user_id):
        return ""
    return with_next(CONFIRM if selectors.has_second_factor(user_id) else PROTECT, here)
