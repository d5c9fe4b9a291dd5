"""The request as our views receive it, for type checkers: after the middleware it carries the actor."""

from __future__ import annotations

from django.http import HttpRequest

from mob.kernel.actor import Actor


class Request(HttpRequest):
    """`actor` is set by `middleware.Hat`: one hat a request."""

    actor: Actor
