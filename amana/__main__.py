"""`python -m amana`, which is the console command."""

from __future__ import annotations

import sys

from amana.app import main

if __name__ == "__main__":
    sys.exit(main())
