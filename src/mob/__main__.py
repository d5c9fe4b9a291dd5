"""`python -m mob` is the `mob` command."""

import sys

from mob.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
