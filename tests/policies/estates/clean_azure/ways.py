"""Logs to the workspace, and private ways to a service."""

from pulumi_azure_native import monitor, network, privatedns

from tests.policies.estates.clean_azure.names import TAGS


def watched(name, resource, made):
    """Send a resource's logs to the workspace."""
    monitor.DiagnosticSetting(
        f"{name}-logs",
        resource_uri=resource,
        workspace_id=made.workspace.id,
        logs=[{"category_group": "allLogs", "enabled": True}],
        metrics=[{"category": "AllMetrics", "enabled": True}],
        opts=made.opts,
    )


def endpoint(name, resource, kind, zone, made):
    """Give a resource an address inside, and the name that leads there."""
    private = network.PrivateEndpoint(
        f"{name}-{kind}",
        **made.common,
        subnet={"id": made.subnets["endpoints"].id},
        private_link_service_connections=[
            {"name": kind, "private_link_service_id": resource, "group_ids": [kind]}
        ],
        opts=made.opts,
    )
    names = privatedns.PrivateZone(
        f"{name}-{kind}",
        resource_group_name=made.group.name,
        location="global",
        private_zone_name=zone,
        tags=TAGS,
        opts=made.opts,
    )
    privatedns.VirtualNetworkLink(
        f"{name}-{kind}",
        resource_group_name=made.group.name,
        location="global",
        private_zone_name=names.name,
        virtual_network={"id": made.network.id},
        registration_enabled=False,
        tags=TAGS,
        opts=made.opts,
    )
    network.PrivateDnsZoneGroup(
        f"{name}-{kind}",
        resource_group_name=made.group.name,
        private_endpoint_name=private.name,
        private_dns_zone_configs=[{"name": kind, "private_dns_zone_id": names.id}],
        opts=made.opts,
    )
