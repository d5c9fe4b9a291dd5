"""The whole table: every row of `rows/`, read by rules that `rules.py` explains."""

from tests.edge.access.rows import accounts, administration, console, desk, everybody, finding, provider
from tests.edge.access.rules import NEVER, Row

__all__ = ["NEVER", "ROWS", "TABLE", "Row"]

ROWS = [
    *everybody.ROWS,
    *finding.ROWS,
    *provider.ROWS,
    *accounts.ROWS,
    *desk.ROWS,
    *administration.ROWS,
    *console.ROWS,
]
TABLE = {row.route: row for row in ROWS}
