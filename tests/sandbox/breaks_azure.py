"""Mistakes in a zone on Azure, and what Azure says of them."""

from collections.abc import Callable, Mapping
from typing import Any

import pulumi

from tests.sandbox.breaks import Break, Transform

SUBNET = "azure-native:network:Subnet"
ASSIGNMENT = "azure-native:authorization:RoleAssignment"
ACCOUNT = "azure-native:storage:StorageAccount"
GROUP = "azure-native:resources:ResourceGroup"
READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
ELSEWHERE = "https://northeurope-keys.vault.azure.net"


def changed(
    type: str, change: Callable[[dict[str, Any]], dict[str, Any]], *, of: str = ""
) -> Transform:
    """Change the properties of the resources of a type whose names end so."""

    def transform(
        args: pulumi.ResourceTransformArgs,
    ) -> pulumi.ResourceTransformResult | None:
        if args.type_ != type or not args.name.endswith(of):
            return None
        return pulumi.ResourceTransformResult({**args.props, **change(dict(args.props))}, args.opts)

    return transform


def at_once(args: pulumi.ResourceTransformationArgs) -> pulumi.ResourceTransformationResult | None:
    """Let every subnet wait for the network alone."""
    if args.type_ != SUBNET:
        return None
    opts = pulumi.ResourceOptions.merge(args.opts, None)
    opts.depends_on = None
    others = ("network_security_group", "nat_gateway", "route_table")
    props = {**args.props, **dict.fromkeys(others)}
    return pulumi.ResourceTransformationResult(props, opts)


def nothing(_: pulumi.ResourceTransformArgs) -> None:
    """Leave everything to what came before."""


def _as_reader(given: dict[str, Any]) -> dict[str, Any]:
    above, _, _ = str(given["roleDefinitionId"]).rpartition("/")
    return {"roleDefinitionId": f"{above}/{READER}"}


def _from_another_vault(given: dict[str, Any]) -> dict[str, Any]:
    encryption = dict(given["encryption"])
    key = {**encryption["keyVaultProperties"], "keyVaultUri": ELSEWHERE}
    return {"encryption": {**encryption, "keyVaultProperties": key}}


BREAKS: Mapping[str, Break] = {
    "a key grant is dropped": Break(
        transform=changed(ASSIGNMENT, _as_reader, of="logs-key"),
        words=r'Code="KeyVaultAuthenticationFailure".*may not Microsoft\.KeyVault/vaults/keys/',
    ),
    "two subnets are swapped": Break(
        transform=changed(SUBNET, lambda _: {"addressPrefix": "10.0.0.0/18"}, of="databases"),
        words=r'Code="NetcfgSubnetRangesOverlap" Message="Subnet .* overlaps with that of an',
    ),
    "a subnet lies outside its network": Break(
        transform=changed(SUBNET, lambda _: {"addressPrefix": "10.9.0.0/20"}, of="databases"),
        words=r'Code="NetcfgSubnetRangeOutsideVnet"',
    ),
    "a bucket name is taken": Break(
        transform=changed(ACCOUNT, lambda _: {"accountName": "acmeprodlake"}),
        words=r'Code="StorageAccountAlreadyTaken" Message="The storage account named acmeprodlake',
    ),
    "a subnet points to another network": Break(
        transform=changed(SUBNET, lambda _: {"virtualNetworkName": "another"}, of="endpoints"),
        words=r"Code=\"ParentResourceNotFound\".* 'virtualNetworks/subnets', because the parent",
    ),
    "a tag is malformed": Break(
        transform=changed(GROUP, lambda _: {"tags": {"cost/center": "cc-1234"}}),
        words=r"InvalidTagNameCharacters.*'cost/center' have reserved characters",
    ),
    "an enumeration is misspelt": Break(
        transform=changed(
            "azure-native:privatedns:VirtualNetworkLink", lambda _: {"resolutionPolicy": "Defualt"}
        ),
        words=r"resolutionPolicy\b.*: expected one of Default, NxDomainRedirect, got 'Defualt'",
    ),
    "a property is misspelt": Break(
        transform=changed(ACCOUNT, lambda _: {"minimumTlsVerson": "TLS1_2"}),
        words=r"minimumTlsVerson\b.*: no such property; did you mean minimumTlsVersion\?",
    ),
    "a required property is missing": Break(
        transform=changed(ACCOUNT, lambda _: {"sku": None}),
        words=r"sku\b.*: missing, and required",
    ),
    "a key lies in another region": Break(
        transform=changed(ACCOUNT, _from_another_vault, of="logs"),
        words=r'Code="KeyVaultAuthenticationFailure".*there is no key https://northeurope-keys',
    ),
    "subnets change at once": Break(
        transform=nothing,
        early=at_once,
        words=r'Code="AnotherOperationInProgress" Message="Another operation on this or dependent',
        only_engine=True,
    ),
}
"""By the same names as on every cloud.

Azure takes a key from any region, so what is refused of a key elsewhere is that there is none:
https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview
"""
