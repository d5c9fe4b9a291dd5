"""Stand-ins of what the State serves: FranceConnect, FranceConnect+, ProConnect and API Particulier, invented.

They speak the real protocols, strictly, with invented people who act a script (certified, refused, slow, wrong
signature…). `Standins.answer` is the one entry: a request in, an answer out, no socket. Demonstrations and tests alone.
"""

from mob.integrations.standins.desk import Standins, address
from mob.integrations.standins.transport import StandinTransport
from mob.integrations.standins.wire import StandinRequest, StandinResponse

__all__ = ["StandinRequest", "StandinResponse", "StandinTransport", "Standins", "address"]
