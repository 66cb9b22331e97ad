"""Identities and settings of a project."""

from __future__ import annotations

from collections.abc import Iterator

from landing_zone_rehearsal.sandbox.behaviour import Request

ISSUERS = ("aws", "oidc", "saml", "x509")
POLICIES = ("booleanPolicy", "listPolicy", "restorePolicy")

PRODUCERS = {
    "gcp:sql:DatabaseInstance": "settings.ipConfiguration.privateNetwork",
    "gcp:redis:Instance": "authorizedNetwork",
    "gcp:alloydb:Cluster": "networkConfig.network",
}
"""What lies in Google's network of managed services, and where it names the network it serves."""


def has_one_issuer(request: Request) -> Iterator[str]:
    """Refuse a provider of identities of several kinds, of none, or that says not who somebody is.

    Source: https://cloud.google.com/iam/docs/workload-identity-federation-with-kubernetes
    """
    made = request.object
    given = [each for each in ISSUERS if made.get(each)]
    if len(given) != 1:
        told = ", ".join(given) or "none"
        yield f'one of "{",".join(ISSUERS)}" must be specified, got {told}'
    if made.get("oidc") and "google.subject" not in (made.get("attributeMapping") or {}):
        yield (
            "googleapi: Error 400: The attribute mapping must map google.subject to the incoming"
            " credential., badRequest"
        )


def says_one_thing(request: Request) -> Iterator[str]:
    """Refuse an organization policy that demands nothing, or several things.

    Source: https://cloud.google.com/resource-manager/reference/rest/v1/Policy
    """
    given = [each for each in POLICIES if request.object.get(each)]
    if len(given) != 1:
        told = ", ".join(given) or "none"
        yield f'one of "{",".join(POLICIES)}" must be specified, got {told}'


def may_be_deleted(request: Request) -> Iterator[str]:
    """Refuse what the provider was told never to delete.

    Source: https://www.pulumi.com/registry/packages/gcp/api-docs/compute/network/
    """
    if request.object.get("deletionPolicy") == "PREVENT":
        yield (
            f'cannot destroy {request.object.id} without setting deletionPolicy="DELETE" and'
            " running `pulumi up`"
        )


def serves_nobody(request: Request) -> Iterator[str]:
    """Refuse to cut off managed services, unless told to cut the peering only.

    Source: https://cloud.google.com/vpc/docs/configure-private-services-access#removing-connection
    """
    made = request.object
    network = str(made.get("network")).rsplit("/", 1)[-1]
    for type, path in PRODUCERS.items():
        for each in request.world.of(type):
            named = str(each.get(path)).rsplit("/", 1)[-1]
            if named == network and made.get("deletionPolicy") != "REMOVE_PEERING":
                yield (
                    "Unable to remove Service Networking Connection, err: Error waiting for Delete"
                    " Service Networking Connection: Error code 9, message: Failed to delete"
                    " connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still"
                    " using this connection."
                )
                return
