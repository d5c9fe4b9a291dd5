"""`python -m publicodes`."""

from __future__ import annotations

import sys

from publicodes.cli import main

sys.exit(main())
