"""The EC2 quotas that machines, addresses and disks count against."""

from collections.abc import Iterator, Sequence

from landing_zone.core import Environment
from landing_zone.quota.spec import Limit, Need, counted

NAMES = {
    "L-1216C47A": "Running On-Demand Standard instances",
    "L-417A185B": "Running On-Demand P instances",
    "L-DB2E81BA": "Running On-Demand G and VT instances",
    "L-1945791B": "Running On-Demand Inf instances",
    "L-2C3B7624": "Running On-Demand Trn instances",
    "L-C4BD4855": "All P5 Spot Instance Requests",
    "L-7212CCBC": "All P4, P3 and P2 Spot Instance Requests",
    "L-3819A6DF": "All G and VT Spot Instance Requests",
    "L-B5D1601B": "All Inf Spot Instance Requests",
    "L-6B0D517C": "All Trn Spot Instance Requests",
}
"""The quotas of vCPUs. The catalogue says which one a machine counts against; what is reserved
counts as on demand.

Sources: https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html,
https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/capacity-reservation-overview.html
"""

STANDARD = "L-1216C47A"
"""What general-purpose machines count against."""

SERVICE = "ec2"

OTHERS = {
    "addresses": (SERVICE, "L-0263D0A3", "EC2-VPC Elastic IPs", "addresses", 1),
    "disk_gib": ("ebs", "L-7A658B76", "Storage for gp3 volumes, in TiB", "TiB", 1024),
}
"""By what is needed: service, code, name, unit, and how much of what is needed makes one.

Source: https://docs.aws.amazon.com/general/latest/gr/ebs-service.html
"""


def limits(env: Environment, needs: Sequence[Need]) -> list[Limit]:
    """Return the quotas that a zone needs; accelerators are counted by their machines' vCPUs."""
    return counted([*_of_machines(env, needs), *_of_others(env, needs)])


def _of_machines(env: Environment, needs: Sequence[Need]) -> Iterator[Limit]:
    for need in needs:
        if need.unit == "vcpus":
            code = need.code or ("" if need.machine else STANDARD)
            market = "Spot" if need.spot else "On-Demand"
            name = NAMES.get(code, f"{market} {need.machine} instances")
            yield _limit(env, (SERVICE, code, name, "vCPUs"), need.amount, need.because)


def _of_others(env: Environment, needs: Sequence[Need]) -> Iterator[Limit]:
    for unit, (service, code, name, shown, size) in OTHERS.items():
        those = [need for need in needs if need.unit == unit]
        if those:
            total = -(-sum(need.amount for need in those) // size)
            because = ", ".join(dict.fromkeys(need.because for need in those))
            yield _limit(env, (service, code, name, shown), total, because)


def _limit(env: Environment, quota: tuple[str, str, str, str], amount: int, because: str) -> Limit:
    service, code, name, unit = quota
    ask = (
        f"aws service-quotas get-service-quota --region {env.region}"
        f" --service-code {service} --quota-code {code}"
    )
    return Limit(service, code, name, unit, amount, (because,), ask=ask if code else "")
