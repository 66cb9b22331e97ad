"""What a run says of itself: what was not asked, and why, in a line each."""

from collections import Counter
from collections.abc import Collection, Iterator

from landing_zone_policies.estate import Estate
from landing_zone_policies.settings import Settings

OTHER_PROGRAM = "another program may have it: whole_account is off"
"""Why what an account needs once is not asked for."""
UNJUDGED = "residency is not judged: settings.jurisdictions names no place where data may be"


def not_asked(
    settings: Settings, groups: Collection[str], messages: Collection[str]
) -> Iterator[str]:
    """Say what the settings leave out of what the rules would have had to say.

    Args:
        settings: What the rules went by.
        groups: The groups of the rules that had something to say, such as `REG`.
        messages: What they said.
    """
    if not settings.jurisdictions and "REG" in groups:
        yield UNJUDGED
    if OTHER_PROGRAM in messages:
        yield "what an account needs once is not asked for: settings.whole_account is off"


def strangers(estate: Estate) -> Iterator[str]:
    """Say whose resources there are where no rule looks at any."""
    of = Counter(
        each.type.partition(":")[0]
        for each in estate.resources
        if each.custom and not each.type.startswith("pulumi:")
    )
    for package, number in of.items():
        yield f"{number} of the resources are of the package {package}: no rule looks at them"
