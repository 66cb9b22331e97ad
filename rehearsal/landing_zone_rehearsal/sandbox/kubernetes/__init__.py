"""How a Kubernetes API server refuses, as far as that shows without one.

Inputs are checked against the SDK's types; what needs the server's own schemas, defaults and
admission comes with a real one. Words: https://kubernetes.io/docs/reference/using-api/api-concepts/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from landing_zone_rehearsal.sandbox.behaviour import EVERY, Behaviour, Request, Words
from landing_zone_rehearsal.sandbox.objects import Object, World

from .definitions import RELEASE, announced_to_nobody, defined_nowhere

NAMESPACE = "kubernetes:core:Namespace"

INITIAL = frozenset({"default", "kube-node-lease", "kube-public", "kube-system"})
"""https://kubernetes.io/docs/concepts/overview/working-with-objects/namespaces/#initial-namespaces"""

SERVER = "the Kubernetes API server reported: "


def in_no_namespace(request: Request) -> Iterator[str]:
    """Yield that the namespace of an object does not exist."""
    name = request.object.get("metadata.namespace") or _released_into(request.object)
    if name is None or name in INITIAL:
        return
    spaces = request.world.of(NAMESPACE)
    if not any(each.id == name and each.account == request.object.account for each in spaces):
        yield f'{SERVER}namespaces "{name}" not found'


def _released_into(object: Object) -> str | None:
    made = object.get("createNamespace")
    return None if object.kind != RELEASE or made else object.get("namespace")


def in_namespace(world: World, gone: Object) -> Iterable[Object]:
    """Yield what is deleted with its namespace."""
    if gone.kind != NAMESPACE:
        return ()
    objects = (each for each in world.of() if each.package == gone.package)
    return [
        each
        for each in objects
        if each.account == gone.account
        and gone.id in (each.get("metadata.namespace"), _released_into(each))
    ]


BEHAVIOUR = Behaviour(
    words=Words(
        missing=SERVER + '{type} "{value}" not found',
        conflict=SERVER + '{type} "{name}" already exists',
        in_use=SERVER + '{type} "{name}" is in use',
        fixed=SERVER + '{type} "{name}" is invalid: {property}: field is immutable',
        gone=SERVER + '{type} "{name}" not found',
        busy=SERVER + "the object has been modified; please apply your changes to the latest"
        " version and try again",
        throttled=SERVER + "Too many requests, please try again later",
        timed_out='{type} "{name}": timed out waiting to be Ready',
        failed=SERVER + "Internal error occurred",
    ),
    changing={EVERY: (in_no_namespace, defined_nowhere), RELEASE: (announced_to_nobody,)},
    swept=in_namespace,
)
