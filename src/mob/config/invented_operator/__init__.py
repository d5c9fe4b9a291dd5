"""« Appli Démo »: the site of an invented operator, where people sign in with moB. An example to read, and to copy.

Nothing of moB is used but its public addresses: the standard library, and joserfc to check signatures. It keeps its
visitors in memory; a real service keeps them where it keeps its own. `mob demo` serves it on the next port.

What a relying party must do is in `party.Party`: `begin` (state, nonce, PKCE), `finish` (compare the state and the issuer,
exchange the code, check the ID token), `read` (userinfo, with a refresh when the token is old), `ask` and `start` (the
interface: her aids, her applications, a draft that she sends herself), `was_signed_out` (back-channel logout). `journey`
reads what she shares of her needs for a trip; `purchases` hands over what she bought. `site` serves the page that `pages` writes.
"""

from mob.config.invented_operator.party import CLIENT_ID, SCOPE, Party, Trouble, Visitor
from mob.config.invented_operator.site import page, serve

__all__ = ["CLIENT_ID", "SCOPE", "Party", "Trouble", "Visitor", "page", "serve"]
