"""Which availability zones a network spreads over, the same ones for every account.

A zone's name, such as `eu-west-1a`, stands for another place in another account; its ID does not.
The IDs are written down here rather than asked for, so that a plan needs no answer from AWS, and
no subnet moves when AWS adds a zone or hides one from a list.

Source: https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-availability-zones.html
"""

from collections.abc import Iterator
from dataclasses import dataclass

from landing_zone.core import UnsupportedError

IDS = {
    "af-south-1": "afs1",
    "ap-east-1": "ape1",
    "ap-east-2": "ape2",
    "ap-northeast-1": "apne1",
    "ap-northeast-2": "apne2",
    "ap-northeast-3": "apne3",
    "ap-south-1": "aps1",
    "ap-south-2": "aps2",
    "ap-southeast-1": "apse1",
    "ap-southeast-2": "apse2",
    "ap-southeast-3": "apse3",
    "ap-southeast-4": "apse4",
    "ap-southeast-5": "apse5",
    "ap-southeast-6": "apse6",
    "ap-southeast-7": "apse7",
    "ca-central-1": "cac1",
    "ca-west-1": "caw1",
    "eu-central-1": "euc1",
    "eu-central-2": "euc2",
    "eu-north-1": "eun1",
    "eu-south-1": "eus1",
    "eu-south-2": "eus2",
    "eu-west-1": "euw1",
    "eu-west-2": "euw2",
    "eu-west-3": "euw3",
    "il-central-1": "ilc1",
    "me-central-1": "mec1",
    "me-south-1": "mes1",
    "mx-central-1": "mxc1",
    "sa-east-1": "sae1",
    "us-east-1": "use1",
    "us-east-2": "use2",
    "us-gov-east-1": "usge1",
    "us-gov-west-1": "usgw1",
    "us-west-1": "usw1",
    "us-west-2": "usw2",
}
"""What the IDs of a region's zones begin with."""

NUMBERS = {
    "ap-northeast-1": (1, 2, 4),
    "ca-central-1": (1, 2, 4),
    "us-east-1": (1, 2, 4),
    "us-west-1": (1, 3),
}
"""The zones used where they are not 1, 2 and 3: EKS refuses `use1-az3`, `usw1-az2` and `cac1-az3`,
and newer accounts have no `apne1-az3`.

Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
"""


@dataclass(frozen=True)
class Zone:
    """One availability zone of a network."""

    id: str
    """AWS's ID of it, such as `euw1-az1`."""
    letter: str
    """What tells its resources apart in logical names: `a`, `b` or `c`."""


def unknown_region(region: str) -> Iterator[UnsupportedError]:
    """Yield an error for a region whose zones are not known."""
    if region not in IDS:
        what = f"region: {region}, whose availability zones have no known IDs,"
        yield UnsupportedError(what, "aws", instead="use a region of aws or aws-us-gov")


def zones_of(region: str, count: int) -> list[Zone]:
    """Return the first zones of a region; a larger count keeps those of a smaller one."""
    numbers = NUMBERS.get(region, (1, 2, 3))[:count]
    return [Zone(f"{IDS[region]}-az{number}", "abc"[index]) for index, number in enumerate(numbers)]


def zone_names(region: str, count: int) -> list[str]:
    """Return the IDs of the first zones of a region, so that the n-th is the network's n-th."""
    return [zone.id for zone in zones_of(region, count)]
