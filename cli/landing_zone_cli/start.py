"""Where `lz` starts: what has to be instant does not wait for what the other commands import."""

import gc
import os
import sys

INSTANT = ("check", "rules")
"""The commands that import little; see `checking`.

They run without the cyclic collector: what a document declares is needed to the end, and walking it
again and again would take a third of the time. Nor is it taken apart in the end.
"""


def main() -> None:
    """Run the command line."""
    arguments = sys.argv[1:]
    if arguments and arguments[0] in INSTANT:
        gc.disable()
        from landing_zone_cli import checking

        code = checking.main(arguments)
        sys.stderr.flush()
        os._exit(code)
    from landing_zone_cli import __main__

    __main__.main()
