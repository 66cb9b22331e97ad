"""Whether an EKS cluster holds pods to network policies."""

import json
from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import first
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import plain

CLUSTER = "aws:eks:Cluster"
ADDON = "aws:eks:Addon"
RELEASES = ("kubernetes:helm.sh:Release", "kubernetes:helm.sh:Chart")
OTHER_ENGINES = ("cilium", "calico", "tigera-operator", "antrea")
CNI = "vpc-cni"


@check(ADDON, reads=("addonName", "configurationValues"))
def addon_enforces_policies(addon: Resource, _world: World) -> Iterator[Outcome]:
    """The cluster's network add-on holds pods to network policies, which it leaves out unasked.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/cni-network-policy-configure.html
    """
    if plain(addon.get("addonName")) != CNI:
        yield NotApplicable("it is not about the pods' network")
        return
    path = "configurationValues"
    said = addon.get(path)
    if said is UNKNOWN:
        yield Undetermined(path, f"{path} is known after deployment")
    elif _is_on(said):
        yield Pass(path)
    else:
        yield Fail(path, "enableNetworkPolicy is not set: network policies are not enforced")


@check(CLUSTER, reads=(f"{ADDON}.clusterName", "computeConfig.enabled"), joins=True)
def cluster_has_an_engine(cluster: Resource, world: World) -> Iterator[Outcome]:
    """Something in the cluster enforces network policies."""
    if plain(cluster.get("computeConfig.enabled")) is True:
        yield NotApplicable("the cluster's own nodes enforce them")
        return
    addons = world.estate.pointing(cluster, "clusterName", ADDON)
    charts = [str(each.get("chart")).casefold() for each in world.estate.of(*RELEASES)]
    if any(plain(each.get("addonName")) == CNI for each in addons) or any(
        engine in chart for chart in charts for engine in OTHER_ENGINES
    ):
        yield Pass()
    else:
        yield Fail("", f"no add-on {CNI} that could enforce network policies is part of it")


def _is_on(text: object) -> bool:
    if not isinstance(text, str):
        return False
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return '"true"' in text.split("enableNetworkPolicy", 1)[-1][:12]
    return plain(first(values, "enableNetworkPolicy").value) is True


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-12": (addon_enforces_policies, cluster_has_an_engine),
}
