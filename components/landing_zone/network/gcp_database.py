"""Private services access: where Google keeps managed databases, joined to our network."""

import pulumi
from pulumi_gcp import compute, servicenetworking

from landing_zone.baseline.gcp import service_agent
from landing_zone.core import Scope
from landing_zone.network.addresses import Addresses


def database_access(
    scope: Scope, network: compute.Network, ranges: Addresses, apis: list[pulumi.Resource]
) -> servicenetworking.Connection:
    """Give Google's network of databases a range of ours, and peer with it.

    Google refuses to delete a connection for days after the last database is gone, and no network
    goes before its peerings. In `dev`, `REMOVE_PEERING` then cuts the peering, so that all can be
    destroyed; above, it would cut off a database that somebody forgot, so the refusal stands.
    `ABANDON` would leave the peering, and with it the network.

    Databases that look up names of ours need a peered DNS domain; managed PostgreSQL looks up
    none, and Google's own names resolve on its side.

    Sources: https://cloud.google.com/vpc/docs/configure-private-services-access,
    https://github.com/GoogleCloudPlatform/magic-modules/pull/18476
    """
    agent = service_agent(scope, "servicenetworking", apis)
    reserved = compute.GlobalAddress(
        scope.child("databases"),
        project=scope.env.account,
        network=network.id,
        purpose="VPC_PEERING",
        address_type="INTERNAL",
        address=str(ranges.databases.network_address),
        prefix_length=ranges.databases.prefixlen,
        labels=scope.tags,
        opts=scope.opts(),
    )
    return servicenetworking.Connection(
        scope.child("databases-peering"),
        network=network.id,
        service="servicenetworking.googleapis.com",
        reserved_peering_ranges=[reserved.name],
        deletion_policy="DELETE" if scope.env.protects_data else "REMOVE_PEERING",
        opts=scope.opts(depends_on=[agent]),
    )
