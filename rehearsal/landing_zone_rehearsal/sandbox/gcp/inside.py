"""What goes with the thing that it is part of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.sandbox.paths import find
from landing_zone_rehearsal.values import reveal

from .clusters import CLUSTER, pools
from .policies import GRANTS

INSIDE: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "gcp:storage:Bucket": {
        "gcp:storage:BucketObject": ("bucket", "name"),
        "gcp:storage:ManagedFolder": ("bucket", "name"),
        "gcp:storage:BucketIAMMember": ("bucket", "name"),
        "gcp:storage:ManagedFolderIamMember": ("bucket", "name"),
    },
    "gcp:serviceaccount:Account": {"gcp:serviceaccount:IAMMember": ("serviceAccountId", "name")},
    "gcp:compute:Router": {"gcp:compute:RouterNat": ("router", "name")},
    "gcp:compute:NetworkFirewallPolicy": {
        "gcp:compute:NetworkFirewallPolicyRule": ("firewallPolicy", "id"),
    },
    "gcp:dns:ManagedZone": {"gcp:dns:RecordSet": ("managedZone", "name")},
    "gcp:iam:WorkloadIdentityPool": {
        "gcp:iam:WorkloadIdentityPoolProvider": (
            *("workloadIdentityPoolId", "workloadIdentityPoolId"),
        ),
    },
}
"""By type, what is part of it: the property that names the whole, and what of it is named."""


def swept(world: World, whole: Object) -> Iterator[Object]:
    """Yield what goes when something is deleted, because it is part of it."""
    for type, (path, by) in INSIDE.get(whole.kind, {}).items():
        name = whole.get(by)
        for each in world.of(type):
            named = [reveal(value) for _, value in find(each.outputs, path)]
            if each.account == whole.account and name in named:
                yield each
    if whole.kind == "gcp:storage:ManagedFolder":
        yield from _members_of_folder(world, whole)
    if whole.kind == CLUSTER:
        yield from pools(world, whole)
    if whole.kind == "gcp:serviceaccount:Account":
        yield from _roles_of_account(world, whole)


def _members_of_folder(world: World, folder: Object) -> Iterator[Object]:
    for each in world.of("gcp:storage:ManagedFolderIamMember"):
        if f"{each.get('bucket')}/{each.get('managedFolder')}" == folder.id:
            yield each


def _roles_of_account(world: World, account: Object) -> Iterator[Object]:
    """Yield what an account was granted: all of it is dead, even if its name comes back.

    Source: https://cloud.google.com/iam/docs/service-accounts-delete-undelete
    """
    for type in GRANTS:
        for each in world.of(type):
            if each.get("member") == account.get("member"):
                yield each
