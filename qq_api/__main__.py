"""`python -m qq_api sandbox`."""

import sys

from qq_api.cli import main

sys.exit(main())
