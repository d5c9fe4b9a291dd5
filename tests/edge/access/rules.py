"""Who gets what at which address. One line a route; a route without a line fails the tests.

Each line names a rule for reading (GET) and one for writing (POST). A rule is a row of thirteen letters, one for each
person of `tests/factories/scene.py`, in that order and grouped the same way:

    nobody | owner, another person | agents: here, elsewhere, another funder | supervisors: own, other funder
           | editors: own, other | administrators: own, other | the platform's

    o  the door opens: a page, or the act done       s  sent to sign in, and back
    r  led to the space that is hers                  h  hidden: such a page does not exist
    m  this address is not opened that way (405)     c  refused in words, whoever asks (409)
    u  a program must prove who it is (401)           b  a program is told what its form lacks (400)

Addresses speak of one funder, one community and one owner: what makes someone a stranger is who she is, not where.
Staff who have not proved a second factor are another table of one line: they open nothing (`test_matrix.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.factories.scene import Who


@dataclass(frozen=True)
class Rule:
    """What each person gets."""

    letters: str

    def __post_init__(self) -> None:
        assert len(self.letters.replace(" ", "")) == len(Who), self.letters

    @property
    def is_same_for_all(self) -> bool:
        return len(set(self.letters) - {" "}) == 1

    def of(self, who: Who) -> str:
        return self.letters.replace(" ", "")[list(Who).index(who)]


PUBLIC = Rule("o oo ooo oo oo oo o")
UNPROVED = Rule("u uu uuu uu uu uu u")  # no cookie counts there
BAD_FORM = Rule("b bb bbb bb bb bb b")
MOVED = Rule("r rr rrr rr rr rr r")  # an address that only leads to another
NEVER = Rule("m mm mmm mm mm mm m")
ABSENT = Rule("h hh hhh hh hh hh h")
SPENT = Rule("c cc ccc cc cc cc c")
ARRIVING = Rule("o rr rrr rr rr rr r")  # signed in already: led to her own pages
NEEDS_CODE = Rule("r rr rrr rr rr rr r")  # nothing pending: led to the start

# Nobody is signed in: led on, to sign in or to the good-bye page.
IF_SIGNED_IN = Rule("r oo ooo oo oo oo o")

# The link was mailed to the other person: whoever is signed in with another address is told so.
INVITED = Rule("o co ccc cc cc cc c")
INVITED_HERSELF = Rule("c co ccc cc cc cc c")

# The owner asked for it; the others are told so, or sent to sign in.
LINKED = Rule("s oc ccc cc cc cc c")
# The owner is affiliated already: led to where she stands.
NEWCOMERS = Rule("s ro ooo oo oo oo o")
# The strangers of the scene are the staff of an employer, where those affiliated to it are looked after.
PEOPLE = Rule("s hh hho ho hh hh h")
EMPLOYER_KEEPER = Rule("s hh hhh hh hh ho o")

# The strangers' console: nobody of the scene works for an operator.
CONSOLE = Rule("s hh hhh hh hh hh h")
ACCOUNT = Rule("s oo ooo oo oo oo o")
ACCOUNT_LEADS = Rule("s rr rrr rr rr rr r")
NEEDS_SAID = Rule("s or rrr rr rr rr r")  # the owner said what she needs; the others are led to say it
LEADS_NOWHERE = Rule("s hh hhh hh hh hh h")  # she has none to act on
APPLY = Rule("s rr rrr rr rr rr r")
DOSSIER = Rule("s oh hhh hh hh hh h")
DOSSIER_NEVER = Rule("s rh hhh hh hh hh h")

DESK = Rule("s hh ooo oo hh hh h")
OWN_DESK = Rule("s hh ooh oh hh hh h")
DESK_HOME = Rule("s hh ooo oo rr rr r")
FILE = Rule("s hh ohh oh hh hh h")
# An agent of the dossier finds the page, which says that only a supervisor takes a refused file up again.
REOPEN = Rule("s hh chh oh hh hh h")
# A list taken away is of who asked for it: here a supervisor.
OWN_EXPORT = Rule("s hh hhh oh hh hh h")
# Somebody is received by one agent, and nobody else works in her visit.
VISIT = Rule("s hh ohh hh hh hh h")
KEYS = Rule("s hh rrr oo hh oo h")
KEEPERS = Rule("s hh hhh oo hh oo h")
KEY = Rule("s hh hhh oh hh oh h")
KEY_READERS = Rule("s hh ooo oo hh oo h")

SUPERVISORS = Rule("s hh hhh oo hh hh h")
OWN_SUPERVISOR = Rule("s hh hhh oh hh hh h")

MEMBERS = Rule("s hh hhh oo oo oo o")
OWN_FUNDER = Rule("s hh hhh oh oh oh o")
MANAGERS = Rule("s hh hhh oh hh oh o")
KEEPER_ALONE = Rule("s hh hhh hh hh oh o")
PLATFORM = Rule("s hh hhh hh hh hh o")
AUTHORS = Rule("s hh hhh hh oo oo o")
AID = Rule("s hh hhh hh oh oh o")


@dataclass(frozen=True)
class Row:
    """One route. `form` is sent with POST, and works for whom the rule lets in: it must be done, not only received.

    `at` is an address, with names of the scene in braces. `is_done` False: it is enough that the form is considered.
    """

    route: str
    at: str
    get: Rule
    post: Rule
    form: dict[str, str] = field(default_factory=dict)
    is_done: bool = True
    is_json: bool = False


def page(route: str, get: Rule = PUBLIC, post: Rule = NEVER, at: str = "") -> Row:
    return Row(route, at or f"/{route}", get, post)


def form(route: str, at: str, rule: Rule, form: dict[str, str] | None = None, *, post: Rule | None = None) -> Row:
    """A page with its form: both for the same people."""
    return Row(route, at, rule, post or rule, form or {}, is_done=form is not None)


def act(route: str, at: str, rule: Rule, form: dict[str, str] | None = None, *, is_done: bool = True) -> Row:
    """A button: it is only sent."""
    return Row(route, at, NEVER, rule, form or {}, is_done=is_done)
