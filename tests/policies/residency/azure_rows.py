"""Programs on Azure with one property that leads data out of the jurisdictions."""

from pulumi_azure_native import applicationinsights, dbforpostgresql, operationalinsights

from tests.policies.cases import Cases
from tests.policies.encryption.declaring import of

CASES = Cases()
GROUP = {"resource_group_name": "data"}
FAR = "eastus"


@CASES.denies("REG-03", path="destinationStorageAccountId")
def classic_objects_copied_outside(name):
    copy = of("azure:storage/account:Account")(f"{name}-copy", location=FAR)
    replication = of("azure:storage/objectReplication:ObjectReplication")
    replication(name, sourceStorageAccountId="a", destinationStorageAccountId=copy.id)


@CASES.denies("REG-06", path="partnerServers[0].id")
def classic_databases_that_fail_over_outside(name):
    partner = of("azure:mssql/server:Server")(f"{name}-partner", location=FAR)
    group = of("azure:mssql/failoverGroup:FailoverGroup")
    group(name, serverId="a", partnerServers=[{"id": partner.id}])


@CASES.denies("REG-06", path="members[0]")
def endpoint_of_a_server_outside(name):
    replica = dbforpostgresql.Server(f"{name}-replica", **GROUP, location=FAR)
    dbforpostgresql.VirtualEndpoint(
        name, **GROUP, server_name="main", endpoint_type="ReadWrite", members=[replica.name]
    )


@CASES.denies("REG-11", path="workspaceResourceId")
def insights_kept_outside(name):
    workspace = operationalinsights.Workspace(f"{name}-logs", **GROUP, location=FAR)
    applicationinsights.Component(
        name,
        **GROUP,
        location="westeurope",
        application_type="web",
        kind="web",
        workspace_resource_id=workspace.id,
    )


@CASES.denies("REG-14", path="remoteVirtualNetworkId")
def classic_peering_with_a_network_outside(name):
    far = of("azure:network/virtualNetwork:VirtualNetwork")(f"{name}-far", location=FAR)
    peering = of("azure:network/virtualNetworkPeering:VirtualNetworkPeering")
    peering(name, virtualNetworkName="hub", remoteVirtualNetworkId=far.id)
