"""`python QQAPI-v….mcdr sandbox`: the command line, from the packed plugin as it is."""

import sys

from qq_api.cli import main

if __name__ == "__main__":
    sys.exit(main())
