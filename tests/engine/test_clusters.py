"""The life of a cluster and its pools: what each change touches, and what it leaves alone."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from landing_zone_rehearsal.deployment import Outcome
from landing_zone_rehearsal.sandbox import Sandbox
from tests.zones import CLOUDS

from .driving import Project, changed, needs_engine, resources, succeeded, told, urns
from .test_life import Steps, creations, is_destroyed_in_order, needs, out_of_order

pytestmark = [needs_engine, pytest.mark.engine]

SERVE = {"accelerator": ["l4", "a10"], "max_nodes": 2, "capacity": ["spot", "on_demand"]}
NOTES = {"accelerator": ["t4"], "purpose": "notebook"}
"""A pool that there is from the beginning, and one that comes later."""

OTHER = ["t4"]
"""What the first pool does not have, and every stack's region does."""

CLUSTERS = {
    "aws": "aws:eks:Cluster",
    "gcp": "gcp:container:Cluster",
    "azure": "azure-native:containerservice:ManagedCluster",
}
NODES = {
    "aws": "aws:eks:NodeGroup",
    "gcp": "gcp:container:NodePool",
    "azure": "azure-native:containerservice:AgentPool",
}

TOO_FAR = {
    "aws": "Unsupported Kubernetes minor version update from 1.33 to 1.35",
    "gcp": "cannot upgrade the master more than a minor version at a time",
    "azure": r"Upgrading Kubernetes version 1\.33\S* to 1\.35\S* is not allowed",
}
"""What each cloud says of two minor versions at once."""

BACK = {
    "aws": "Unsupported Kubernetes minor version update from 1.34 to 1.33",
    "gcp": "specified version is not newer than the current version",
    "azure": r"Upgrading Kubernetes version 1\.34\S* to 1\.33\S* is not allowed",
}
"""What each cloud says of an older version."""

POD = "system:serviceaccount:training:trainer"
"""The pod of the stacks that reads the layer `curated`."""


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_cluster_lives(tmp_path, cloud, subtests):
    step = Chapters(Project.ours(tmp_path), cloud, subtests.test)
    step.configure("cluster", value={"version": "1.33"})
    step.configure("gpu_pool", value={"serve": SERVE})
    with step.project.served():
        layers = is_deployed_from_the_network_up(step)
    pods_may_what_they_were_granted(step, layers)
    with step.project.served():
        gets_another_pool(step)
        gets_a_larger_pool(step)
        tries_rungs_in_another_order(step)
        gets_another_accelerator(step)
        refuses_to_skip_a_version(step)
        goes_up_by_a_version(step)
        refuses_to_go_back(step)
        loses_a_pool(step)
        is_destroyed_in_order(step)
        is_destroyed_from_the_inside_out(step)


def test_another_way_out_leaves_a_cluster_on_azure_alone(tmp_path, subtests):
    step = Chapters(Project.ours(tmp_path), "azure", subtests.test)
    step.configure("cluster", value={})
    with step.project.served():
        succeeded(step.engine.up())
        done = step.changed_to("network", "egress_allow", value=["pypi.org"])
    touched = {urn for _, urn in changed(done)}
    assert step.clusters
    assert touched.isdisjoint(step.clusters)


class Chapters(Steps):
    """What each chapter of a cluster's life works with."""

    def __init__(self, project: Project, cloud: str, promise: Callable[[str], Any]) -> None:
        super().__init__(project, f"dev-{cloud}", promise)
        self.cloud = cloud

    def configure(self, *path: str, value: Any) -> None:
        """Change the zone that the stack describes."""
        self.project.configure(self.stack, ("landing-zone:zone", *path), value)

    def changed_to(self, *path: str, value: Any) -> Outcome:
        """Change the zone, and see that the engine does what it planned."""
        self.configure(*path, value=value)
        return self.taken_up(".".join(path))

    def taken_up(self, what: str) -> Outcome:
        """Deploy what was changed, and see that the engine does what it planned.

        What names the node groups inside the cluster is planned to change with every new one, also
        where the new one is called as the old one was: on Azure.
        """
        planned = succeeded(self.engine.preview())
        done = succeeded(self.engine.up())
        with self.promise(f"{what}: the up does nothing that a preview did not say"):
            more = {*changed(planned)} - {*changed(done)}
            assert {*changed(done)} <= {*changed(planned)}
            assert [each for each in more if each[0] != "update" or not is_inside(each[1])] == []
        return done

    def ids(self, *types: str) -> dict[str, str]:
        """Return what stands of some types: IDs by URN."""
        found = self.project.objects(self.stack)
        return {each.urn: each.id for each in found if kind(each.urn) in types}

    @property
    def clusters(self) -> dict[str, str]:
        """The cluster."""
        return self.ids(CLUSTERS[self.cloud])

    @property
    def nodes(self) -> dict[str, str]:
        """Every pool of nodes, of accelerators or not."""
        return self.ids(NODES[self.cloud])


def is_deployed_from_the_network_up(step: Chapters) -> dict[str, str]:
    done = succeeded(step.engine.up())
    with step.promise("what a resource needs was there before it, the cluster's objects too"):
        assert out_of_order(creations(step.calls()), needs(resources(step.engine))) == []
    built = [named(call.urn) for call in step.calls() if call.act == "create"]
    with step.promise("the cluster stands before its pools, and they before what runs on them"):
        (cluster,) = [named(urn) for urn in step.clusters]
        pools = [named(urn) for urn in step.nodes if "-gpu-" in urn]
        inside = [named(call.urn) for call in step.calls() if is_inside(call.urn)]
        assert len(pools) == 2
        assert built.index(cluster) < min(map(built.index, pools))
        checks = [name for name in inside if "-check-" in name]
        assert max(map(built.index, pools)) < min(map(built.index, checks))
    return done.outputs["lake"]["ids"]


def pods_may_what_they_were_granted(step: Chapters, layers: dict[str, str]) -> None:
    clouds = Sandbox(step.project.state / "clouds.db")
    try:
        may = {
            (pod, layer, verb)
            for pod in (POD, "system:serviceaccount:training:default")
            for layer in ("raw", "curated")
            for verb in ("read", "write")
            if clouds.can(pod, verb, layers[layer])
        }
    finally:
        clouds.close()
    with step.promise("a pod may what its service account was granted, by its cluster's word"):
        assert may == {(POD, "curated", "read")}


def gets_another_pool(step: Chapters) -> None:
    stood = step.clusters | step.nodes
    done = step.changed_to("gpu_pool", "notes", value=NOTES)
    with step.promise("another pool is added to what stands, in the cloud and inside"):
        assert {each.op for each in done.changes} == {"create", "update"}
        assert stood.items() < (step.clusters | step.nodes).items()
    with step.promise("and of the cloud's resources nothing else is touched"):
        assert {*touched(done)} == {*touched(done, "ai-gpu-notes")}


def gets_a_larger_pool(step: Chapters) -> None:
    stood = step.clusters | step.nodes
    done = step.changed_to("gpu_pool", "serve", "max_nodes", value=3)
    with step.promise("a pool is resized in place, every rung of it and nothing else"):
        assert {each.op for each in done.changes} == {"update"}
        assert {*touched(done)} == {urn for urn in step.nodes if "ai-gpu-serve" in urn}
        assert step.clusters | step.nodes == stood


def tries_rungs_in_another_order(step: Chapters) -> None:
    stood = step.clusters | step.nodes
    done = step.changed_to("gpu_pool", "serve", "capacity", value=["on_demand", "spot"])
    with step.promise("rungs in another order: the autoscaler is told, no pool is touched"):
        assert {each.op for each in done.changes} == {"update"}
        assert [*touched(done)] == []
        assert [urn for urn in urns(done, "update") if is_inside(urn)] != []
        assert step.clusters | step.nodes == stood


def gets_another_accelerator(step: Chapters) -> None:
    rungs = {urn for urn in step.nodes if "ai-gpu-serve" in urn}
    kept = {urn: id for urn, id in (step.clusters | step.nodes).items() if urn not in rungs}
    done = step.changed_to("gpu_pool", "serve", "accelerator", value=OTHER)
    with step.promise("another accelerator: the pool's own node pools are replaced"):
        assert rungs <= {*urns(done, "replace")}
        assert all(each.replaces for each in done.changes if each.op == "replace")
        replaced = [named(urn) for urn in urns(done, "replace", "delete")]
        assert [name for name in replaced if "ai-gpu-serve" not in name] == []
    with step.promise("the cluster and every other pool stay as they are"):
        assert {*touched(done)} == {*touched(done, "ai-gpu-serve")}
        assert kept.items() <= (step.clusters | step.nodes).items()


def refuses_to_skip_a_version(step: Chapters) -> None:
    is_refused(step, "1.35", TOO_FAR[step.cloud])


def goes_up_by_a_version(step: Chapters) -> None:
    stood = step.clusters | step.nodes
    before = len(step.calls())
    done = step.changed_to("cluster", "version", value="1.34")
    with step.promise("one minor version is gone up in place"):
        assert {each.op for each in done.changes} == {"update"}
        assert step.clusters | step.nodes == stood
    calls = [call.urn for call in step.calls()[before:]]
    with step.promise("the control plane goes first, its nodes after it, each of them"):
        (cluster,) = step.clusters
        first = calls.index(cluster)
        assert all(calls.index(urn) > first for urn in step.nodes if urn in calls)
        assert {*versions(step)} == {"1.34"}


def refuses_to_go_back(step: Chapters) -> None:
    is_refused(step, "1.33", BACK[step.cloud])
    step.configure("cluster", "version", value="1.34")


def loses_a_pool(step: Chapters) -> None:
    notes = {urn for urn in step.nodes if "ai-gpu-notes" in urn}
    step.configure("gpu_pool", value={"serve": {**SERVE, "accelerator": OTHER}})
    done = step.taken_up("gpu_pool")
    with step.promise("a pool that is left out is deleted, and nothing else"):
        deleted = urns(done, "delete")
        assert notes <= {*deleted}
        assert [urn for urn in deleted if "notes" not in named(urn)] == []
        assert urns(done, "replace", "create") == []


def is_destroyed_from_the_inside_out(step: Chapters) -> None:
    deleted = [call for call in step.calls() if call.act == "delete"]
    with step.promise("what runs inside goes first, then pools, the cluster, and its network"):
        place = {call.urn: index for index, call in enumerate(deleted)}
        (cluster,) = [urn for urn in place if kind(urn) == CLUSTERS[step.cloud]]
        pools = [place[urn] for urn in place if kind(urn) == NODES[step.cloud]]
        inside = [place[urn] for urn in place if is_inside(urn)]
        subnets = [place[urn] for urn in place if kind(urn).endswith((":Subnet", ":Subnetwork"))]
        assert max(inside) < place[cluster]
        assert max(pools) < place[cluster]
        assert place[cluster] < max(subnets)


def is_refused(step: Chapters, version: str, words: str) -> None:
    stood = {each.urn: each.inputs for each in step.project.objects(step.stack)}
    step.configure("cluster", "version", value=version)
    outcome = step.engine.up()
    with step.promise(f"version {version} is refused in the cloud's own words"):
        assert not outcome.ok
        assert re.search(words, told(outcome)), told(outcome)
    with step.promise("and everything stands as it stood"):
        assert {each.urn: each.inputs for each in step.project.objects(step.stack)} == stood


def touched(outcome: Outcome, name: str = "") -> Iterator[str]:
    """Yield the resources of the cloud itself that were changed, whose names begin with one."""
    for step in outcome.changes:
        if step.custom and not is_inside(step.urn) and step.name.startswith(name):
            yield step.urn


def versions(step: Chapters) -> Iterator[str]:
    """Yield the minor version of the cluster, and of each pool that names one."""
    for each in step.project.objects(step.stack):
        if kind(each.urn) in (CLUSTERS[step.cloud], NODES[step.cloud]):
            for name in ("version", "minMasterVersion", "kubernetesVersion", "orchestratorVersion"):
                if each.get(name):
                    yield ".".join(str(each.get(name)).split(".")[:2])


def is_inside(urn: str) -> bool:
    """Say whether a resource is inside the cluster."""
    return kind(urn).startswith("kubernetes:")


def kind(urn: str) -> str:
    """Return the type of a resource, as the simulated clouds call it."""
    package, module, name = urn.split("::")[2].rpartition("$")[2].split(":")
    return f"{package}:{module.split('/')[0]}:{name}"


def named(urn: str) -> str:
    """Return the logical name of a resource."""
    return urn.rpartition("::")[2]
