"""Prints what the rules find in the insecure estates: `python -m tests.policies.estates`."""

import sys

from tests.policies.estates.judged import table

sys.stdout.write(f"{table()}\n")
