"""The demonstration: invented people, funders and applications, made through the product's own use cases.

It exists in the demo and test environments alone. Nothing here is secret: passwords and second factors are derived
from the installation's own secret, so that no two demonstrations share them and the repository holds none.
"""

from mob.config.demo.people import DemoPerson, people
from mob.config.demo.real_aids import ask_for_real_aids
from mob.config.demo.registration import register_operator
from mob.config.demo.seed import seed

__all__ = ["DemoPerson", "ask_for_real_aids", "people", "register_operator", "seed"]
