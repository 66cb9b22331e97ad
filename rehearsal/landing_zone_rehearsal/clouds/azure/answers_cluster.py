"""What Azure answers about clusters and what encrypts their disks.

Sources: https://learn.microsoft.com/rest/api/aks/managed-clusters/get,
https://learn.microsoft.com/rest/api/compute/disk-encryption-sets/get
"""

from __future__ import annotations

import base64
from collections.abc import Mapping

from landing_zone_rehearsal.clouds.certificates import AUTHORITY
from landing_zone_rehearsal.clouds.model import Kind, Template

from .answers_stores import CURRENT_KEY
from .kinds import IDENTITY, arm, named

AKS, AKS_VERSION = "Microsoft.ContainerService/managedClusters", "2025-09-01"
HOST = "{dnsPrefix}-{_hex:8:_id+=api}"

KUBECONFIG = f"""apiVersion: v1
clusters:
- cluster:
    certificate-authority-data: {AUTHORITY}
  name: cluster
kind: Config
"""
"""What AKS hands out, short of what nobody here reads: the server is the cluster's own."""

CLUSTERS: Mapping[str, Kind] = {
    "azure-native:containerservice:ManagedCluster": arm(
        AKS,
        "resourceName",
        AKS_VERSION,
        currentKubernetesVersion="{kubernetesVersion}.{_number:1}",
        eTag="{_guid:=etag}",
        enableRBAC=True,
        fqdn=f"{HOST}.hcp.{{_region}}.azmk8s.io",
        maxAgentPools=100,
        nodeResourceGroup="MC_{resourceGroupName}_{resourceName}_{_region}",
        powerState={"code": "Running"},
        privateFQDN=f"{HOST}.{{_last:apiServerAccessProfile.privateDNSZone}}",
        resourceUID="{_hex:24}",
        **{
            "oidcIssuerProfile.issuerURL": (
                "https://{_region}.oic.prod-aks.azure.com/{_tenant}/{_guid:_id+=issuer}/"
            ),
        },
        **IDENTITY,
    ),
    "azure-native:containerservice:MaintenanceConfiguration": named(
        f"{AKS}/{{resourceName}}/maintenanceConfigurations", "configName", AKS_VERSION
    ),
    "azure-native:compute:DiskEncryptionSet": arm(
        "Microsoft.Compute/diskEncryptionSets",
        "diskEncryptionSetName",
        "2024-03-02",
        previousKeys=[],
        **IDENTITY,
    ),
}
"""By short type token."""

FUNCTIONS: Mapping[str, Template] = {
    "azure-native:containerservice:listManagedClusterUserCredentials": {
        "kubeconfigs": [
            {"name": "clusterUser", "value": base64.b64encode(KUBECONFIG.encode()).decode()}
        ],
    },
    "azure-native:keyvault:getKey": {"keyUriWithVersion": CURRENT_KEY},
}
"""By short token."""
