"""What a container may do on its node."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import World, check, judged
from landing_zone_policies.rules.kubernetes.allowance import is_of_the_node
from landing_zone_policies.rules.kubernetes.pods import TYPES, Pod, pods
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import (
    Wanted,
    absent,
    as_number,
    false,
    none_of,
    not_true,
    one_of,
    plain,
    true,
)

ADDED = frozenset({"NET_BIND_SERVICE"})
"""The one capability that may be added.

Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
"""
ADDED_BY_DEFAULT = frozenset(
    {
        *("AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD"),
        *("NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT"),
    }
)
"""What a container runtime gives anyway: all that development may add.

Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline
"""
SECURITY = "securityContext"
CONTEXT = f"{SECURITY}.capabilities"
NO_PATH = absent.if_unknown(holds=None)
NO_PORT = Wanted("left out", lambda value, _: as_number(value) == 0, missing=True)
SECCOMP = one_of("RuntimeDefault", "Localhost")
NOT_ROOT = none_of(0, "0")


@check(*TYPES, reads=(f"spec.containers[].{SECURITY}",), joins=True)
def has_no_rights(resource: Resource, world: World) -> Iterator[Outcome]:
    """No container is privileged, may become so, or keeps capabilities."""
    for pod in pods(resource, world.estate):
        if pod.is_open or not pod.containers:
            yield _open(pod)
        for container in pod.containers:
            yield from _rights(pod, container, resource, world)


@check(*TYPES, reads=("spec.hostNetwork", "spec.volumes[].hostPath"), joins=True)
def stays_off_its_node(resource: Resource, world: World) -> Iterator[Outcome]:
    """No pod shares its node's processes, network, ports or files."""
    for pod in pods(resource, world.estate):
        if is_of_the_node(pod, resource, world.estate, world.settings):
            yield NotApplicable("its namespace is for pods of the node")
            continue
        for path in ("hostNetwork", "hostPID", "hostIPC"):
            yield from _judged(pod.spec, path, not_true, world)
        yield from _judged(pod.spec, "volumes[].hostPath", NO_PATH, world)
        for path in (f"{SECURITY}.windowsOptions.hostProcess",):
            yield from _judged(pod.spec, path, not_true, world)
        for container in pod.containers:
            yield from _judged(container, "ports[].hostPort", NO_PORT, world)


@check(*TYPES, reads=(f"spec.{SECURITY}", f"spec.containers[].{SECURITY}"), joins=True)
def runs_as_nobody(resource: Resource, world: World) -> Iterator[Outcome]:
    """Every container runs as a user of no rights, cannot write its image, and is filtered."""
    for pod in pods(resource, world.estate):
        if pod.is_open or not pod.containers:
            yield _open(pod)
        of_the_node = is_of_the_node(pod, resource, world.estate, world.settings)
        for container in pod.containers:
            if of_the_node and _is_privileged(container):
                yield NotApplicable("its namespace is for pods of the node")
            elif not pod.is_windows:
                yield from _filtered(pod, container, world)
            if not of_the_node:
                yield from _user(pod, container, world)


def _rights(pod: Pod, container: Found, resource: Resource, world: World) -> Iterator[Outcome]:
    of_the_node = is_of_the_node(pod, resource, world.estate, world.settings)
    if of_the_node and _is_privileged(container):
        yield NotApplicable("its namespace is for pods of the node")
        return
    yield from _judged(container, f"{SECURITY}.privileged", not_true, world)
    if not of_the_node:
        yield from _added(container, ADDED if world.settings.is_production else ADDED_BY_DEFAULT)
    if not world.settings.is_production or pod.is_windows:
        return
    yield from _judged(container, f"{SECURITY}.allowPrivilegeEscalation", false, world)
    yield _dropped(container.find(f"{CONTEXT}.drop")[0])


def _added(container: Found, allowed: frozenset[str]) -> Iterator[Outcome]:
    for found in container.find(f"{CONTEXT}.add[]"):
        if found.is_known and str(found.value).upper().removeprefix("CAP_") not in allowed:
            yield Fail(found.path, f"{found.path} adds {found}")
        elif found.value is UNKNOWN:
            yield _unknown(found)


def _dropped(found: Found) -> Outcome:
    if found.value is UNKNOWN:
        return _unknown(found)
    dropped: list[Any] = cast("list[Any]", found.value) if isinstance(found.value, list) else []
    if "all" in [plain(each) for each in dropped if isinstance(each, str)]:
        return Pass(found.path)
    if UNKNOWN in [each for each in dropped if not isinstance(each, list | dict)]:
        return _unknown(found)
    return Fail(found.path, f"{found.path} does not have ALL in it")


def _filtered(pod: Pod, container: Found, world: World) -> Iterator[Outcome]:
    yield from _judged(container, f"{SECURITY}.readOnlyRootFilesystem", true, world)
    yield judged(_said(pod, container, "seccompProfile.type"), SECCOMP, world.settings)


def _user(pod: Pod, container: Found, world: World) -> Iterator[Outcome]:
    if pod.is_windows:
        return
    yield judged(_said(pod, container, "runAsNonRoot"), true, world.settings)
    yield judged(_said(pod, container, "runAsUser"), NOT_ROOT, world.settings)


def _said(pod: Pod, container: Found, path: str) -> Found:
    """Return what holds for a container: what it says itself, else what its pod says."""
    own = container.find(f"{SECURITY}.{path}")[0]
    return pod.find(f"{SECURITY}.{path}")[0] if own.value is MISSING else own


def _is_privileged(container: Found) -> bool:
    return plain(container.find(f"{SECURITY}.privileged")[0].value) is True


def _judged(at: Found, path: str, wanted: Wanted, world: World) -> Iterator[Outcome]:
    for found in at.find(path):
        yield judged(found, wanted, world.settings)


def _open(pod: Pod) -> Outcome:
    if pod.is_open or pod.spec.value is UNKNOWN:
        return Undetermined(pod.spec.path, "what the pods run is known after deployment")
    return NotApplicable("there are no containers")


def _unknown(found: Found) -> Outcome:
    return Undetermined(found.path, f"{found.path} is known after deployment")
