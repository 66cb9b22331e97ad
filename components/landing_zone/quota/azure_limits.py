"""The quotas of a subscription that machines and addresses count against."""

from collections.abc import Iterator, Sequence

from landing_zone.core import Environment
from landing_zone.quota.spec import Limit, Need, counted

COMPUTE, NETWORK = "Microsoft.Compute", "Microsoft.Network"

GENERAL = ("standardDSv5Family", "Standard DSv5 Family vCPUs")
"""The family of the general-purpose nodes."""


def limits(env: Environment, needs: Sequence[Need]) -> list[Limit]:
    """Return the quotas that a zone needs.

    Azure counts vCPUs, by family and for the region; accelerators go with them. All spot vCPUs
    are one quota, whatever the family. Disks have none that matters.

    Source: https://learn.microsoft.com/azure/virtual-machines/quotas
    """
    return counted([limit for need in needs for limit in _of(env, need)])


def _of(env: Environment, need: Need) -> Iterator[Limit]:
    if need.unit == "addresses":
        yield _limit(env, (NETWORK, "PublicIPAddresses", "Public IP Addresses", "addresses"), need)
    if need.unit != "vcpus":
        return
    if need.spot:
        yield _limit(env, (COMPUTE, "lowPriorityCores", "Total Regional Spot vCPUs", "vCPUs"), need)
        return
    code, name = (need.code, f"{need.code} vCPUs") if need.machine else GENERAL
    yield _limit(env, (COMPUTE, code, name, "vCPUs"), need)
    yield _limit(env, (COMPUTE, "cores", "Total Regional vCPUs", "vCPUs"), need)


def _limit(env: Environment, quota: tuple[str, str, str, str], need: Need) -> Limit:
    service, code, name, unit = quota
    scope = f"/subscriptions/{env.account}/providers/{service}/locations/{env.region}"
    ask = f"az quota show --scope {scope} --resource-name '{code}'"
    amount, because = need.amount, (need.because,)
    return Limit(service, code, name, unit, amount, because, (("region", env.region),), ask)
