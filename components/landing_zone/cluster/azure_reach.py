"""How a cluster on Azure is reached, by whom, and how others come to trust it."""

import base64
import re
from ipaddress import IPv4Network
from typing import Literal

import pulumi
from pulumi_azure_native import containerservice, resources

from landing_zone.cluster.kubeconfig import kubeconfig
from landing_zone.core import Scope

SERVER_APPLICATION = "6dae42f8-4368-4678-94ff-3960e28e3630"
"""What AKS is in Microsoft Entra, the same in every tenant.

Source: https://azure.github.io/kubelogin/concepts/aks.html
"""

AUTHORITY = re.compile(r"certificate-authority-data:\s*(\S+)")


def endpoint_of(
    cluster: containerservice.ManagedCluster,
    endpoint: Literal["private"] | tuple[IPv4Network, ...],
) -> pulumi.Output[str]:
    """Return the address of the API, by the only name that it has."""
    name = cluster.private_fqdn if endpoint == "private" else cluster.fqdn
    return pulumi.Output.format("https://{0}:443", name)


def issuer_of(cluster: containerservice.ManagedCluster) -> pulumi.Output[str]:
    """Return who signs the tokens of service accounts.

    Source: https://learn.microsoft.com/azure/aks/use-oidc-issuer
    """
    return cluster.oidc_issuer_profile.apply(lambda profile: str(profile and profile.issuer_url))


def authority_of(
    scope: Scope, group: resources.ResourceGroup, cluster: containerservice.ManagedCluster
) -> pulumi.Output[str]:
    """Return what signs the API's certificate, which AKS tells in a kubeconfig alone.

    Without local accounts that holds no credential.

    Source: https://learn.microsoft.com/rest/api/aks/managed-clusters/list-cluster-user-credentials
    """
    found = containerservice.list_managed_cluster_user_credentials_output(
        resource_group_name=group.name,
        resource_name=cluster.name,
        format="exec",
        opts=pulumi.InvokeOptions(parent=scope.component),
    )
    return found.kubeconfigs.apply(lambda files: _authority_in(files[0].value))


def access_to(
    scope: Scope,
    cluster: containerservice.ManagedCluster,
    *,
    server: pulumi.Input[str],
    authority: pulumi.Input[str],
) -> pulumi.Output[str]:
    """Return a kubeconfig for whoever is signed in with the Azure CLI.

    Another way to sign in is said by the environment: `AAD_LOGIN_METHOD=workloadidentity`.

    Source: https://azure.github.io/kubelogin/concepts/exec-plugin.html
    """
    return kubeconfig(
        name=cluster.name,
        server=server,
        authority=authority,
        command="kubelogin",
        arguments=(
            "get-token",
            "--login",
            "azurecli",
            "--environment",
            "AzurePublicCloud",
            "--tenant-id",
            str(scope.env.tenant),
            "--server-id",
            SERVER_APPLICATION,
        ),
    )


def _authority_in(encoded: str) -> str:
    found = AUTHORITY.search(base64.b64decode(encoded).decode())
    return found[1] if found else ""
