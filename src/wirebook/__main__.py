"""``python -m wirebook``: the same command where no script is installed."""

import sys

from wirebook.cli import main

sys.exit(main())
