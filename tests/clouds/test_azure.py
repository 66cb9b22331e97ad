"""What only Azure promises; what every cloud promises is in `test_contract.py`."""

from itertools import combinations, pairwise
from typing import Any

import pulumi
import pulumi_azure_native as azure_native
import pytest

from landing_zone import (
    DataLake,
    DataLakeOutputs,
    Identity,
    Keys,
    KeysOutputs,
    Network,
    NetworkOutputs,
)
from landing_zone.baseline import provider
from landing_zone.core import LandingZoneError
from landing_zone.datalake import DataLakeSpec
from landing_zone.identity import IdentitySpec
from landing_zone.keys import KeysSpec, Purpose
from landing_zone.network import NetworkSpec
from landing_zone_cli.access.azure import granted
from landing_zone_cli.access.model import ADMIN, READ, WRITE, Access
from landing_zone_cli.document import Plan
from landing_zone_rehearsal import Recording, Resource, record, to_document
from tests.promises.azure_network import ZONES
from tests.zones import PLACES, PROFILES, declare, default_zone, environment, full_zone

SUBSCRIPTION = f"/subscriptions/{PLACES['azure']['account']}"
GROUP = f"{SUBSCRIPTION}/resourceGroups/shared"
VAULT = f"{GROUP}/providers/Microsoft.KeyVault/vaults/shared-kv"
ACCOUNT = f"{GROUP}/providers/Microsoft.Storage/storageAccounts/shared"
NETWORK = f"{GROUP}/providers/Microsoft.Network"
ISSUER = "https://oidc.example.com/id/cluster"
BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"


def zone(profile: str = "regulated", preview: bool = False, **spec: Any) -> Recording:
    if not spec and not preview:
        return default_zone("azure", profile)
    return declare(environment("azure", profile=profile), spec, preview=preview)


def of(recording: Recording, kind: str) -> list[Resource]:
    return [each for each in recording.resources if each.type.endswith(f":{kind}")]


def named(recording: Recording, name: str) -> Resource:
    return next(each for each in recording.resources if each.name == name)


def exists(recording: Recording, name: str) -> bool:
    return any(each.name == name for each in recording.resources)


def comes_before(recording: Recording, first: str, then: str) -> bool:
    """Say whether one resource waits for another, however far apart."""
    wanted, open_ = named(recording, first).urn, [named(recording, then)]
    seen = set[str]()
    while open_:
        resource = open_.pop()
        direct = {*resource.dependencies}
        direct.update(urn for urns in resource.property_dependencies.values() for urn in urns)
        if wanted in direct:
            return True
        open_ += [recording.by_urn[urn] for urn in direct - seen]
        seen |= direct
    return False


def rules_of(recording: Recording, group: str) -> dict[str, dict[str, Any]]:
    return {rule["name"]: rule for rule in named(recording, group).inputs["securityRules"]}


def workload(name: str, *grants: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "namespace": "ml", "service_account": name, "grants": list(grants)}


def refused(**spec: Any) -> str:
    profile = spec.pop("profile", "regulated")
    changes = spec.pop("changes", {})
    with pytest.raises(LandingZoneError) as error:
        declare(environment("azure", profile=profile, **changes), spec)
    return str(error.value)


# The provider


def test_refuses_a_provider_that_reaches_another_subscription():
    other = "11111111-2222-4333-8444-555555555555"

    def program() -> None:
        wrong = azure_native.Provider("wrong", subscription_id=other)
        opts = pulumi.ResourceOptions(providers=[wrong])
        Keys("keys", environment("azure"), KeysSpec(), opts=opts)

    with pytest.raises(LandingZoneError, match=f"reaches the subscription {other}"):
        record(program, preview=False)


# The network


@pytest.mark.parametrize("network", [{}, {"nat": "none"}, {"egress_allow": ["pypi.org"]}])
def test_never_changes_a_network_twice_at_once(network: dict[str, Any]):
    recording = zone("standard", network=network)
    changes = [each.name for each in (*of(recording, "Subnet"), *of(recording, "AzureFirewall"))]

    assert len(changes) == (5 if "egress_allow" in network else 3)
    for one, other in combinations(changes, 2):
        assert comes_before(recording, one, other) or comes_before(recording, other, one)
    for kind in ("VirtualNetworkLink", "PrivateEndpoint", "FlowLog"):
        for each in of(recording, kind):
            assert comes_before(recording, "ai-network-nodes", each.name), each.name


def test_never_changes_the_endpoints_subnet_twice_at_once():
    recording = full_zone("azure")
    places = ["network-keys", "network-monitor", "network-logs"]
    places += ["lake-blob", "lake-dfs", "lake-logs"]

    for first, then in pairwise(places):
        assert comes_before(recording, f"ai-{first}-names", f"ai-{then}-endpoint")
    assert len(of(recording, "PrivateEndpoint")) == len(places)


def test_gives_no_subnet_a_way_out_by_default():
    subnets = of(full_zone("azure"), "Subnet")

    assert len(subnets) == 4
    for subnet in subnets:
        assert subnet.inputs["defaultOutboundAccess"] is False
        fixed = subnet.inputs.get("subnetName") == "AzureFirewallSubnet"
        assert ("networkSecurityGroup" in subnet.inputs) is not fixed


def test_lets_nothing_out_without_a_nat():
    recording = zone(network={"nat": "none"})

    assert not of(recording, "NatGateway")
    assert not of(recording, "PublicIPAddress")
    for group in of(recording, "NetworkSecurityGroup"):
        rule = rules_of(recording, group.name)["deny-internet-out"]
        assert (rule["access"], rule["direction"]) == ("Deny", "Outbound")
        assert (rule["sourceAddressPrefix"], rule["destinationAddressPrefix"]) == ("*", "Internet")


@pytest.mark.parametrize(
    ("nat", "tier", "zones"),
    [("single", "Standard", ["1"]), ("per_zone", "StandardV2", ["1", "2", "3"])],
)
def test_takes_the_gateway_that_lives_where_the_nat_should(nat: str, tier: str, zones: list[str]):
    recording = zone(network={"nat": nat})

    for each in (named(recording, "ai-network-nat"), named(recording, "ai-network-nat-ip")):
        assert each.inputs["sku"]["name"] == tier
        assert each.inputs["zones"] == zones
    nodes = named(recording, "ai-network-nodes").inputs
    assert nodes["natGateway"] == {"id": named(recording, "ai-network-nat").id}
    assert "deny-internet-out" not in rules_of(recording, "ai-network-nodes-rules")


def test_sends_everything_through_the_firewall_that_knows_the_domains():
    recording = zone(network={"egress_allow": ["pypi.org"]})

    assert not of(recording, "NatGateway")
    routes = named(recording, "ai-network-routes")
    (route,) = routes.inputs["routes"]
    assert route["addressPrefix"] == "0.0.0.0/0"
    firewall = named(recording, "ai-network-firewall").outputs["ipConfigurations"][0]
    assert route["nextHopIpAddress"] == firewall["privateIPAddress"]
    assert named(recording, "ai-network-nodes").inputs["routeTable"] == {"id": routes.id}
    (collection,) = named(recording, "ai-network-firewall-rules").inputs["ruleCollections"]
    domains, kubernetes = collection["rules"]
    assert (collection["action"], domains["targetFqdns"]) == ({"type": "Allow"}, ["pypi.org"])
    assert kubernetes["fqdnTags"] == ["AzureKubernetesService"]
    for rule in (domains, kubernetes):
        assert rule["sourceAddresses"] == ["10.0.0.0/18"]
        assert rule["protocols"] == [{"protocolType": "Https", "port": 443}]


def test_lets_through_what_a_cluster_starts_from_only_where_there_may_be_one():
    recording = zone(
        network={"egress_allow": ["pypi.org"], "private_services": ["storage", "keys"]}
    )

    (collection,) = named(recording, "ai-network-firewall-rules").inputs["ruleCollections"]
    assert [rule["name"] for rule in collection["rules"]] == ["allowed-domains"]


def test_keeps_pods_and_services_out_of_the_network():
    space = named(zone(), "ai-network-vnet").inputs["addressSpace"]["addressPrefixes"]

    assert space == ["10.0.0.0/18", "10.0.64.0/20", "10.0.80.0/20", "10.0.96.0/20"]


def test_links_a_zone_for_every_private_service_and_none_for_others():
    recording = zone(network={"private_services": ["storage", "keys", "registry"]})

    words = {"blob", "dfs", "vaultcore", "azurecr"}
    for kind in ("PrivateZone", "VirtualNetworkLink"):
        assert {each.name.split("-")[2] for each in of(recording, kind)} == words
    assert {each.name for each in of(recording, "PrivateEndpoint")} == {
        "ai-network-keys-endpoint",
        "ai-network-logs-endpoint",
        "ai-lake-blob-endpoint",
        "ai-lake-dfs-endpoint",
        "ai-lake-logs-endpoint",
    }


def test_links_the_zones_of_azure_monitor_only_with_a_path_to_it():
    recording = zone(network={"private_services": ["storage", "keys", "logs"]})

    (names,) = (each for each in of(recording, "PrivateDnsZoneGroup") if "monitor" in each.name)
    words = {each["name"] for each in names.inputs["privateDnsZoneConfigs"]}
    assert words == {"monitor", "oms", "ods", "agentsvc", "blob"}


def test_uses_the_network_watcher_that_azure_makes():
    flow_log = named(zone(), "ai-network-flow-log").inputs

    assert not of(zone(), "NetworkWatcher")
    assert flow_log["resourceGroupName"] == "NetworkWatcherRG"
    assert flow_log["networkWatcherName"] == "NetworkWatcher_westeurope"


@pytest.mark.parametrize("days", [1, 365])
def test_leaves_the_retention_of_flow_logs_to_their_account(days: int):
    recording = zone(network={"flow_log_days": days})

    assert named(recording, "ai-network-flow-log").inputs["retentionPolicy"]["enabled"] is False
    (rule,) = named(recording, "ai-network-logs-retention").inputs["policy"]["rules"]
    delete = rule["definition"]["actions"]["baseBlob"]["delete"]
    assert delete == {"daysAfterModificationGreaterThan": days}


# Keys


def test_leaves_the_names_of_a_vault_and_its_keys_to_pulumi():
    recording = zone()

    assert "vaultName" not in named(recording, "ai-keys-kv").inputs
    for key in of(recording, "Key"):
        assert "keyName" not in key.inputs


@pytest.mark.parametrize("profile", PROFILES)
def test_lets_keys_go_with_their_vault(profile: str):
    recording = zone(profile)
    vault = named(recording, "ai-keys-kv")

    for key in of(recording, "Key"):
        assert key.deleted_with == vault.urn
        assert key.replace_on_changes == ["properties"]


def test_keeps_keys_in_a_vault_that_is_there_already():
    recording = zone(keys={"store": VAULT})

    assert not of(recording, "Vault")
    assert not exists(recording, "ai-keys-group")
    for key in of(recording, "Key"):
        assert (key.inputs["resourceGroupName"], key.inputs["vaultName"]) == ("shared", "shared-kv")
        assert key.deleted_with is None
    (grant,) = (each for each in of(recording, "RoleAssignment") if "admin-platform" in each.name)
    assert grant.inputs["scope"] == VAULT


def test_lets_administrators_of_keys_not_use_them():
    (permission,) = named(zone(), "ai-keys-admin-role").inputs["permissions"]
    used = ("encrypt", "decrypt", "wrap", "unwrap", "sign", "verify", "backup", "release", "*")
    for action in permission["dataActions"]:
        assert not any(word in action for word in used), action


def test_makes_a_group_behind_two_personas_administrator_once():
    group = PLACES["azure"]["groups"]["platform_admin"]
    env = environment("azure", groups={"platform_admin": group, "ml_engineer": group})
    recording = declare(env, {"keys": {"admins": ["platform_admin", "ml_engineer"]}})

    assert [each.name for each in of(recording, "RoleAssignment") if "-admin-" in each.name] == [
        "ai-keys-admin-platform-admin"
    ]


# The lake


def test_follows_each_rotation_of_the_key():
    for account in of(zone(), "StorageAccount"):
        properties = account.inputs["encryption"]["keyVaultProperties"]
        assert "keyVersion" not in properties
        assert properties["keyVaultUri"].endswith(".vault.azure.net")


@pytest.mark.parametrize(
    ("profile", "sku"), [("dev", "Standard_LRS"), ("standard", "Standard_ZRS")]
)
def test_spreads_data_over_zones_from_standard_up(profile: str, sku: str):
    for account in of(zone(profile), "StorageAccount"):
        assert account.inputs["sku"] == {"name": sku}


def test_waits_for_the_network_before_it_uses_a_role_of_the_vault():
    recording = zone()

    assert comes_before(recording, "ai-network-nodes", "ai-lake-account")
    assert comes_before(recording, "ai-network-nodes", "ai-network-logs")


def test_locks_a_layer_until_files_are_old_enough():
    layers = {"raw": {"lock_days": 30}, "curated": {}}
    recording = zone("standard", lake={"layers": layers})

    (lock,) = of(recording, "BlobContainerImmutabilityPolicy")
    assert lock.inputs["containerName"] == "raw"
    assert lock.inputs["immutabilityPeriodSinceCreationInDays"] == 30
    assert lock.inputs["allowProtectedAppendWritesAll"] is True
    assert lock.deleted_with == named(recording, "ai-lake-raw").urn


def test_archives_in_an_account_of_one_zone():
    layer = {"cool_after_days": 30, "archive_after_days": 90, "expire_after_days": 400}
    recording = zone("dev", lake={"layers": {"raw": layer}})

    tier, expire = named(recording, "ai-lake-lifecycle").inputs["policy"]["rules"]
    assert tier["definition"]["actions"]["baseBlob"] == {
        "tierToCool": {"daysAfterModificationGreaterThan": 30},
        "tierToArchive": {"daysAfterModificationGreaterThan": 90},
    }
    assert tier["definition"]["filters"]["blobTypes"] == ["blockBlob"]
    assert expire["definition"]["filters"]["prefixMatch"] == ["raw/"]


def test_declares_no_lifecycle_where_nothing_ages():
    assert not exists(zone(lake={"layers": {"raw": {}}}), "ai-lake-lifecycle")


# Identities


@pytest.mark.parametrize("name", ["auditor", "data-scientist"])
def test_tells_a_workload_from_a_persona_of_the_same_name(name: str):
    grant = {"layer": "raw", "verb": "read"}
    people = {name.replace("-", "_"): [grant]}
    recording = zone(identity={"workloads": [workload(name, grant)], "people": people})

    names = (f"ai-identity-{kind}-{name}-raw-read" for kind in ("pod", "people"))
    pod, person = (named(recording, each).inputs for each in names)
    assert pod["roleAssignmentName"] != person["roleAssignmentName"]
    assert pod["principalId"] == named(recording, f"ai-identity-pod-{name}").outputs["principalId"]
    assert person["principalId"] == PLACES["azure"]["groups"][name.replace("-", "_")]


def test_lets_nobody_who_writes_touch_the_container_itself():
    recording = full_zone("azure")
    built_in_writers = (
        "ba92f5b4-2d11-453d-a403-e96b0029c9fe",
        "b7e6dc6d-f1e8-4753-8033-0f276bb0955b",
    )

    for each in of(recording, "RoleAssignment"):
        if each.name.startswith("ai-identity-"):
            assert not each.inputs["roleDefinitionId"].endswith(built_in_writers), each.name
    for verb in ("write", "admin"):
        (permission,) = named(recording, f"ai-identity-{verb}-role").inputs["permissions"]
        assert permission["actions"] == [f"{BLOBS.rpartition('/')[0]}/read"]
        assert not any("*" in action for action in permission["dataActions"])


def test_defines_no_role_that_nobody_needs():
    groups = {"auditor": PLACES["azure"]["groups"]["auditor"]}
    recording = declare(environment("azure", groups=groups))

    assert not of(recording, "RoleDefinition")


def test_reads_what_a_role_of_its_own_allows():
    plan = Plan.of(to_document(full_zone("azure")))
    owner = named(full_zone("azure"), "ai-identity-pod-trainer").outputs["principalId"]
    held = {
        each.store.rpartition("/")[2]: set[str]()
        for each in granted(plan)
        if isinstance(each, Access) and each.principal == owner
    }
    for each in granted(plan):
        if isinstance(each, Access) and each.principal == owner:
            held[each.store.rpartition("/")[2]] |= each.operations

    assert held == {"curated": READ, "models": WRITE, "scratch": ADMIN}


def test_shares_one_assignment_between_folders_of_one_layer():
    grants = [
        {"layer": "raw", "verb": "read", "prefix": "a/"},
        {"layer": "raw", "verb": "read", "prefix": "b/"},
        {"layer": "curated", "verb": "read"},
    ]
    recording = zone(identity={"workloads": [workload("trainer", *grants)]})

    narrowed = named(recording, "ai-identity-pod-trainer-raw-read").inputs
    read, path = f"{BLOBS}/read", f"@Resource[{BLOBS}:path]"
    listed = "SubOperationMatches{'Blob.List'}"
    assert narrowed["conditionVersion"] == "2.0"
    assert narrowed["condition"] == (
        f"((!(ActionMatches{{'{read}'}} AND NOT {listed}))"
        f" OR ({path} StringStartsWith 'a/' OR {path} StringEquals 'a'"
        f" OR {path} StringStartsWith 'b/' OR {path} StringEquals 'b'))"
        f" AND ((!(ActionMatches{{'{read}'}} AND {listed}))"
        f" OR (@Request[{BLOBS}:prefix] StringStartsWith 'a/'"
        f" OR @Request[{BLOBS}:prefix] StringStartsWith 'b/'))"
    )
    whole = named(recording, "ai-identity-pod-trainer-curated-read").inputs
    assert "condition" not in whole
    assert "conditionVersion" not in whole


@pytest.mark.parametrize(
    ("verb", "actions"),
    [
        ("read", {"read"}),
        ("write", {"read", "write", "add/action", "delete", "move/action"}),
        (
            "admin",
            {
                "read",
                "write",
                "add/action",
                "delete",
                "move/action",
                "deleteBlobVersion/action",
                "permanentDelete/action",
            },
        ),
    ],
)
def test_narrows_everything_that_a_role_allows(verb: str, actions: set[str]):
    grant = {"layer": "raw", "verb": verb, "prefix": "a/"}
    recording = zone(identity={"workloads": [workload("trainer", grant)]})
    condition = named(recording, f"ai-identity-pod-trainer-raw-{verb}").inputs["condition"]

    assert {
        part.partition("'")[0] for part in condition.split(f"ActionMatches{{'{BLOBS}/")[1:]
    } == (actions)


@pytest.mark.parametrize("issuer", [None, ISSUER])
def test_trusts_a_cluster_only_where_one_is_named(issuer: str | None):
    grants = {"layer": "raw", "verb": "read"}
    recording = zone(identity={"issuer": issuer, "workloads": [workload("trainer", grants)]})

    trust = [each.inputs["issuer"] for each in of(recording, "FederatedIdentityCredential")]
    assert trust == ([issuer] if issuer else [])


def test_names_assignments_alike_in_every_run_and_no_two_alike():
    names = [
        [each.inputs["roleAssignmentName"] for each in of(recording, "RoleAssignment")]
        for recording in (full_zone("azure"), zone(preview=True), zone())
    ]

    assert sorted(names[1]) == sorted(names[2])
    for each in names:
        assert len(set(each)) == len(each)


def test_tells_groups_from_programs():
    groups = set(PLACES["azure"]["groups"].values())

    for each in of(full_zone("azure"), "RoleAssignment"):
        wanted = "Group" if each.inputs["principalId"] in groups else "ServicePrincipal"
        assert each.inputs["principalType"] == wanted


def test_shows_auditors_the_records_but_no_data():
    auditor = PLACES["azure"]["groups"]["auditor"]
    recording = full_zone("azure")
    reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7"

    roles = {
        each.name: each.inputs["roleDefinitionId"].rpartition("/")[2]
        for each in of(recording, "RoleAssignment")
        if each.inputs["principalId"] == auditor
    }
    del roles["ai-lake-logs-auditor"]
    assert roles == {
        f"ai-identity-people-auditor-{layer}-metadata": reader
        for layer in ("raw", "curated", "models", "scratch")
    }
    read = named(recording, "ai-lake-logs-auditor").inputs
    assert read["scope"] == named(recording, "ai-lake-logs").id


# What Azure refuses


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (
            {"lake": {"layers": {"raw": {"lock_days": 5}}}},
            "lake.layers.raw.lock_days that nobody can lift is not supported on azure",
        ),
        (
            {"lake": {"layers": {"raw": {"archive_after_days": 90}}}},
            "lake.layers.raw.archive_after_days in a zone-redundant account is not supported",
        ),
        (
            {"lake": {"layers": {"raw": {}, "curated": {"noncurrent_days": 7}}}},
            "lake.layers.curated.noncurrent_days: 7 beside 90 in 'raw' is not supported",
        ),
        ({"keys": {"store": "shared-kv"}}, "keys.store: the resource ID of a vault, got"),
        (
            {"changes": {"region": "canadaeast", "residency": "ca"}},
            "network.nat: 'per_zone' in region canadaeast is not supported on azure",
        ),
        (
            {"changes": {"region": "ukwest", "residency": "uk"}},
            "layers: spreading over zones in region ukwest is not supported on azure",
        ),
    ],
)
def test_refuses_what_azure_cannot_keep(spec: dict[str, Any], message: str):
    assert message in refused(**spec)


def test_refuses_to_give_one_group_the_same_twice():
    group = PLACES["azure"]["groups"]["ml_engineer"]
    same = {"data_scientist": group, "ml_engineer": group}

    assert refused(changes={"groups": same}).splitlines() == [
        f"ai-identity: people.ml_engineer.{n}: {what} is what data_scientist has, and both are the "
        f"group {group}: give them different groups, or say it once"
        for n, what in ((0, "read on raw"), (3, "write on scratch"))
    ]


def test_refuses_a_vault_whose_name_would_be_too_long():
    with pytest.raises(LandingZoneError, match="shorten 'platform-prod-keys', or give a vault"):
        record(lambda: Keys("platform-prod-keys", environment("azure"), KeysSpec()))


def test_refuses_a_network_without_a_private_path_to_storage():
    env = environment("azure")

    def program() -> None:
        opts = pulumi.ResourceOptions(providers=[provider("acme", env)])
        bare = adopted_network()
        DataLake("lake", env, DataLakeSpec(), keys=adopted_keys(), network=bare, opts=opts)

    with pytest.raises(LandingZoneError, match="add `storage` to its private_services"):
        record(program)


# On its own


def adopted_keys() -> KeysOutputs:
    uri = "https://shared-kv.vault.azure.net/keys"
    return KeysOutputs.existing(
        ids={purpose.value: f"{uri}/{purpose.value}" for purpose in Purpose}, store=VAULT
    )


def adopted_network(*services: str) -> NetworkOutputs:
    zones = {word: f"{NETWORK}/privateDnsZones/{ZONES[word]}" for word in services}
    return NetworkOutputs.existing(
        id=f"{NETWORK}/virtualNetworks/hub",
        node_subnets=[f"{NETWORK}/virtualNetworks/hub/subnets/nodes"],
        pod_subnets=[],
        endpoint_subnets=[f"{NETWORK}/virtualNetworks/hub/subnets/endpoints"],
        database_subnets=[],
        cidrs={"network": "10.0.0.0/16"},
        private_services={"storage": zones} if zones else {},
        egress_ips=[],
    )


def adopted_lake() -> DataLakeOutputs:
    return DataLakeOutputs.existing(
        uris={"raw": "abfss://raw@shared.dfs.core.windows.net"},
        ids={"raw": f"{ACCOUNT}/blobServices/default/containers/raw"},
        key="https://shared-kv.vault.azure.net/keys/data",
        access_log="",
    )


@pytest.mark.parametrize(
    ("profile", "network", "encrypts"),
    [
        ("regulated", {"private_services": ["keys", "storage"]}, True),
        ("regulated", {}, False),
        (
            "regulated",
            {"private_services": ["keys", "storage"], "egress_allow": ["pypi.org"]},
            False,
        ),
        ("standard", {"private_services": ["keys", "storage"]}, False),
    ],
)
def test_encrypts_traffic_where_neither_aks_nor_a_firewall_is(
    profile: str, network: dict[str, Any], encrypts: bool
):
    made = of(zone(profile, network=network), "VirtualNetwork")

    assert [each.inputs["encryption"]["enabled"] for each in made] == [encrypts]


@pytest.mark.parametrize("preview", [True, False])
@pytest.mark.parametrize("profile", PROFILES)
def test_builds_each_capability_beside_what_exists(profile: str, preview: bool):
    env = environment("azure", profile=profile)

    def program() -> None:
        opts = pulumi.ResourceOptions(providers=[provider("acme", env)])
        keys = adopted_keys()
        Keys("keys", env, KeysSpec(), opts=opts)
        Network("net", env, NetworkSpec(), keys=keys, opts=opts)
        network = adopted_network("blob", "dfs")
        DataLake("lake", env, DataLakeSpec(), keys=keys, network=network, opts=opts)
        Identity("people", env, IdentitySpec(), lake=adopted_lake(), keys=keys, opts=opts)

    recording = record(program, preview=preview)

    key = named(recording, "lake-account-key").inputs
    assert key["scope"] == f"{VAULT}/keys/data"
    endpoint = named(recording, "lake-dfs-endpoint").inputs
    assert endpoint["subnet"]["id"].endswith("/hub/subnets/endpoints")
    read = named(recording, "people-people-data-scientist-raw-read").inputs
    assert read["scope"] == f"{ACCOUNT}/blobServices/default/containers/raw"
