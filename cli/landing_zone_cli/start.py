"""Where `lz` starts: what has to be instant does not wait for what the other commands import."""

import sys

INSTANT = ("check", "rules")
"""The commands that import little; see `checking`."""


def main() -> None:
    """Run the command line."""
    arguments = sys.argv[1:]
    if arguments and arguments[0] in INSTANT:
        from landing_zone_cli import checking

        sys.exit(checking.main(arguments))
    from landing_zone_cli import __main__

    __main__.main()
