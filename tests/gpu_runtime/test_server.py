"""A real API server takes everything that the runtime declares, and keeps what it promises.

It has to be one to throw away, as `kind create cluster` makes: `LZ_KUBERNETES` is its kubeconfig.
"""

import gzip
import json
import os
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from landing_zone_rehearsal.values import reveal
from tests.gpu_runtime.manifests import CRDS
from tests.gpu_runtime.pools import MATRIX, NAMES, declare
from tests.promises.rights import MAY
from tests.promises.view import Zone
from tests.zones import CLOUDS, clustered_zone, environment

SERVER = os.environ.get("LZ_KUBERNETES", "")

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(not SERVER, reason="LZ_KUBERNETES is no kubeconfig of an API server"),
    pytest.mark.skipif(not which("kubectl"), reason="there is no kubectl"),
]

ENOUGH_SECONDS = 30
"""Until an API server heeds policies, quotas and rights that are new to it."""

OF_EVERY_HEADLESS_SERVICE = "Warning: spec.SessionAffinity is ignored for headless services"
"""Said of its own default by a server of 1.34."""


def kubectl(*arguments, given=None):
    """Return what became of a command."""
    return subprocess.run(
        ["kubectl", "--kubeconfig", SERVER, *arguments],
        input=json.dumps(given),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def complaints(done):
    """Return what the server says against objects that it took."""
    return [line for line in done.stderr.splitlines() if line != OF_EVERY_HEADLESS_SERVICE]


def listed(objects):
    return {"apiVersion": "v1", "kind": "List", "items": objects}


def plain(resources):
    """Return resources of Pulumi's as the API server gets them."""
    objects = [reveal(dict(each.inputs)) for each in resources]
    return [each for each in objects if "kind" in each]


def inside(cloud):
    return plain(Zone(clustered_zone(cloud), environment(cloud)).inside)


@contextmanager
def applied(objects):
    """Apply objects strictly, and leave nothing but their namespaces behind."""
    try:
        yield kubectl("apply", "--server-side", "--validate=strict", "-f-", given=listed(objects))
    finally:
        rest = [each for each in objects if each["kind"] != "Namespace"]
        kubectl("delete", "--ignore-not-found", "--wait=false", "-f-", given=listed(rest))


def eventually(found, wanted):
    """Ask until the answer is the wanted one, and insist on it in the end."""
    until = time.monotonic() + ENOUGH_SECONDS
    while found() != wanted and time.monotonic() < until:
        time.sleep(0.5)
    assert found() == wanted


@pytest.fixture(scope="module", autouse=True)
def definitions():
    """Define the kinds that the clouds and the charts bring."""
    objects = [definition(file) for file in sorted(CRDS.glob("*.json.gz"))]
    assert kubectl("apply", "--server-side", "-f-", given=listed(objects)).returncode == 0
    names = [f"crd/{each['metadata']['name']}" for each in objects]
    kubectl("wait", "--for=condition=Established", "--timeout=60s", *names)


def definition(file: Path) -> dict[str, Any]:
    said = json.loads(gzip.decompress(file.read_bytes()))
    plural = file.name.partition(".")[0]
    names = {"kind": said["kind"], "plural": plural, "singular": said["kind"].lower()}
    version = {"name": said["version"], "served": True, "storage": True}
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {
            "name": f"{plural}.{said['group']}",
            "annotations": {"api-approved.kubernetes.io": "unapproved"},
        },
        "spec": {
            "group": said["group"],
            "scope": "Cluster",
            "names": names,
            "versions": [{**version, "schema": {"openAPIV3Schema": said["schema"]}}],
        },
    }


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_zones_objects_are_taken_without_a_warning(cloud):
    with applied(inside(cloud)) as done:
        assert (done.returncode, complaints(done)) == (0, [])


@pytest.mark.parametrize(("cloud", "what", "pools", "more"), MATRIX, ids=NAMES)
def test_every_runtimes_objects_are_taken_without_a_warning(cloud, what, pools, more):
    if more.get("service_monitors"):
        pytest.skip("differs in values alone")
    with applied(plain(declare(cloud, pools, **more).resources)) as done:
        assert (done.returncode, complaints(done)) == (0, [])


def asking(namespace, number, *, containers="containers"):
    """Return what the server says to a pod that asks for accelerators."""
    limits = {"nvidia.com/gpu": str(number)} if number else {}
    asks = {"name": "asks", "image": "none", "resources": {"limits": limits}}
    spec = {"containers": [{"name": "main", "image": "none"}], containers: [asks]}
    metadata = {"name": "asks", "namespace": namespace}
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}
    done = kubectl("create", "--dry-run=server", "-f-", given=pod)
    words = ("accelerators are for namespaces with a quota", "exceeded quota")
    return next((each for each in words if each in done.stderr), done.stderr)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_accelerators_are_for_those_who_have_a_number_of_them_or_a_queue(cloud):
    queue = {"name": "queued", "labels": {"landing-zone/accelerators": "queue"}}
    kubectl("apply", "-f-", given={"apiVersion": "v1", "kind": "Namespace", "metadata": queue})
    with applied(inside(cloud)):
        counted({"serving": 4, "training": 16})
        refused = "accelerators are for namespaces with a quota"
        eventually(lambda: asking("default", 1), refused)
        assert asking("default", 1, containers="initContainers") == refused
        assert asking("default", 0) == ""
        assert asking("queued", 8) == ""
        eventually(lambda: asking("serving", 4), "")
        assert asking("serving", 5) == "exceeded quota"


def counted(numbers):
    """Do what the controller of quotas does where none runs."""
    for namespace, number in numbers.items():
        hard = {"requests.nvidia.com/gpu": str(number)}
        status = {"status": {"hard": hard, "used": {"requests.nvidia.com/gpu": "0"}}}
        said = ("--subresource=status", "--type=merge", "-p", json.dumps(status))
        kubectl("patch", "resourcequota", "accelerators", "-n", namespace, *said)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_programs_may_what_they_do_and_nothing_else(cloud):
    objects = inside(cloud)
    with applied(objects):
        for binding in (each for each in objects if each["kind"] == "ClusterRoleBinding"):
            (who,) = binding["subjects"]
            wanted = {("", *each) for each in MAY[binding["roleRef"]["name"]]}
            eventually(lambda who=who: rights(who["namespace"], who["name"]), wanted)


def rights(namespace, name):
    """Return what a service account may beyond what any may."""
    return _rules(namespace, name) - _rules(namespace, "nobody")


def _rules(namespace, name):
    review = {"apiVersion": "authorization.k8s.io/v1", "kind": "SelfSubjectRulesReview"}
    account = f"--as=system:serviceaccount:{namespace}:{name}"
    given = {**review, "spec": {"namespace": "default"}}
    path = "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews"
    done = kubectl("create", account, "--raw", path, "-f-", given=given)
    return {
        (group, resource, verb)
        for rule in json.loads(done.stdout)["status"]["resourceRules"]
        for group in rule.get("apiGroups", [])
        for resource in rule.get("resources", [])
        for verb in rule["verbs"]
    }
