"""Make an administrator of the platform, with the account that goes with it, and print a link that signs in once.

The link works for a day, until the first sign-in; it then leads to the set-up of a second factor, without which nothing
of the administration opens. Run it again for a new link:

  mob create-admin --email anne@exemple.fr --first-name Anne --last-name "Le Goff"
  mob create-admin --email anne@exemple.fr --forget-second-factor
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING
from uuid import UUID

from mob.cli.terminal import Stop, say

if TYPE_CHECKING:
    from mob.kernel.errors import MobError

HELP = "make an administrator, or open the way again to one who lost hers"


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--email", required=True, help="the address she signs in with")
    parser.add_argument("--first-name", default="", help="written under what she decides (first time only)")
    parser.add_argument("--last-name", default="", help="written under what she decides (first time only)")
    parser.add_argument(
        "--forget-second-factor", action="store_true", help="her telephone and her recovery codes are lost"
    )


def run(options: argparse.Namespace) -> int:
    from django.conf import settings

    from mob.identity import services
    from mob.kernel import clock
    from mob.kernel.actor import Actor
    from mob.kernel.errors import MobError

    system, now = Actor.system(), clock.now()
    try:
        user_id = _appointed(options)
        if options.forget_second_factor:
            services.forget_second_factors(system, user_id=user_id, now=now)
        token = services.make_setup_token(system, user_id=user_id)
    except MobError as error:
        raise Stop(_sentence(error)) from error
    say("Give her this link. It works once, for a day:\n")
    say(f"  {settings.ENV.public_url.rstrip('/')}/connexion/premiere-fois/{token}\n")
    return 0


def _appointed(options: argparse.Namespace) -> UUID:
    """The administrator of this address, appointed now if she was not."""
    from mob.directory import selectors as directory
    from mob.directory import services as directory_services
    from mob.identity import selectors, services
    from mob.kernel import clock
    from mob.kernel.actor import Actor

    known = selectors.user_by_email(options.email)
    if known and directory.platform_actor(known):
        say(f"{options.email} already is an administrator.")
        return known
    name = {"first_name": options.first_name.strip(), "last_name": options.last_name.strip()}
    if not all(name.values()):
        raise Stop("an administrator has a name: add --first-name and --last-name")
    user_id = services.provision(Actor.system(), email=options.email, now=clock.now())
    directory_services.appoint_administrator(Actor.system(), user_id=user_id, **name, now=clock.now())
    say(f"{options.email} is an administrator of the platform.")
    return user_id


def _sentence(error: MobError) -> str:
    from mob.kernel.errors import InvalidMany
    from mob.kernel.texts import text_of

    each = error.errors if isinstance(error, InvalidMany) else [error]
    return " ".join(text_of(one.code, "en", **one.params) for one in each)
