"""Speed, as ratios from one run: `make bench`."""

import os

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
"""Users' Python keeps bytecode; where it may not, every tool here would be timed compiling."""
