"""What only Google Cloud promises; what every cloud promises is in `test_contract.py`."""

import json
import re
from typing import Any

import pulumi
import pulumi_gcp
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
from landing_zone_cli.document import Plan
from landing_zone_cli.identities import matrix
from landing_zone_rehearsal import UNKNOWN, Recording, Resource, record, to_document
from tests.zones import FULL, PROFILES, declare, environment, full_zone

RING = "projects/acme-keys/locations/europe-west4/keyRings/main"
GKE = "https://container.googleapis.com/v1/projects/acme-ml/locations/europe-west4/clusters/ml"


def zone(profile: str = "regulated", preview: bool = False, **spec: Any) -> Recording:
    return declare(environment("gcp", profile=profile), spec, preview=preview)


def of(recording: Recording, kind: str) -> list[Resource]:
    return [each for each in recording.resources if each.type.endswith(f":{kind}")]


def workload(name: str, *grants: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "namespace": "ml", "service_account": name, "grants": list(grants)}


# Keys


def test_leaves_the_names_of_what_can_never_be_deleted_to_pulumi():
    recording = full_zone("gcp")

    for each in [*of(recording, "KeyRing"), *of(recording, "CryptoKey")]:
        assert "name" not in each.inputs


def test_keeps_keys_in_a_ring_that_is_there_already():
    recording = zone(keys={"store": RING})

    assert not of(recording, "KeyRing")
    assert not of(recording, "KeyRingIAMMember")
    assert {key.inputs["keyRing"] for key in of(recording, "CryptoKey")} == {RING}
    admins = [
        grant
        for grant in of(recording, "CryptoKeyIAMMember")
        if grant.inputs["role"] == "roles/cloudkms.admin"
    ]
    assert len(admins) == len(Purpose)


@pytest.mark.parametrize(
    ("store", "line"),
    [
        ("main", "store: a key ring such as projects/acme-prod/"),
        (RING.replace("west4", "west1"), "store: a key ring in europe-west4, got one in"),
        (f"{RING}/cryptoKeys/data", "store: a key ring such as"),
    ],
)
def test_refuses_a_ring_whose_keys_it_could_not_use(store, line):
    with pytest.raises(LandingZoneError, match=line):
        zone(keys={"store": store})


def test_no_component_takes_another_ones_grant_away():
    grants = of(full_zone("gcp"), "CryptoKeyIAMMember")

    titles = [
        (grant.inputs["cryptoKeyId"], grant.inputs["member"], grant.inputs["condition"]["title"])
        for grant in grants
    ]
    assert len(titles) == len(set(titles)) == 5
    assert len({title[:2] for title in titles}) == 4


def test_no_stack_takes_another_ones_grant_away():
    def conditions(stack: str) -> list[str]:
        lake = alone(COMPONENTS["lake"], stack=stack)
        return [str(each.inputs["condition"]) for each in of(lake, "CryptoKeyIAMMember")]

    assert {*conditions("one")}.isdisjoint(conditions("two"))


def test_lets_the_agents_of_registry_and_secrets_use_their_key_from_the_start():
    def declare_one(env: Any, opts: Any) -> None:
        ids = Keys("k", env, KeysSpec(), opts=opts).outputs.ids
        for purpose in ("registry", "secrets", "cluster"):
            pulumi_gcp.storage.Bucket(
                f"{purpose}-user",
                location="eu",
                encryption={"default_kms_key_name": ids[purpose]},
                opts=pulumi.ResourceOptions(provider=opts.providers[0]),
            )

    recording = alone(declare_one)

    for purpose, agent in (("registry", "artifactregistry"), ("secrets", "secretmanager")):
        grant = recording.named(f"k-{purpose}-agent")
        assert grant.inputs["cryptoKeyId"] == recording.named(f"k-{purpose}").id
        assert f"@gcp-sa-{agent}." in grant.inputs["member"]
        assert grant.urn in recording.named(f"{purpose}-user").dependencies
        assert grant.urn not in recording.named("cluster-user").dependencies


def test_creates_no_agent_for_a_key_that_is_not_wanted():
    spec = KeysSpec(purposes=(Purpose.DATA,))
    recording = alone(lambda env, opts: Keys("k", env, spec, opts=opts))

    assert not of(recording, "ServiceIdentity")
    assert [each.inputs["service"] for each in of(recording, "Service")] == [
        "cloudkms.googleapis.com"
    ]


# Network


@pytest.mark.parametrize(("nat", "addresses"), [("none", 0), ("single", 1), ("per_zone", 3)])
def test_reserves_the_addresses_of_its_gateway(nat, addresses):
    recording = zone(network={"nat": nat})

    assert len(of(recording, "Address")) == addresses
    assert len(of(recording, "RouterNat")) == min(addresses, 1)
    for gateway in of(recording, "RouterNat"):
        assert gateway.inputs["natIpAllocateOption"] == "MANUAL_ONLY"
        assert len(gateway.inputs["natIps"]) == addresses
    assert len(recording.named("ai-network").outputs["egress_ips"]) == addresses
    vpc = recording.named("ai-network-vpc")
    assert vpc.inputs["deleteDefaultRoutesOnCreate"] is (nat == "none")


@pytest.mark.parametrize(
    ("profile", "name", "last"), [("standard", "private", 11), ("regulated", "restricted", 7)]
)
@pytest.mark.parametrize("nat", ["none", "single"])
def test_leads_google_services_to_a_private_address(profile, name, last, nat):
    recording = zone(profile, network={"nat": nat})

    [route] = of(recording, "Route")
    assert route.inputs["destRange"] == f"199.36.153.{last - 3}/30"
    assert route.inputs["nextHopGateway"] == "default-internet-gateway"
    records = {each.inputs["name"]: each.inputs["rrdatas"] for each in of(recording, "RecordSet")}
    addresses = [f"199.36.153.{n}" for n in range(last - 3, last + 1)]
    assert records == {
        f"{name}.googleapis.com.": addresses,
        "*.googleapis.com.": [f"{name}.googleapis.com."],
        "gcr.io.": addresses,
        "*.gcr.io.": ["gcr.io."],
        "pkg.dev.": addresses,
        "*.pkg.dev.": ["pkg.dev."],
    }


def test_makes_private_what_is_asked_for_alone():
    spec = NetworkSpec.model_validate({"private_services": ["keys"]})
    recording = alone(lambda env, opts: Network("n", env, spec, keys=KEYS, opts=opts))

    assert [each.inputs["dnsName"] for each in of(recording, "ManagedZone")] == ["googleapis.com."]
    assert not of(recording, "Connection")
    network = recording.named("n").outputs
    assert list(network["private_services"]["keys"]) == ["googleapis.com"]
    assert network["database_subnets"] == []


def rules(recording: Recording, direction: str) -> list[Resource]:
    found = of(recording, "NetworkFirewallPolicyRule")
    chosen = [rule for rule in found if rule.inputs["direction"] == direction]
    return sorted(chosen, key=lambda rule: rule.inputs["priority"])


def test_lets_nothing_in_but_its_own_machines():
    allow, deny = rules(zone(), "INGRESS")

    assert allow.inputs["match"]["srcIpRanges"] == ["10.0.0.0/18", "10.0.128.0/17"]
    assert (deny.inputs["action"], deny.inputs["enableLogging"]) == ("deny", True)
    assert deny.inputs["match"]["srcIpRanges"] == ["0.0.0.0/0"]


def test_lets_everything_out_unless_domains_are_named():
    assert rules(zone(), "EGRESS") == []


def test_lets_out_to_named_domains_and_to_google_alone():
    domains = [f"host{n}.example.com" for n in range(150)]
    recording = zone(network={"egress_allow": domains})

    *allowed, last = rules(recording, "EGRESS")
    assert (last.inputs["action"], last.inputs["enableLogging"]) == ("deny", True)
    assert last.inputs["match"]["destIpRanges"] == ["0.0.0.0/0"]
    named = [rule.inputs["match"].get("destFqdns", []) for rule in allowed]
    assert [len(each) for each in named if each] == [100, 50]
    assert [domain for each in named for domain in each] == domains
    ranges = [rule.inputs["match"].get("destIpRanges") for rule in allowed]
    assert ranges[:2] == [["10.0.0.0/16"], ["199.36.153.4/30"]]
    https = [{"ipProtocol": "tcp", "ports": ["443"]}]
    assert all(rule.inputs["match"]["layer4Configs"] == https for rule in allowed[1:])


def test_puts_the_network_under_its_policy_when_all_rules_are_there():
    recording = full_zone("gcp")

    [association] = of(recording, "NetworkFirewallPolicyAssociation")
    for rule in of(recording, "NetworkFirewallPolicyRule"):
        assert rule.urn in association.dependencies


@pytest.mark.parametrize("profile", PROFILES)
def test_cuts_the_peering_of_databases_in_dev_alone(profile):
    [connection] = of(zone(profile), "Connection")

    expected = "REMOVE_PEERING" if profile == "dev" else "DELETE"
    assert connection.inputs["deletionPolicy"] == expected
    agent = "ai-network-servicenetworking-agent"
    assert any(urn.endswith(f"::{agent}") for urn in connection.dependencies)


def test_keeps_log_entries_once_under_a_name_that_is_never_used_again():
    recording = full_zone("gcp")

    for part in ("ai-network-flows", "ai-lake-access"):
        exclusion, bucket, sink = (
            recording.named(part + each) for each in ("", "-bucket", "-sink")
        )
        assert "name" not in exclusion.inputs
        assert bucket.inputs["bucketId"] == exclusion.outputs["name"]
        assert sink.inputs["filter"] == exclusion.inputs["filter"]
        assert sink.inputs["destination"] == f"logging.googleapis.com/{bucket.id}"


def test_records_the_flows_of_its_own_subnetwork():
    recording = full_zone("gcp")

    name = recording.named("ai-network-nodes").outputs["name"]
    assert f'subnetwork_name="{name}"' in recording.named("ai-network-flows").inputs["filter"]


# Lake


def test_takes_objects_under_its_own_key_alone():
    for bucket in of(full_zone("gcp"), "Bucket"):
        encryption = bucket.inputs["encryption"]
        for other in ("googleManaged", "customerSupplied"):
            mode = encryption[f"{other}EncryptionEnforcementConfig"]["restrictionMode"]
            assert mode == "FullyRestricted"


@pytest.mark.parametrize("profile", PROFILES)
def test_locks_for_good_in_a_regulated_environment_alone(profile):
    recording = zone(profile, lake={"layers": {"raw": {"lock_days": 30}, "models": {}}})

    locked = profile == "regulated"
    raw = recording.named("ai-lake-raw").inputs["retentionPolicy"]
    assert raw == {"retentionPeriod": str(30 * 86_400), "isLocked": locked}
    assert "retentionPolicy" not in recording.named("ai-lake-models").inputs


def test_moves_and_deletes_objects_by_age():
    layer = {"cool_after_days": 30, "archive_after_days": 90, "expire_after_days": 365}
    recording = zone(lake={"layers": {"raw": layer}})

    actions = [
        (rule["action"].get("storageClass", rule["action"]["type"]), rule["condition"]["age"])
        for rule in recording.named("ai-lake-raw").inputs["lifecycleRules"]
    ]
    assert actions == [
        ("AbortIncompleteMultipartUpload", 7),
        ("NEARLINE", 30),
        ("ARCHIVE", 90),
        ("Delete", 365),
    ]


@pytest.mark.parametrize("profile", PROFILES)
def test_asks_an_organization_for_nothing_unless_regulated(profile):
    recording = zone(profile)

    policies = [each.inputs["constraint"] for each in of(recording, "OrganizationPolicy")]
    expected = [
        "storage.secureHttpTransport",
        "gcp.restrictTLSVersion",
        "storage.publicAccessPrevention",
    ]
    assert policies == (expected if profile == "regulated" else [])
    assert not [each for each in recording.resources if each.type.startswith("gcp:orgpolicy/")]


def test_two_lakes_of_a_project_agree_on_its_settings_and_leave_them_to_each_other():
    def declare_two(env: Any, opts: Any) -> None:
        for name in ("one", "two"):
            DataLake(name, env, DataLakeSpec(), keys=KEYS, network=NETWORK, opts=opts)

    recording = alone(declare_two)

    for part in ("audit", "https", "private", "tls"):
        one, two = recording.named(f"one-{part}"), recording.named(f"two-{part}")
        assert one.inputs == two.inputs
        assert one.retain_on_delete
        assert two.retain_on_delete


def test_records_access_before_there_is_anything_to_access():
    recording = full_zone("gcp")

    sink = recording.named("ai-lake-access-sink").urn
    for bucket in of(recording, "Bucket"):
        assert sink in bucket.dependencies
        assert f'"{bucket.id}"' in recording.named("ai-lake-access").inputs["filter"]


def test_asks_for_service_agents_once_their_service_is_on():
    recording = zone(preview=True)

    assert len(recording.invokes) == 3
    assert all(call.answer is UNKNOWN for call in recording.invokes)


# Identity


def test_grants_a_prefix_on_a_folder_that_two_workloads_share():
    grant = {"layer": "models", "verb": "read", "prefix": "released/v1/"}
    workloads = [workload("server", grant), workload("checker", {**grant, "verb": "write"})]
    recording = zone(identity={"workloads": workloads, "people": {}})

    [folder] = of(recording, "ManagedFolder")
    assert (folder.inputs["name"], folder.inputs["forceDestroy"]) == ("released/v1/", True)
    members = {
        member.inputs["member"].partition("@")[0]: member.inputs["role"]
        for member in of(recording, "ManagedFolderIamMember")
        if member.inputs["managedFolder"] == "released/v1/"
    }
    assert members == {
        "serviceAccount:ai-identity-server": "roles/storage.objectViewer",
        "serviceAccount:ai-identity-checker": "roles/storage.objectUser",
    }
    buckets = [each.inputs["member"] for each in of(recording, "BucketIAMMember")]
    assert not any("serviceAccount" in member for member in buckets)


def test_auditors_see_metadata_and_the_access_log_alone():
    recording = full_zone("gcp")

    auditor = "group:audit@acme.example"
    roles = {
        each.inputs["role"] for each in recording.resources if each.inputs.get("member") == auditor
    }
    assert roles == {"roles/storage.legacyBucketReader", "roles/logging.viewAccessor"}
    metadata = [
        each for each in of(recording, "BucketIAMMember") if each.inputs["member"] == auditor
    ]
    assert len(metadata) == 4
    [views] = [each for each in of(recording, "IAMMember") if each.inputs["member"] == auditor]
    log = recording.named("ai-lake").outputs["access_log"]
    assert views.inputs["condition"]["expression"] == f'resource.name == "{log}/views/_AllLogs"'


@pytest.mark.parametrize(("access_log", "groups"), [(False, None), (True, {})])
def test_opens_no_log_that_is_not_there_to_nobody(access_log, groups):
    env = environment("gcp", **({} if groups is None else {"groups": groups}))
    recording = declare(env, {"lake": {"access_log": access_log}})

    assert not [
        each for each in recording.resources if each.type == "gcp:projects/iAMMember:IAMMember"
    ]


def test_names_everything_as_on_the_other_clouds():
    names = {each.name for each in full_zone("gcp").resources if each.custom}

    assert all(re.fullmatch(r"[a-z0-9-]+", name) for name in names)
    assert names > {
        f"ai-identity-{part}"
        for part in (
            "pod-trainer",
            "pod-trainer-login",
            "pod-trainer-curated",
            "pod-trainer-models-candidates",
            "people-data-scientist-raw",
            "models-candidates",
        )
    }


def test_no_two_prefixes_share_a_name():
    prefixes = ["a/", "b/", "a/b/", "a-b/", "a_b/", "a.b/", "A/b/", "-/", "=/", "ab/", "-ab/"]
    grants = [{"layer": "raw", "verb": "read", "prefix": prefix} for prefix in prefixes]
    deeper = {"layer": "raw", "verb": "read", "prefix": "raw/a/"}
    workloads = [workload("aa", *grants, deeper), workload("aa-raw", *grants)]
    recording = zone(identity={"workloads": workloads, "people": {}})

    assert len(of(recording, "ManagedFolder")) == len(prefixes) + 1
    assert len(of(recording, "ManagedFolderIamMember")) == 2 * len(prefixes) + 1
    assert recording.named("ai-identity-raw-ab").inputs["name"] == "ab/"


@pytest.mark.parametrize(
    ("kind", "members"),
    [
        ("IAMMember", {"member": "user:eve@acme.example"}),
        ("IAMBinding", {"members": ["user:eve@acme.example"]}),
    ],
)
@pytest.mark.parametrize(
    ("role", "verb"), [("roles/storage.objectViewer", "read"), ("roles/owner", "admin")]
)
def test_the_matrix_shows_who_reaches_the_lake_by_a_role_on_the_project(kind, members, role, verb):
    document = to_document(full_zone("gcp"))
    inputs = {"project": "acme-prod", "role": role, **members}
    urn = f"urn:pulumi:prod-gcp::acme::gcp:projects/i{kind[1:]}:{kind}::wide"
    stranger = {
        "urn": urn,
        "type": f"gcp:projects/i{kind[1:]}:{kind}",
        "custom": True,
        "inputs": inputs,
        "outputs": inputs,
    }
    plan = Plan.of({**document, "resources": [*document["resources"], stranger]})

    [row] = [row for row in matrix(plan, {}) if row.kind == "other"]
    assert (row.who, row.verb, row.status) == ("user:eve@acme.example", verb, "beyond")


def logins(recording: Recording) -> list[str]:
    role = "roles/iam.workloadIdentityUser"
    found = of(recording, "IAMMember")
    return [each.inputs["member"] for each in found if each.inputs["role"] == role]


@pytest.mark.parametrize(
    ("issuer", "pools", "beginning"),
    [
        (GKE, 0, "serviceAccount:acme-ml.svc.id.goog[training/trainer]"),
        ("https://oidc.example.com/id/a", 1, "principal://iam.googleapis.com/projects/"),
    ],
)
def test_lets_pods_in_through_the_pool_of_their_cluster(issuer, pools, beginning):
    recording = zone(identity={**FULL["identity"], "issuer": issuer})

    assert len(of(recording, "WorkloadIdentityPool")) == pools
    assert logins(recording)[0].startswith(beginning)
    assert "trainer" in logins(recording)[0]


def test_lets_no_pod_in_before_there_is_a_cluster():
    recording = zone(identity={"workloads": FULL["identity"]["workloads"]})

    assert logins(recording) == []
    assert len(of(recording, "Account")) == 2


@pytest.mark.parametrize(
    ("name", "prefix", "line"),
    [
        ("a" * 16, "a/" * 16, "workloads.0.grants.0.prefix: at most 15 folders deep"),
        ("ab", None, "workloads.0.name: the service account would be named 'i-ab'"),
    ],
)
def test_refuses_what_google_cloud_would(name, prefix, line):
    spec = IdentitySpec.model_validate(
        {"workloads": [workload(name, {"layer": "raw", "verb": "read", "prefix": prefix})]}
    )

    with pytest.raises(LandingZoneError, match=line):
        alone(lambda env, opts: Identity("i", env, spec, lake=LAKE, keys=KEYS, opts=opts))


# Each component alone


KEYS = KeysOutputs.existing(
    ids={purpose: f"{RING}/cryptoKeys/{purpose}" for purpose in Purpose}, store=RING
)
LAKE = DataLakeOutputs.existing(
    uris={"raw": "gs://theirs"},
    ids={"raw": "theirs"},
    key=f"{RING}/cryptoKeys/data",
    access_log="",
)
NETWORK = NetworkOutputs.existing(
    id="n",
    node_subnets=["s"],
    pod_subnets=["pods"],
    endpoint_subnets=["s"],
    database_subnets=[],
    cidrs={},
    private_services={},
    egress_ips=[],
)


def alone(component: Any, **options: Any) -> Recording:
    env = environment("gcp")

    def program():
        ours = provider("ours", env)
        component(env, pulumi.ResourceOptions(providers=[ours]))

    return record(program, preview=False, **options)


COMPONENTS = {
    "keys": lambda env, opts: Keys("k", env, KeysSpec(), opts=opts),
    "network": lambda env, opts: Network("n", env, NetworkSpec(), keys=KEYS, opts=opts),
    "lake": lambda env, opts: DataLake(
        "l", env, DataLakeSpec(), keys=KEYS, network=NETWORK, opts=opts
    ),
    "identity": lambda env, opts: Identity(
        "i", env, IdentitySpec(), lake=LAKE, keys=KEYS, opts=opts
    ),
}


@pytest.mark.parametrize("component", COMPONENTS)
def test_every_component_works_alone_with_what_is_there_already(component):
    recording = alone(COMPONENTS[component])

    own = [each for each in recording.resources if each.custom]
    assert len(own) > 5
    foreign = {"keys": None, "identity": "theirs"}.get(component, RING)
    assert foreign is None or foreign in json.dumps([each.inputs for each in own], default=str)
