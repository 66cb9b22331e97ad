"""A data lake on Azure: a storage account with folders, and a container for each layer."""

from collections.abc import Iterator

import pulumi
from pulumi_azure_native import monitor, resources, storage

from landing_zone.baseline.azure import refusals, resource_group
from landing_zone.baseline.azure_private import private_endpoint
from landing_zone.baseline.azure_roles import assign_role, built_in
from landing_zone.baseline.azure_storage import ACCOUNT, LOGS, account, log_account, soft_delete
from landing_zone.core import (
    LandingZoneError,
    Names,
    Persona,
    Profile,
    Scope,
    UnsupportedError,
    after,
)
from landing_zone.datalake.azure_lifecycle import (
    declare_lifecycle,
    layer_refusals,
    lock,
    recovery_days,
)
from landing_zone.datalake.spec import DataLakeOutputs, DataLakeSpec, LayerSpec
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.spec import NetworkOutputs, PrivateService
from landing_zone_policies.facts.regions import REGIONS

SERVICES = ("blob", "dfs")
"""An account with folders answers at two addresses, and clients of one are sent to the other.

Source: https://learn.microsoft.com/azure/storage/common/storage-private-endpoints
"""

ACCESS_LOGS = ("StorageRead", "StorageWrite", "StorageDelete")
"""Source: https://learn.microsoft.com/azure/storage/blobs/monitor-blob-storage-reference"""

ACCESS_LOG_DAYS = 365
"""Days that records of accesses are kept."""


def check(names: Names, spec: DataLakeSpec) -> Iterator[LandingZoneError]:
    """Yield what Azure refuses of a settled spec."""
    yield from refusals(names)
    yield from _zone_refusals(names)
    yield from names.check("layers", ACCOUNT)
    if spec.access_log:
        yield from names.check("access_log", ACCOUNT, LOGS)
    yield from layer_refusals(names, spec)


def build(
    scope: Scope, spec: DataLakeSpec, *, keys: KeysOutputs, network: NetworkOutputs
) -> DataLakeOutputs:
    """Declare the account with its key, its layers, their lifecycle, private paths and log.

    The account carries no management lock (docs/decisions/0010-no-management-locks.md). It is
    protected in the stack, and what is deleted can be brought back: objects and containers for
    `noncurrent_days`, the account itself for 14 days.

    Source: https://learn.microsoft.com/azure/storage/common/storage-account-recover
    """
    _expect_paths(scope, network)
    group = resource_group(scope, stateful=True)
    lake, key = account(
        scope,
        group,
        "account",
        keys=keys,
        purpose=Purpose.DATA,
        bypass="None",
        waiting_for=network.endpoint_subnets,
        hierarchical=True,
    )
    recovery = soft_delete(scope, group, lake, "recovery", days=recovery_days(spec))
    declare_lifecycle(scope, group, lake, spec)
    reachable = _private_paths(scope, group, lake, network)
    access_log: pulumi.Input[str] = ""
    if spec.access_log:
        access_log = _access_log(
            scope, group, blobs=recovery, keys=keys, network=network, reachable=reachable
        )
    containers = {
        name: _container(scope, group, lake, name, layer, recovery=recovery)
        for name, layer in spec.layers.items()
    }
    return DataLakeOutputs(
        uris={
            name: after(_uri(name, lake), container, reachable)
            for name, container in containers.items()
        },
        ids={name: after(container.id, reachable) for name, container in containers.items()},
        key=key,
        access_log=pulumi.Output.from_input(access_log),
    )


def _zone_refusals(names: Names) -> Iterator[LandingZoneError]:
    """Yield why a region cannot keep data in several zones, as it is kept from `standard` up."""
    env = names.env
    if env.profile.at_least(Profile.STANDARD) and REGIONS[env.cloud][env.region].zones == 0:
        what = f"layers: spreading over zones in region {env.region}"
        yield UnsupportedError(what, "azure", instead="use a region with availability zones")


def _expect_paths(scope: Scope, network: NetworkOutputs) -> None:
    if PrivateService.STORAGE not in network.private_services:
        raise LandingZoneError(
            f"{scope.names.component}: the network has no private DNS zones for "
            f"{' and '.join(SERVICES)}; add `storage` to its private_services"
        )


def _zone(network: NetworkOutputs, service: str) -> pulumi.Output[str]:
    return network.private_services[PrivateService.STORAGE].apply(lambda zones: zones[service])


def _private_paths(
    scope: Scope,
    group: resources.ResourceGroup,
    lake: storage.StorageAccount,
    network: NetworkOutputs,
) -> pulumi.Resource:
    last: pulumi.Resource = lake
    for service in SERVICES:
        last = private_endpoint(
            scope,
            group,
            service,
            subnet=network.endpoint_subnets.apply(lambda subnets: subnets[0]),
            target=lake.id,
            service=service,
            zones={service: _zone(network, service)},
            after=last,
        )
    return last


def _container(
    scope: Scope,
    group: resources.ResourceGroup,
    lake: storage.StorageAccount,
    name: str,
    layer: LayerSpec,
    *,
    recovery: pulumi.Resource,
) -> storage.BlobContainer:
    """Declare a layer, once what is deleted from the account can be brought back."""
    container = storage.BlobContainer(
        scope.child(name),
        resource_group_name=group.name,
        account_name=lake.name,
        container_name=name,
        public_access=storage.PublicAccess.NONE,
        opts=scope.opts(stateful=True, depends_on=[recovery]),
    )
    if layer.lock_days is not None:
        lock(scope, group, lake, container, name=name, days=layer.lock_days)
    return container


def _access_log(
    scope: Scope,
    group: resources.ResourceGroup,
    *,
    blobs: storage.BlobServiceProperties,
    keys: KeysOutputs,
    network: NetworkOutputs,
    reachable: pulumi.Resource,
) -> pulumi.Output[str]:
    """Declare the record of every access and every use of a key, and who reads it: the auditors.

    It is kept in an account, as a Log Analytics workspace takes a customer's key only on a
    dedicated cluster with a commitment of at least 100 GB a day.

    Source: https://learn.microsoft.com/azure/azure-monitor/logs/customer-managed-keys
    """
    logs = log_account(
        scope, group, keys=keys, days=ACCESS_LOG_DAYS, waiting_for=network.endpoint_subnets
    )
    path = private_endpoint(
        scope,
        group,
        "logs",
        subnet=network.endpoint_subnets.apply(lambda subnets: subnets[0]),
        target=logs.id,
        service="blob",
        zones={"blob": _zone(network, "blob")},
        after=reachable,
    )
    setting = monitor.DiagnosticSetting(
        scope.child("access-log"),
        resource_uri=blobs.id,
        storage_account_id=logs.id,
        logs=[{"category": category, "enabled": True} for category in ACCESS_LOGS],
        opts=scope.opts(),
    )
    monitor.DiagnosticSetting(
        scope.child("key-use"),
        resource_uri=keys.store,
        storage_account_id=logs.id,
        logs=[{"category": "AuditEvent", "enabled": True}],
        opts=scope.opts(),
    )
    if Persona.AUDITOR in scope.env.groups:
        assign_role(
            scope,
            "logs-auditor",
            role=built_in(scope.env, "Storage Blob Data Reader"),
            on=logs.id,
            to=scope.env.groups[Persona.AUDITOR],
            kind="Group",
        )
    return after(logs.id, setting, path)


def _uri(layer: str, lake: storage.StorageAccount) -> pulumi.Output[str]:
    return pulumi.Output.concat("abfss://", layer, "@", lake.name, ".dfs.core.windows.net")
