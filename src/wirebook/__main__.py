"""``python -m wirebook``: the same command where no script is installed."""

import sys

try:
    from wirebook.cli import main
except KeyboardInterrupt:  # main says this of everything that comes later
    sys.stderr.write("wirebook: interrupted\n")
    sys.exit(130)

sys.exit(main())
