"""What a container runs, and how much it may take."""

from __future__ import annotations

import re
from collections.abc import Iterator

from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import World, check, judged
from landing_zone_policies.rules.kubernetes.pods import TYPES, Pod, namespace_of, pods
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import given

LIMITS = "kubernetes:core:LimitRange"
DIGEST = r"@sha256:[0-9a-f]{64}$"
TAG = r":(?P<tag>[\w][\w.-]{0,127})$"
FLOATING = frozenset({"latest", "stable", "main", "master", "edge", "nightly", "dev"})
"""Tags that everybody knows to move."""


@check(*TYPES, reads=("spec.containers[].resources",), joins=True)
def says_what_it_needs(resource: Resource, world: World) -> Iterator[Outcome]:
    """Every container asks for CPU and memory, and has a limit of memory."""
    for pod in pods(resource, world.estate):
        if _has_defaults(pod, resource, world):
            yield Pass()
            continue
        for container in pod.containers:
            if not container.path.startswith(f"{pod.spec.path}.ephemeralContainers"):
                yield from _needs(pod, container, world)


@check(*TYPES, reads=("spec.containers[].image",), joins=True)
def runs_what_was_tested(resource: Resource, world: World) -> Iterator[Outcome]:
    """Every image is told by a fixed tag or its digest, and comes from where it may."""
    for pod in pods(resource, world.estate):
        for container in pod.containers:
            for found in container.find("image"):
                if found.value is UNKNOWN:
                    yield Undetermined(found.path, f"{found.path} is known after deployment")
                elif isinstance(found.value, str):
                    yield _image(found, found.value, world.settings)


def _needs(pod: Pod, container: Found, world: World) -> Iterator[Outcome]:
    for name in ("cpu", "memory"):
        asked = container.find(f"resources.requests.{name}")[0]
        most = container.find(f"resources.limits.{name}")[0]
        of_all = pod.find(f"resources.requests.{name}")[0]
        found = next((each for each in (asked, most, of_all) if each.value is not MISSING), asked)
        yield judged(found, given, world.settings)
    most = container.find("resources.limits.memory")[0]
    of_all = pod.find("resources.limits.memory")[0]
    found = next((each for each in (most, of_all) if each.value is not MISSING), most)
    yield judged(found, given, world.settings)


def _has_defaults(pod: Pod, resource: Resource, world: World) -> bool:
    """Say whether the namespace gives defaults to what says nothing.

    Source: https://kubernetes.io/docs/concepts/policy/limit-range/
    """
    estate = world.estate
    if not estate.has(LIMITS):
        return False
    namespace = namespace_of(pod.owner, resource, estate)
    return namespace is not None and any(
        namespace_of(Found("", each.inputs), each, estate) == namespace
        and all(
            any(found.is_known for found in each.find(f"spec.limits[].{path}"))
            for path in ("default.memory", "defaultRequest.cpu")
        )
        for each in estate.of(LIMITS)
    )


def _image(found: Found, name: str, settings: Settings) -> Outcome:
    path = found.path
    if settings.registries and not _whole(name).startswith(
        tuple(_whole(each) for each in settings.registries)
    ):
        return Fail(path, f"{found} does not come from a registry that may be used")
    if re.search(DIGEST, name):
        return Pass(path)
    tag = re.search(TAG, name)
    if tag is None or tag["tag"].casefold() in FLOATING:
        return Fail(path, f"{found} is another image tomorrow: it has no fixed tag")
    if settings.image_digests:
        return Fail(path, f"{found} is not told by its digest")
    return Pass(path)


def _whole(name: str) -> str:
    """Return an image's name with the registry that is meant where none is said."""
    host, slash, _ = name.partition("/")
    if slash and ("." in host or ":" in host or host == "localhost"):
        return name
    if "." in host and not slash and ":" not in host:
        return f"{name}/"
    return f"docker.io/{name}" if slash else f"docker.io/library/{name}"
