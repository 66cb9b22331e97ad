"""The life of a cluster and its pools: what each change touches, and what it leaves alone."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from landing_zone_rehearsal.deployment import Outcome, Step
from tests.zones import CLOUDS

from .driving import Project, changed, needs_engine, resources, succeeded, told, urns
from .states import in_clouds
from .test_life import Steps, creations, is_destroyed_in_order, needs, out_of_order

pytestmark = [needs_engine, pytest.mark.engine]

POOL = {
    "accelerator": ["l4", "a10"],
    "max_nodes": 2,
    "purpose": "inference",
    "capacity": ["spot", "on_demand"],
}
ADDED = {"accelerator": ["t4"], "max_nodes": 1, "purpose": "notebook"}
OTHER = ["t4"]
"""An accelerator that the pool has not, in the region of every stack."""

CLUSTERS = {
    "aws": "aws:eks/cluster:Cluster",
    "gcp": "gcp:container/cluster:Cluster",
    "azure": "azure-native:containerservice:ManagedCluster",
}
NODES = {
    "aws": "aws:eks/nodeGroup:NodeGroup",
    "gcp": "gcp:container/nodePool:NodePool",
    "azure": "azure-native:containerservice:AgentPool",
}

TOO_FAR = {
    "aws": "Unsupported Kubernetes minor version update from 1.33 to 1.35",
    "gcp": "cannot upgrade the master more than a minor version at a time",
    "azure": r"Upgrading Kubernetes version 1.33\S* to 1.35\S* is not allowed",
}
"""What each cloud says of two minor versions at once."""

BACK = {
    "aws": "Unsupported Kubernetes minor version update from 1.34 to 1.33",
    "gcp": "specified version is not newer than the current version",
    "azure": r"Upgrading Kubernetes version 1.34\S* to 1.33\S* is not allowed",
}
"""What each cloud says of an older version."""


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_cluster_lives(tmp_path, cloud, subtests):
    project = Project.ours(tmp_path)
    step = Chapters(project, cloud, subtests.test)
    step.configure("cluster", value={"version": "1.33"})
    step.configure("gpu_pool", value={"serve": POOL})
    with project.served():
        is_deployed_from_the_network_up(step)
        gets_another_pool(step)
        gets_a_larger_pool(step)
        tries_rungs_in_another_order(step)
        gets_another_accelerator(step)
        refuses_to_skip_a_version(step)
        goes_up_by_a_version(step)
        refuses_to_go_back(step)
        is_destroyed_in_order(step)


class Chapters(Steps):
    """What each chapter of a cluster's life works with."""

    def __init__(self, project: Project, cloud: str, promise: Callable[[str], Any]) -> None:
        super().__init__(project, f"dev-{cloud}", promise)
        self.cloud = cloud

    def configure(self, *path: str, value: Any) -> None:
        """Change the zone that the stack describes."""
        self.project.configure(self.stack, ("landing-zone:zone", *path), value)

    def changed_to(self, *path: str, value: Any) -> Outcome:
        """Change the zone, see that the engine does what it planned, and return that."""
        self.configure(*path, value=value)
        planned = succeeded(self.engine.preview())
        done = succeeded(self.engine.up())
        print("PATH", path)
        for each in done.changes: print("   ", each.op, each.name, each.type, each.paths, each.replaces, each.differences)
        with self.promise(f"a preview of {'.'.join(path)} says what the up then does"):
            assert sorted(changed(planned)) == sorted(changed(done))
        return done

    def of(self, *kinds: str) -> dict[str, str]:
        """Return what stands of some types: IDs by URN."""
        return {each.urn: each.id for each in self.project.objects(self.stack) if each.type in kinds}


def is_deployed_from_the_network_up(step: Chapters) -> None:
    succeeded(step.engine.up())
    step.first = resources(step.engine)


def gets_another_pool(step: Chapters) -> None:
    step.changed_to("gpu_pool", "added", value=ADDED)


def gets_a_larger_pool(step: Chapters) -> None:
    step.changed_to("gpu_pool", "serve", "max_nodes", value=3)


def tries_rungs_in_another_order(step: Chapters) -> None:
    step.changed_to("gpu_pool", "serve", "capacity", value=["on_demand", "spot"])


def gets_another_accelerator(step: Chapters) -> None:
    step.changed_to("gpu_pool", "serve", "accelerator", value=OTHER)


def refuses_to_skip_a_version(step: Chapters) -> None:
    step.configure("cluster", "version", value="1.35")
    done = step.engine.up()
    print("SKIP", done.ok, told(done), [(s.op, s.name) for s in done.changes])


def goes_up_by_a_version(step: Chapters) -> None:
    step.changed_to("cluster", "version", value="1.34")


def refuses_to_go_back(step: Chapters) -> None:
    step.configure("cluster", "version", value="1.33")
    done = step.engine.up()
    print("BACK", done.ok, told(done), [(s.op, s.name) for s in done.changes])
    step.configure("cluster", "version", value="1.34")
