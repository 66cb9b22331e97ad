"""Private paths from a network on Azure to one of the cloud's own services."""

from collections.abc import Mapping

import pulumi
from pulumi_azure_native import network, resources

from landing_zone.core import Scope


def private_endpoint(
    scope: Scope,
    group: resources.ResourceGroup,
    part: str,
    *,
    subnet: pulumi.Input[str],
    target: pulumi.Input[str],
    service: str,
    zones: Mapping[str, pulumi.Input[str]],
    after: pulumi.Resource | None = None,
) -> network.PrivateDnsZoneGroup:
    """Declare an address in a subnet that leads to a service, and the names that lead to it.

    A subnet takes one change at a time, so endpoints in the same one are told `after` which.

    Args:
        scope: the component that owns it.
        group: its resource group.
        part: its part of the logical names.
        subnet: where the address is taken from.
        target: the resource that it leads to.
        service: the part of the resource that it leads to, such as `blob`.
        zones: the private DNS zones that its names go to.
        after: what must be there before.

    Returns:
        What is there once the path works.

    Source: https://learn.microsoft.com/azure/private-link/private-endpoint-overview
    """
    endpoint = network.PrivateEndpoint(
        scope.child(f"{part}-endpoint"),
        resource_group_name=group.name,
        location=scope.env.region,
        subnet={"id": subnet},
        private_link_service_connections=[
            {"name": service, "private_link_service_id": target, "group_ids": [service]}
        ],
        tags=scope.tags,
        opts=scope.opts(depends_on=[after] if after else None),
    )
    return network.PrivateDnsZoneGroup(
        scope.child(f"{part}-names"),
        resource_group_name=group.name,
        private_endpoint_name=endpoint.name,
        private_dns_zone_group_name="default",
        private_dns_zone_configs=[
            {"name": word, "private_dns_zone_id": zone} for word, zone in zones.items()
        ],
        opts=scope.opts(),
    )
