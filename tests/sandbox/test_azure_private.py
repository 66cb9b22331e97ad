"""What simulated Azure refuses of private names and paths, and of records."""

from typing import Any

from tests.sandbox.azure_things import (
    Subscription,
    azure,
)

__all__ = ["azure"]


def zone(azure: Subscription, name: str = "privatelink.blob.core.windows.net", group: str = "rg"):
    return azure.here(
        "privatedns:PrivateZone",
        name,
        privateZoneName=name,
        location="Global",
        resourceGroupName=group,
    )


def link(
    azure: Subscription,
    zone: Any,
    network: Any,
    name: str = "link",
    group: str = "rg",
    *,
    registers: bool = False,
):
    return azure.make(
        "privatedns:VirtualNetworkLink",
        name,
        resourceGroupName=group,
        privateZoneName=zone.get("name"),
        virtualNetworkLinkName=name,
        location="Global",
        virtualNetwork={"id": network.id},
        registrationEnabled=registers,
    )


def test_a_network_resolves_a_zone_once(azure: Subscription) -> None:
    azure.make("resources:ResourceGroup", "hub", resourceGroupName="hub", location="westeurope")
    network, ours, theirs = azure.vnet(), zone(azure), zone(azure, group="hub")
    first = link(azure, ours, network)
    said = azure.refusal(link, azure, theirs, network, group="hub")
    assert "cannot be linked to multiple zones with overlapping namespaces" in said
    assert "overlapping namespaces" in azure.refusal(link, azure, ours, network, "again")
    azure.delete(first)
    link(azure, theirs, network, group="hub")


def test_a_zone_stays_while_a_network_is_linked(azure: Subscription) -> None:
    ours = zone(azure)
    linked = link(azure, ours, azure.vnet())
    said = azure.refusal(azure.delete, ours)
    assert 'Code="CannotDeleteResource" Message="Cannot delete resource while nested' in said
    assert "'Microsoft.Network/privateDnsZones/privatelink.blob" in said
    azure.delete(linked)
    azure.delete(ours)


def test_an_endpoint_leads_to_a_part_that_there_is(azure: Subscription) -> None:
    azure.vnet()
    azure.subnet()
    account = azure.account()
    connection = {"name": "x", "privateLinkServiceId": account.id, "groupIds": ["vault"]}
    said = azure.refusal(azure.endpoint, privateLinkServiceConnections=[connection])
    assert "Group ID 'vault' is not supported" in said


def test_an_endpoint_lies_in_no_subnet_of_a_service(azure: Subscription) -> None:
    azure.vnet()
    azure.subnet(delegations=[{"name": "db", "serviceName": "Microsoft.Web/serverFarms"}])
    azure.account()
    assert "handed over to another service" in azure.refusal(azure.endpoint)


def test_an_endpoint_has_one_group_of_names(azure: Subscription) -> None:
    azure.vnet()
    azure.subnet()
    azure.account()
    azure.endpoint()
    config = [{"name": "blob", "privateDnsZoneId": zone(azure).id}]

    def names(name: str):
        return azure.inside(
            "network:PrivateDnsZoneGroup",
            name,
            privateEndpointName="endpoint",
            privateDnsZoneGroupName=name,
            privateDnsZoneConfigs=config,
        )

    names("default")
    assert "MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed" in azure.refusal(
        names, "second"
    )


def test_a_flow_log_needs_the_watcher_that_the_first_network_brings(azure: Subscription) -> None:
    account, network = azure.account(), azure.vnet()

    def record(watcher: str = "westeurope", name: str = "log"):
        return azure.make(
            "network:FlowLog",
            name,
            resourceGroupName="NetworkWatcherRG",
            networkWatcherName=f"NetworkWatcher_{watcher}",
            flowLogName=name,
            location="westeurope",
            targetResourceId=network.id,
            storageId=account.id,
        )

    assert "networkWatchers/NetworkWatcher_northeurope' could not be found" in azure.refusal(
        record, "northeurope"
    )
    record()
    said = azure.refusal(record, name="again")
    assert "CannotCreateMoreThanOneFlowLogPerTargetResource" in said


def test_a_flow_log_writes_in_the_region_of_its_network(azure: Subscription) -> None:
    account, network = azure.account(location="northeurope"), azure.vnet()
    said = azure.refusal(
        azure.make,
        "network:FlowLog",
        "log",
        resourceGroupName="NetworkWatcherRG",
        networkWatcherName="NetworkWatcher_westeurope",
        location="westeurope",
        targetResourceId=network.id,
        storageId=account.id,
    )
    assert "both resources are in the same region" in said


def test_a_record_goes_to_one_place_once(azure: Subscription) -> None:
    account = azure.account()
    blobs = f"{account.id}/blobServices/default"

    def setting(name: str, on: str = blobs, category: str = "StorageRead", **inputs: Any):
        sink = {"storageAccountId": account.id, **inputs}
        logs = [{"category": category, "enabled": True}]
        return azure.make(
            "monitor:DiagnosticSetting", name, name=name, resourceUri=on, logs=logs, **sink
        )

    assert "was not found" in azure.refusal(setting, "x", f"{azure.group.id}/providers/M.N/x/y")
    assert "At least one data sink" in azure.refusal(setting, "x", storageAccountId=None)
    setting("one")
    said = azure.refusal(setting, "two")
    assert "is already used in diagnostic setting 'one' for category 'StorageRead'" in said
    setting("two", category="StorageWrite")
    for name in ("three", "four", "five"):
        setting(name, category=name)
    assert "The limit of 5 diagnostic settings" in azure.refusal(setting, "six", category="six")


def test_only_what_is_recorded_can_be_asked_for(azure: Subscription) -> None:
    account = azure.account()
    made = azure.inside(
        "storage:BlobServiceProperties", "blobs", accountName="acmelake", blobServicesName="default"
    )
    said = azure.refusal(
        azure.make,
        "monitor:DiagnosticSetting",
        "log",
        resourceUri=made.id,
        storageAccountId=account.id,
        logs=[{"category": "StorageRaed", "enabled": True}],
    )
    assert said == 'Code="BadRequest" Message="Category \'StorageRaed\' is not supported."'


def test_a_network_registers_in_one_zone(azure: Subscription) -> None:
    network, other = azure.vnet(), azure.vnet("other", "10.1.0.0/16")
    first = link(azure, zone(azure, "a.example"), network, registers=True)
    second = zone(azure, "b.example")
    said = azure.refusal(link, azure, second, network, registers=True)
    assert "one private DNS zone with auto-registration" in said
    assert "'a.example'" in said
    link(azure, second, network)
    link(azure, second, other, "other", registers=True)
    azure.change(first, tags={"owner": "me"})
