"""A cluster that tests make by hand in a simulated subscription of Azure."""

from collections.abc import Mapping
from typing import Any, cast

import pytest

from landing_zone_rehearsal.sandbox.objects import Object
from tests.sandbox.azure_things import CRYPTO, Subscription, principal

NETWORK_CONTRIBUTOR = "4d97b98b-1d4f-4787-a291-c67834d212e7"
ZONE_CONTRIBUTOR = "b12aa53e-6015-4669-85d0-8515ebb3ae7f"
IDENTITY_OPERATOR = "f1a07417-d97a-45cb-824c-7a7467783830"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
CRYPTO_USER = "12338af0-0e69-4776-bea7-57ae8d297424"
VAULT_CONTRIBUTOR = "f25e0fa2-a7c8-4377-a976-54943a77a395"

TYPE = "containerservice:ManagedCluster"
API = "apiServerAccessProfile"

DELEGATION = {"name": "api", "serviceName": "Microsoft.ContainerService/managedClusters"}


class Ground:
    """What a cluster stands on, all of it in order."""

    def __init__(self, azure: Subscription) -> None:
        """Make the network, the keys, the identities and their rights."""
        self.azure = azure
        self.network = azure.vnet()
        self.nodes = azure.subnet("nodes", "10.0.0.0/18", natGateway={"id": self._nat().id})
        self.api = azure.subnet("api", "10.0.64.0/26", delegations=[DELEGATION])
        self.vault = azure.vault(publicNetworkAccess="Disabled")
        self.key = azure.key()
        self.who, self.kubelet = azure.identity("who"), azure.identity("kubelet")
        self.of_disks = azure.identity("of-disks")
        self.uses = azure.assign(CRYPTO, self.key.id, principal(self.of_disks))
        self.disks = self.disk_encryption()
        self.zone = self.private_zone("ai.private.westeurope.azmk8s.io")
        self.rights = {
            target: azure.assign(role, on.id, principal(self.who))
            for target, role, on in (
                ("nodes", NETWORK_CONTRIBUTOR, self.nodes),
                ("api", NETWORK_CONTRIBUTOR, self.api),
                ("network", NETWORK_CONTRIBUTOR, self.network),
                ("zone", ZONE_CONTRIBUTOR, self.zone),
                ("kubelet", IDENTITY_OPERATOR, self.kubelet),
                ("disks", READER, self.disks),
                ("vault", VAULT_CONTRIBUTOR, self.vault),
                ("key", CRYPTO_USER, self.key),
            )
        }

    def disk_encryption(self, name: str = "disks", **inputs: Any) -> Object:
        """Make what encrypts disks."""
        given = {
            "activeKey": {"keyUrl": self.key.get("keyUriWithVersion")},
            "encryptionType": "EncryptionAtRestWithCustomerKey",
            "identity": {"type": "UserAssigned", "userAssignedIdentities": [self.of_disks.id]},
            **inputs,
        }
        return self.azure.here(
            "compute:DiskEncryptionSet", name, diskEncryptionSetName=name, **given
        )

    def _nat(self) -> Object:
        return self.azure.here(
            "network:NatGateway", "nat", natGatewayName="nat", sku={"name": "Standard"}
        )

    def private_zone(self, name: str) -> Object:
        """Make a zone for private names."""
        given = {"privateZoneName": name, "location": "Global"}
        return self.azure.here("privatedns:PrivateZone", name, **given)

    def link(self, zone: Object) -> Object:
        """Let the network ask a zone."""
        return self.azure.inside(
            "privatedns:VirtualNetworkLink",
            "link",
            privateZoneName=zone.get("name"),
            virtualNetworkLinkName="link",
            location="Global",
            virtualNetwork={"id": self.network.id},
            registrationEnabled=False,
        )

    def wanted(self, **changes: Any) -> dict[str, Any]:
        """Return what a sound cluster is asked for by, with changes by path (`a__b__0__c`)."""
        given = self._sound()
        for path, value in changes.items():
            _set(given, path.split("__"), value)
        return given

    def cluster(self, **changes: Any) -> Object:
        """Make a cluster."""
        return self.azure.here(TYPE, "cluster", **self.wanted(**changes))

    def change(self, cluster: Object, **changes: Any) -> Object:
        """Change a cluster in place."""
        given = self.wanted(**changes)
        return self.azure.change(cluster, **given)

    def _sound(self) -> dict[str, Any]:
        return {
            "resourceName": "cluster",
            "dnsPrefix": "cluster",
            "nodeResourceGroup": "cluster-nodes",
            "kubernetesVersion": "1.34",
            "sku": {"name": "Base", "tier": "Standard"},
            "supportPlan": "KubernetesOfficial",
            "identity": {"type": "UserAssigned", "userAssignedIdentities": [self.who.id]},
            "identityProfile": {"kubeletidentity": {"resourceId": self.kubelet.id}},
            API: {
                "enableVnetIntegration": True,
                "subnetId": self.api.id,
                "enablePrivateCluster": True,
                "enablePrivateClusterPublicFQDN": False,
                "privateDNSZone": self.zone.id,
            },
            "networkProfile": {
                "networkPlugin": "azure",
                "networkPluginMode": "overlay",
                "podCidr": "10.0.128.0/17",
                "serviceCidr": "10.0.112.0/20",
                "dnsServiceIP": "10.0.112.10",
                "outboundType": "userAssignedNATGateway",
            },
            "aadProfile": {"managed": True, "enableAzureRBAC": True},
            "disableLocalAccounts": True,
            "oidcIssuerProfile": {"enabled": True},
            "securityProfile": {
                "azureKeyVaultKms": {
                    "enabled": True,
                    "keyId": self.key.get("keyUriWithVersion"),
                    "keyVaultNetworkAccess": "Private",
                    "keyVaultResourceId": self.vault.id,
                },
                "workloadIdentity": {"enabled": True},
            },
            "diskEncryptionSetID": self.disks.id,
            "agentPoolProfiles": [
                {
                    "name": "system",
                    "mode": "System",
                    "type": "VirtualMachineScaleSets",
                    "vmSize": "Standard_D4s_v5",
                    "orchestratorVersion": "1.34",
                    "vnetSubnetID": self.nodes.id,
                    "enableAutoScaling": True,
                    "minCount": 2,
                    "maxCount": 6,
                }
            ],
        }


@pytest.fixture
def ground() -> Ground:
    """Give a test a subscription with all that a cluster needs."""
    return Ground(Subscription())


def _set(where: Any, path: list[str], value: Any) -> None:
    for part in path[:-1]:
        inside = cast("Mapping[Any, Any]", where)
        where = where[int(part)] if part.isdigit() else inside.get(part)
    if value is None:
        where.pop(path[-1], None)
    else:
        where[path[-1]] = value
