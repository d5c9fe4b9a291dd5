"""The data map: every table and column of the product, which hold personal data, why, for whom and how long.

One typed source (`tables`, `treatments`). The processing register and the impact assessment are written from it
(`make register`), the privacy page reads it, and a test asserts that no column is missing. It knows tables by name and
touches none.
"""

from mob.privacy.tables import data_map, datum_of
from mob.privacy.treatments import treatments
from mob.privacy.types import Datum, End, Table, Treatment, TreatmentCode

__all__ = ["Datum", "End", "Table", "Treatment", "TreatmentCode", "data_map", "datum_of", "treatments"]
