"""What a cluster on Azure is and may do, and who administers it."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import authorization, containerservice, managedidentity, resources

from landing_zone.baseline.azure_roles import assign_role, built_in, custom_role
from landing_zone.core import Persona, Scope
from landing_zone.keys.spec import KeysOutputs, Purpose

JOIN_ACTIONS = (
    "Microsoft.Network/virtualNetworks/read",
    "Microsoft.Network/virtualNetworks/join/action",
    "Microsoft.KeyVault/vaults/read",
    "Microsoft.KeyVault/vaults/privateEndpointConnectionsApproval/action",
    "Microsoft.KeyVault/vaults/privateEndpointConnections/read",
    "Microsoft.KeyVault/vaults/privateEndpointConnections/write",
    "Microsoft.KeyVault/vaults/privateEndpointConnections/delete",
)
"""What a control plane does with the network and the vault as wholes: it joins them.

The guides say Network Contributor and Key Vault Contributor; the first could open the network, the
second the vault, to the whole world.

Sources: https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption,
https://learn.microsoft.com/azure/role-based-access-control/permissions/security#microsoftkeyvault
"""


@dataclass(frozen=True, kw_only=True)
class Identities:
    """What the parts of a cluster are."""

    control_plane: managedidentity.UserAssignedIdentity
    nodes: managedidentity.UserAssignedIdentity
    """It pulls images, and is given nothing else."""


def identities(scope: Scope, group: resources.ResourceGroup) -> Identities:
    """Declare what the control plane and the nodes are, before there is a cluster to need it.

    Source: https://learn.microsoft.com/azure/aks/use-managed-identity
    """

    def identity(part: str) -> managedidentity.UserAssignedIdentity:
        return managedidentity.UserAssignedIdentity(
            scope.child(part),
            resource_group_name=group.name,
            location=scope.env.region,
            tags=scope.tags,
            opts=scope.opts(),
        )

    return Identities(control_plane=identity("control-plane-identity"), nodes=identity("nodes"))


def let_control(
    scope: Scope,
    who: Identities,
    *,
    subnets: Mapping[str, pulumi.Input[str]],
    network: pulumi.Input[str],
    names: pulumi.Input[str] | None,
    disks: pulumi.Input[str],
    keys: KeysOutputs,
) -> list[authorization.RoleAssignment]:
    """Give the control plane its rights, each on the one thing that it needs it for.

    Args:
        scope: the cluster's component.
        who: the identities.
        subnets: where it places machines and addresses, by what they are for.
        network: the network that the subnets are of.
        names: the zone that it writes its address to, if it has one of its own.
        disks: the disk encryption set that it looks up.
        keys: hold the key that it encrypts secrets with.

    Sources: https://learn.microsoft.com/azure/aks/concepts-identity#aks-cluster-identity-permissions,
    https://learn.microsoft.com/azure/aks/api-server-vnet-integration,
    https://learn.microsoft.com/azure/aks/use-kms-etcd-encryption
    """
    key = pulumi.Output.format("{0}/keys/{1}", keys.store, keys.ids[Purpose.CLUSTER].apply(_last))
    join = _join_role(scope, network, keys.store)
    env = scope.env
    wanted: dict[str, tuple[pulumi.Input[str], pulumi.Input[str]]] = {
        **{
            f"control-plane-on-{part}": (built_in(env, "Network Contributor"), subnet)
            for part, subnet in subnets.items()
        },
        "control-plane-on-network": (join, network),
        "control-plane-on-vault": (join, keys.store),
        "control-plane-on-key": (built_in(env, "Key Vault Crypto User"), key),
        "control-plane-on-disks": (built_in(env, "Reader"), disks),
        "control-plane-on-node-identity": (
            built_in(env, "Managed Identity Operator"),
            who.nodes.id,
        ),
    }
    if names is not None:
        wanted["control-plane-on-names"] = (built_in(env, "Private DNS Zone Contributor"), names)
    return [
        assign_role(
            scope,
            part,
            role=role,
            on=on,
            to=who.control_plane.principal_id,
            kind="ServicePrincipal",
        )
        for part, (role, on) in wanted.items()
    ]


def let_administer(
    scope: Scope, cluster: containerservice.ManagedCluster
) -> list[authorization.RoleAssignment]:
    """Let the platform's administrators do anything in the cluster, and nobody else.

    Source: https://learn.microsoft.com/azure/aks/manage-azure-rbac
    """
    group = scope.env.groups.get(Persona.PLATFORM_ADMIN)
    if group is None:
        return []
    return [
        assign_role(
            scope,
            "admin-platform-admin",
            role=built_in(scope.env, "Azure Kubernetes Service RBAC Cluster Admin"),
            on=cluster.id,
            to=group,
            kind="Group",
        )
    ]


def _join_role(
    scope: Scope, network: pulumi.Input[str], vault: pulumi.Input[str]
) -> pulumi.Output[str]:
    return custom_role(
        scope,
        "join-role",
        named="join",
        description="Joins a network, and a vault by a private path, without changing either.",
        actions=JOIN_ACTIONS,
        data_actions=(),
        within=pulumi.Output.all(network, vault).apply(
            lambda ids: sorted({str(id).partition("/providers/")[0] for id in ids})
        ),
    )


def _last(address: str) -> str:
    return address.partition("/keys/")[2].partition("/")[0]
