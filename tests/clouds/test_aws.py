"""What only AWS can promise, or promises in its own words."""

import json
import re
from functools import cache
from types import SimpleNamespace

import pytest

from landing_zone import (
    DataLakeOutputs,
    Identity,
    IdentitySpec,
    KeysOutputs,
    LandingZoneError,
    Network,
    NetworkSpec,
)
from landing_zone.baseline.aws import partition
from landing_zone.identity.aws_access import statements_of
from landing_zone.identity.spec import Grant, Verb
from landing_zone.network import aws_zones
from landing_zone.network.aws_firewall import _by_subnet
from landing_zone.network.aws_firewall_rules import CAPACITY
from landing_zone_policies.facts.regions import REGIONS
from landing_zone_rehearsal import record
from landing_zone_rehearsal.clouds.model import short
from tests.zones import declare, environment

ACCOUNT = "123456789012"
KEYS = KeysOutputs.existing(ids={"data": "arn:aws:kms:eu-west-1:1:key/ours"}, store="arn")
FOREIGN_LAKE = DataLakeOutputs.existing(
    uris={"gold": "s3://gold"},
    ids={"gold": "arn:aws:s3:::gold"},
    key="arn:aws:kms:eu-west-1:1:key/theirs",
    access_log="",
)
POD = {
    "name": "trainer",
    "namespace": "training",
    "service_account": "robot",
    "grants": [
        {"layer": "raw", "verb": "read"},
        {"layer": "models", "verb": "write", "prefix": "a/"},
    ],
}


def zone(spec=None, **env):
    return _declared(json.dumps(spec), json.dumps(env))


@cache
def _declared(spec, env):
    return declare(environment("aws", **json.loads(env)), json.loads(spec))


def resources(recording, kind):
    return [each for each in recording.resources if short(each.type) == f"aws:{kind}"]


def of(recording, kind):
    return [each.inputs for each in resources(recording, kind)]


def statements(text):
    return {each["Sid"]: each for each in json.loads(text)["Statement"]}


def listed(statement):
    found = statement["Resource"]
    return [found] if isinstance(found, str) else found


def policy(recording, name, property_="policy"):
    return statements(recording.named(name).inputs[property_])


def routes(recording):
    """Where each route table sends each destination."""
    found = {}
    for route in of(recording, "ec2:Route"):
        target = next(
            v for k, v in route.items() if k in ("gatewayId", "natGatewayId", "vpcEndpointId")
        )
        found.setdefault(route["routeTableId"], {})[route["destinationCidrBlock"]] = target
    return found


def table_of(recording, part):
    subnet = recording.named(f"ai-network-{part}").id
    pairs = {a["subnetId"]: a["routeTableId"] for a in of(recording, "ec2:RouteTableAssociation")}
    return pairs[subnet]


class TestProvider:
    def test_refuses_other_accounts_and_adds_no_tags(self):
        pinned = zone().find("pulumi:providers:aws")[0].inputs
        assert pinned["region"] == "eu-west-1"
        assert pinned["allowedAccountIds"] in ([ACCOUNT], json.dumps([ACCOUNT]))
        assert "defaultTags" not in pinned
        assert pinned["skipCredentialsValidation"] in (False, "false")
        assert "skipRequestingAccountId" not in pinned


class TestZones:
    def test_are_known_for_every_region_of_the_partitions_that_are_built_in(self):
        known = {r for r in REGIONS["aws"] if not r.startswith(("cn-", "eusc-"))}
        assert set(aws_zones.IDS) == known

    @pytest.mark.parametrize("region", sorted(aws_zones.IDS))
    def test_are_as_many_as_the_region_offers(self, region):
        offered = REGIONS["aws"][region].zones or 0
        assert len(aws_zones.zones_of(region, 3)) == min(offered, 3)

    def test_avoid_those_that_eks_refuses(self):
        chosen = [z.id for region in aws_zones.IDS for z in aws_zones.zones_of(region, 3)]
        assert not {"use1-az3", "usw1-az2", "cac1-az3"} & set(chosen)

    def test_stay_where_they_are_when_a_third_is_added(self):
        def placed(count):
            network = zone({"network": {"zones": count}})
            found = resources(network, "ec2:Subnet")
            return {s.name: (s.inputs["availabilityZoneId"], s.inputs["cidrBlock"]) for s in found}

        two, three = placed(2), placed(3)
        assert two.items() < three.items()

    def test_are_asked_of_nobody(self):
        assert zone().invokes == []

    @pytest.mark.parametrize(
        ("region", "residency"), [("cn-north-1", "cn"), ("eusc-de-east-1", "eu")]
    )
    def test_of_an_unknown_partition_are_refused(self, region, residency):
        with pytest.raises(LandingZoneError, match=r"network\.region: .* is not supported on aws"):
            zone(region=region, residency=residency)

    def test_of_the_government_have_their_own_partition(self):
        env = environment("aws", region="us-gov-west-1", residency="us-gov")
        assert partition(env) == "aws-us-gov"
        recording = declare(env)
        said = [(each.inputs, each.outputs) for each in recording.resources]
        assert "arn:aws-us-gov:" in str(said)
        assert "arn:aws:" not in str(said)


class TestNetwork:
    def test_replaces_a_gateway_by_deleting_it_first_as_its_address_cannot_be_lent_twice(self):
        gateways = resources(zone({"network": {"nat": "per_zone"}}), "ec2:NatGateway")
        assert [each.delete_before_replace for each in gateways] == [True] * 3

    @pytest.mark.parametrize(("nat", "exits"), [("none", 0), ("single", 1), ("per_zone", 3)])
    def test_has_public_subnets_only_where_a_gateway_needs_them(self, nat, exits):
        network = zone({"network": {"nat": nat}})
        assert len(of(network, "ec2:NatGateway")) == len(of(network, "ec2:Eip")) == exits
        assert len(of(network, "ec2:InternetGateway")) == min(exits, 1)
        public = [r.name for r in resources(network, "ec2:Subnet") if "gateway" in r.name]
        assert len(public) == exits

    def test_gives_no_machine_a_public_address(self):
        assert {s["mapPublicIpOnLaunch"] for s in of(zone(), "ec2:Subnet")} == {False}

    def test_closes_what_a_vpc_opens_by_default(self):
        network = zone()
        [group], [table] = (
            of(network, "ec2:DefaultSecurityGroup"),
            of(network, "ec2:DefaultRouteTable"),
        )
        assert (group["ingress"], group["egress"], table["routes"]) == ([], [], [])

    def test_lets_endpoints_and_databases_go_nowhere(self):
        network = zone()
        for part in ("endpoint-a", "endpoint-b", "database-a", "database-c"):
            assert table_of(network, part) not in routes(network)

    def test_sends_each_zone_through_its_own_gateway(self):
        network = zone({"network": {"nat": "per_zone"}})
        for letter in "abc":
            gateway = network.named(f"ai-network-nat-{letter}").id
            for part in ("node", "pod"):
                table = table_of(network, f"{part}-{letter}")
                assert routes(network)[table] == {"0.0.0.0/0": gateway}

    def test_lets_the_cni_find_the_pods_subnets_alone(self):
        tag = "kubernetes.io/role/cni"
        tagged = [r.name for r in resources(zone(), "ec2:Subnet") if tag in r.inputs["tags"]]
        assert tagged == [f"ai-network-pod-{letter}" for letter in "abc"]

    def test_records_all_traffic_through_a_role_that_can_do_nothing_else(self):
        network = zone()
        [log] = of(network, "ec2:FlowLog")
        assert (log["trafficType"], log["maxAggregationInterval"]) == ("ALL", 60)
        trust = policy(network, "ai-network-flow-logs-role", "assumeRolePolicy")["Service"]
        assert trust["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}
        allowed = policy(network, "ai-network-flow-logs-policy")
        assert all(":log-group:" in r for s in allowed.values() for r in s["Resource"])
        boundary = network.named("ai-network-flow-logs-role").inputs["permissionsBoundary"]
        assert boundary == network.named("ai-network-flow-logs-policy").id


class TestEndpoints:
    def test_reach_every_service_privately(self):
        found = {
            e["serviceName"].removeprefix("com.amazonaws.eu-west-1."): e
            for e in of(zone(), "ec2:VpcEndpoint")
        }
        assert set(found) == {
            *(
                "s3",
                "kms",
                "sts",
                "ecr.api",
                "ecr.dkr",
                "logs",
                "monitoring",
                "secretsmanager",
                "ssm",
            ),
            *("ec2", "eks", "eks-auth", "elasticloadbalancing", "autoscaling"),
        }
        assert found.pop("s3")["vpcEndpointType"] == "Gateway"
        for endpoint in found.values():
            assert endpoint["vpcEndpointType"] == "Interface"
            assert endpoint["privateDnsEnabled"] is True
            assert len(endpoint["subnetIds"]) == 3

    def test_admit_https_from_the_network_alone(self):
        network = zone({"network": {"cidr": "10.8.0.0/16"}})
        [rule] = of(network, "vpc:SecurityGroupIngressRule")
        assert (rule["fromPort"], rule["toPort"], rule["cidrIpv4"]) == (443, 443, "10.8.0.0/16")
        waits = network.named("ai-network-kms").property_dependencies["securityGroupIds"]
        assert network.named("ai-network-endpoints-https").urn in waits
        [group] = of(network, "ec2:SecurityGroup")
        assert "ingress" not in group
        assert "egress" not in group

    def test_turn_away_credentials_of_other_accounts(self):
        for endpoint in resources(zone(), "ec2:VpcEndpoint"):
            if endpoint.name == "ai-network-s3":
                continue
            [statement] = json.loads(endpoint.inputs["policy"])["Statement"]
            assert statement["Condition"] == {
                "StringEqualsIfExists": {"aws:PrincipalAccount": ACCOUNT}
            }

    def test_lead_to_buckets_of_this_account_and_images_of_aws(self):
        found = policy(zone(), "ai-network-s3")
        own = {"aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT}
        assert found["OwnBuckets"]["Condition"] == {"StringEquals": own}
        theirs = found["ReadThoseOfAws"]
        assert theirs["Action"] == ["s3:GetObject"]
        assert "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*" in theirs["Resource"]

    def test_lead_to_buckets_from_every_route_table_of_private_subnets(self):
        network = zone()
        tables = {table_of(network, f"{part}-{z}") for part in ("node", "database") for z in "abc"}
        assert tables <= set(network.named("ai-network-s3").inputs["routeTableIds"])

    def test_are_left_out_with_their_service(self):
        network = zone({"network": {"private_services": ["storage", "keys"]}})
        names = [e["serviceName"] for e in of(network, "ec2:VpcEndpoint")]
        assert names == ["com.amazonaws.eu-west-1.s3", "com.amazonaws.eu-west-1.kms"]


DOMAINS = {"egress_allow": ["pypi.org", "ghcr.io"]}


def dropped(protocol, port):
    """Whether a rule drops what is sent by this protocol to this port."""
    group = zone({"network": DOMAINS}).named("ai-network-protocols").inputs["ruleGroup"]
    for rule in group["rulesSource"]["statefulRules"]:
        header = rule["header"]
        ports = "0:65535" if header["destinationPort"] == "ANY" else header["destinationPort"]
        least, most = map(int, ports.split(":"))
        if header["protocol"] == protocol and least <= port <= most:
            return rule["action"] == "DROP"
    return False


class TestFirewall:
    @pytest.mark.parametrize("nat", ["single", "per_zone"])
    def test_sees_both_directions_of_every_connection(self, nat):
        network = zone({"network": {**DOMAINS, "nat": nat}})
        leads = routes(network)
        for letter in "abc":
            exit_ = letter if nat == "per_zone" else "a"
            endpoint = leads[table_of(network, f"node-{letter}")]["0.0.0.0/0"]
            onward = leads[table_of(network, f"firewall-{exit_}")]
            assert onward == {"0.0.0.0/0": network.named(f"ai-network-nat-{exit_}").id}
            back = leads[table_of(network, f"gateway-{exit_}")]
            for part in ("node", "pod"):
                subnet = network.named(f"ai-network-{part}-{letter}").inputs
                assert leads[table_of(network, f"{part}-{letter}")] == {"0.0.0.0/0": endpoint}
                assert back[subnet["cidrBlock"]] == endpoint

    def test_is_found_by_subnet_in_whatever_order_aws_lists_it(self):
        def state(n):
            attached = SimpleNamespace(subnet_id=f"subnet-{n}", endpoint_id=f"vpce-{n}")
            return SimpleNamespace(attachments=[attached])

        statuses = [SimpleNamespace(sync_states=[state(2), state(1)])]
        assert _by_subnet(statuses) == {"subnet-1": "vpce-1", "subnet-2": "vpce-2"}

    def test_lets_https_to_the_named_domains_through_and_drops_the_rest(self):
        network = zone({"network": DOMAINS})
        domains = network.named("ai-network-domains").inputs["ruleGroup"]
        assert domains["rulesSource"]["rulesSourceList"] == {
            "generatedRulesType": "ALLOWLIST",
            "targetTypes": ["TLS_SNI"],
            "targets": ["pypi.org", "ghcr.io"],
        }
        assert domains["statefulRuleOptions"]["ruleOrder"] == "STRICT_ORDER"
        rules = network.named("ai-network-firewall-policy").inputs["firewallPolicy"]
        assert rules["statefulEngineOptions"]["ruleOrder"] == "STRICT_ORDER"
        assert rules["statelessDefaultActions"] == ["aws:forward_to_sfe"]

    def test_spares_what_servers_send_on_connections_that_are_allowed(self):
        policy = zone({"network": DOMAINS}).named("ai-network-firewall-policy").inputs
        assert policy["firewallPolicy"]["statefulDefaultActions"] == [
            "aws:drop_established_app_layer_to_server",
            "aws:alert_established_app_layer_to_server",
        ]

    @pytest.mark.parametrize(
        ("protocol", "port"),
        [("UDP", 443), ("ICMP", 0), ("TCP", 22), ("TCP", 80), ("TCP", 442), ("TCP", 8443)],
    )
    def test_drops_the_first_packet_of_all_but_https(self, protocol, port):
        assert dropped(protocol, port)

    def test_drops_no_first_packet_of_https(self):
        assert not dropped("TCP", 443)

    def test_drops_by_protocol_before_it_asks_for_a_name(self):
        network = zone({"network": DOMAINS})
        rules = network.named("ai-network-firewall-policy").inputs["firewallPolicy"]
        first = min(rules["statefulRuleGroupReferences"], key=lambda each: each["priority"])
        assert first["resourceArn"] == network.named("ai-network-protocols").outputs["arn"]

    def test_refuses_more_domains_than_it_has_room_for(self):
        domains = [f"d{n}.example.com" for n in range(CAPACITY + 1)]
        with pytest.raises(LandingZoneError, match=r"egress_allow: at most 1000 domains.* 1001"):
            zone({"network": {"egress_allow": domains}})

    def test_reports_what_it_drops(self):
        network = zone({"network": DOMAINS})
        [logging] = of(network, "networkfirewall:LoggingConfiguration")
        kinds = {c["logType"] for c in logging["loggingConfiguration"]["logDestinationConfigs"]}
        assert kinds == {"ALERT", "FLOW"}

    @pytest.mark.parametrize(
        ("profile", "kept", "fixed"),
        [("dev", False, False), ("standard", True, False), ("regulated", True, True)],
    )
    def test_is_protected_by_profile(self, profile, kept, fixed):
        network = zone({"network": DOMAINS}, profile=profile)
        [wall] = resources(network, "networkfirewall:Firewall")
        assert wall.inputs["deleteProtection"] is kept
        assert wall.inputs["subnetChangeProtection"] is fixed
        assert bool(wall.protect) is kept, "destroying must not stop halfway"


class TestKeys:
    def test_are_administered_without_being_usable(self):
        for key in of(zone(), "kms:Key"):
            found = statements(key["policy"])
            administer = set(found["Administer"]["Action"])
            assert "kms:PutKeyPolicy" in administer
            assert not administer & set(found["Use"]["Action"]) - {"kms:DescribeKey"}
            denied = found["AdministratorsUseNothing"]
            assert "AWSReservedSSO_PlatformAdmin_" in str(denied["Condition"]["ArnLike"])
            assert set(denied["Action"]) == set(found["Use"]["Action"]) - {"kms:DescribeKey"}

    def test_are_used_through_their_purposes_services_by_this_account(self):
        through = {}
        for key in resources(zone(), "kms:Key"):
            condition = statements(key.inputs["policy"])["Use"]["Condition"]["StringEquals"]
            assert condition["kms:CallerAccount"] == ACCOUNT
            through[key.name] = condition["kms:ViaService"]
        assert through["ai-keys-data"] == ["s3.eu-west-1.amazonaws.com"]
        assert len({str(via) for via in through.values()}) == 5

    def test_encrypt_log_groups_of_this_account_only(self):
        keys = zone()
        logs = policy(keys, "ai-keys-logs")["LogGroups"]
        assert logs["Principal"] == {"Service": "logs.eu-west-1.amazonaws.com"}
        context = logs["Condition"]["ArnLike"]["kms:EncryptionContext:aws:logs:arn"]
        assert context == f"arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:*"
        assert "LogGroups" not in policy(keys, "ai-keys-data")

    def test_give_nobody_an_unbounded_grant(self):
        granted = policy(zone(), "ai-keys-cluster")["Grant"]["Condition"]
        assert granted["Bool"] == {"kms:GrantIsForAWSResource": "true"}
        assert "Grant" not in policy(zone(), "ai-keys-data")

    def test_never_leave_their_region_and_rotate_as_asked(self):
        for key in of(zone({"keys": {"rotation_days": 120, "deletion_days": 9}}), "kms:Key"):
            assert key["multiRegion"] is False
            assert (key["enableKeyRotation"], key["rotationPeriodInDays"]) == (True, 120)
            assert key["deletionWindowInDays"] == 9

    def test_have_no_store(self):
        with pytest.raises(
            LandingZoneError, match=r"keys\.store is not supported on aws; leave it out"
        ):
            zone({"keys": {"store": "ring"}})


class TestLake:
    def test_refuses_plain_http_old_tls_and_other_accounts(self):
        found = policy(zone(), "ai-lake-raw-policy")
        assert {each["Effect"] for each in found.values()} == {"Deny"}
        assert found["PlainHttp"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
        assert found["OldTls"]["Condition"] == {"NumericLessThan": {"s3:TlsVersion": "1.2"}}
        others = found["OtherAccounts"]["Condition"]
        assert others["StringNotEquals"] == {"aws:PrincipalAccount": ACCOUNT}
        assert others["BoolIfExists"] == {"aws:PrincipalIsAWSService": "false"}
        services = found["ServicesForOtherAccounts"]["Condition"]
        assert services["StringNotEquals"] == {"aws:SourceAccount": ACCOUNT}
        assert services["Null"] == {"aws:SourceAccount": "false"}

    def test_refuses_objects_under_another_key_but_not_those_that_name_none(self):
        lake = zone()
        found = policy(lake, "ai-lake-raw-policy")["OtherKeys"]["Condition"]
        assert found["Null"] == {"s3:x-amz-server-side-encryption": "false"}
        key = lake.named("ai-keys-data").outputs["arn"]
        assert found["StringNotEquals"] == {"s3:x-amz-server-side-encryption-aws-kms-key-id": key}

    def test_refuses_objects_under_a_key_that_the_caller_keeps(self):
        found = policy(zone(), "ai-lake-raw-policy")["OwnKeys"]
        header = "s3:x-amz-server-side-encryption-customer-algorithm"
        assert found["Condition"] == {"Null": {header: "false"}}

    def test_asks_for_keys_by_bucket_and_takes_none_from_callers(self):
        [rule] = zone().named("ai-lake-raw-encryption").inputs["rules"]
        assert rule["bucketKeyEnabled"] is True
        assert rule["blockedEncryptionTypes"] == ["SSE-C"]

    def test_logs_accesses_where_s3_can_deliver_them(self):
        lake = zone({"lake": {"access_log": True}})
        [rule] = lake.named("ai-lake-accesslog-encryption").inputs["rules"]
        assert rule["applyServerSideEncryptionByDefault"] == {"sseAlgorithm": "AES256"}
        delivery = policy(lake, "ai-lake-accesslog-policy")["DeliverLogs"]
        assert delivery["Principal"] == {"Service": "logging.s3.amazonaws.com"}
        assert delivery["Condition"]["StringEquals"] == {"aws:SourceAccount": ACCOUNT}
        assert len(delivery["Condition"]["ArnLike"]["aws:SourceArn"]) == 4
        for log in of(lake, "s3:BucketLogging"):
            source = log["targetObjectKeyFormat"]["partitionedPrefix"]["partitionDateSource"]
            assert source == "EventTime"
        prefixes = {log["targetPrefix"] for log in of(lake, "s3:BucketLogging")}
        assert prefixes == {"raw/", "curated/", "models/", "scratch/"}

    def test_delivers_no_log_before_its_policy_stands(self):
        lake = zone({"lake": {"access_log": True}})
        waits = lake.named("ai-lake-raw-logging").property_dependencies["targetBucket"]
        assert lake.named("ai-lake-accesslog-policy").urn in waits

    @pytest.mark.parametrize(
        ("profile", "mode"),
        [("dev", "GOVERNANCE"), ("standard", "GOVERNANCE"), ("regulated", "COMPLIANCE")],
    )
    def test_locks_objects_without_replacing_a_bucket(self, profile, mode):
        lake = zone(
            {"lake": {"layers": {"raw": {"lock_days": 30}, "curated": {}}}}, profile=profile
        )
        [lock] = resources(lake, "s3:BucketObjectLockConfiguration")
        assert lock.inputs["rule"]["defaultRetention"] == {"mode": mode, "days": 30}
        assert lake.named("ai-lake-raw-versioning").urn in lock.property_dependencies["bucket"]
        assert "objectLockEnabled" not in lake.named("ai-lake-raw").inputs

    def test_moves_expires_and_cleans_up(self):
        layer = {
            "cool_after_days": 30,
            "archive_after_days": 90,
            "expire_after_days": 200,
            "noncurrent_days": 40,
        }
        lake = zone({"lake": {"layers": {"raw": layer}}})
        rules = {r["id"]: r for r in lake.named("ai-lake-raw-lifecycle").inputs["rules"]}
        assert rules["noncurrent"]["noncurrentVersionExpiration"] == {"noncurrentDays": 40}
        assert rules["noncurrent"]["expiration"] == {"expiredObjectDeleteMarker": True}
        assert rules["move"]["transitions"] == [
            {"days": 30, "storageClass": "STANDARD_IA"},
            {"days": 90, "storageClass": "GLACIER"},
        ]
        assert rules["expire"]["expiration"] == {"days": 200}
        assert rules["unfinished"]["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}
        assert {r["status"] for r in rules.values()} == {"Enabled"}

    @pytest.mark.parametrize(
        ("profile", "may"), [("dev", True), ("standard", False), ("regulated", False)]
    )
    def test_can_be_emptied_by_destroying_only_in_dev(self, profile, may):
        buckets = of(zone({"lake": {"access_log": True}}, profile=profile), "s3:Bucket")
        assert {bucket["forceDestroy"] for bucket in buckets} == {may}

    def test_keeps_the_access_logs_name_free(self):
        with pytest.raises(LandingZoneError, match=r"lake\.layers\.accesslog: any other name"):
            zone({"lake": {"layers": {"accesslog": {}}, "access_log": True}})


class TestIdentity:
    def test_trusts_one_service_account_in_clusters_of_this_account(self):
        trust = policy(
            zone({"identity": {"workloads": [POD]}}), "ai-identity-pod-trainer", "assumeRolePolicy"
        )["Pods"]
        assert trust["Principal"] == {"Service": "pods.eks.amazonaws.com"}
        assert trust["Action"] == ["sts:AssumeRole", "sts:TagSession"]
        assert trust["Condition"] == {
            "StringEquals": {
                "aws:SourceAccount": ACCOUNT,
                "aws:RequestTag/kubernetes-namespace": "training",
                "aws:RequestTag/kubernetes-service-account": "robot",
            },
            "ArnLike": {"aws:SourceArn": f"arn:aws:eks:eu-west-1:{ACCOUNT}:cluster/*"},
        }

    def test_tells_permission_sets_apart_that_begin_alike(self):
        trust = policy(zone(), "ai-identity-people-auditor", "assumeRolePolicy")["People"]
        for pattern in trust["Condition"]["ArnLike"]["aws:PrincipalArn"]:
            assert pattern.endswith("/AWSReservedSSO_Auditor_" + "?" * 16)
            assert pattern.startswith(
                f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/sso.amazonaws.com/"
            )

    def test_gives_people_a_role_for_an_hour(self):
        assert zone().named("ai-identity-people-auditor").inputs["maxSessionDuration"] == 3600

    def test_bounds_every_role(self):
        for role in of(zone({"identity": {"workloads": [POD]}}), "iam:Role"):
            assert role["permissionsBoundary"]

    def test_keeps_the_boundary_from_identities_and_other_places(self):
        boundary = policy(zone(), "ai-identity-boundary")
        actions = {a for s in boundary.values() for a in s["Action"]}
        assert {a.partition(":")[0] for a in actions} == {
            "s3",
            "kms",
            "ecr",
            "logs",
            "secretsmanager",
        }
        for name, statement in boundary.items():
            if name not in ("Buckets", "Objects"):
                assert all(f":eu-west-1:{ACCOUNT}:" in each for each in listed(statement))

    def test_bounds_hold_every_grant(self):
        """A boundary that lacks a granted action would take the grant away in silence."""
        grants = [
            {"layer": layer, "verb": verb} for layer, verb in (("raw", "read"), ("models", "admin"))
        ]
        recording = zone({"identity": {"workloads": [{**POD, "grants": grants}]}})
        ceiling = {
            a for s in policy(recording, "ai-identity-boundary").values() for a in s["Action"]
        }
        for resource in resources(recording, "iam:RolePolicy"):
            for statement in statements(resource.inputs["policy"]).values():
                assert set(statement["Action"]) <= ceiling, resource.name

    def test_lists_and_touches_a_folder_only(self):
        grants = [Grant(layer="raw", verb=Verb.WRITE, prefix=folder) for folder in ("a/", "b/c/")]
        found = {s["Sid"]: s for s in statements_of({"raw": "arn:aws:s3:::raw"}, grants, ACCOUNT)}
        listing = found["ListWriteRaw"]["Condition"]["StringLike"]["s3:prefix"]
        assert listing == ["a/", "a/*", "b/c/", "b/c/*"]
        assert found["WriteRaw"]["Resource"] == ["arn:aws:s3:::raw/a/*", "arn:aws:s3:::raw/b/c/*"]
        assert set(found) == {"Locate", "ListWriteRaw", "WriteRaw"}
        for statement in found.values():
            assert statement["Condition"]["StringEquals"] == {"aws:ResourceAccount": ACCOUNT}

    def test_lets_nobody_lift_a_lock(self):
        grants = [Grant(layer="raw", verb=Verb.ADMIN)]
        found = statements_of({"raw": "arn:aws:s3:::raw"}, grants, ACCOUNT)
        actions = {action for statement in found for action in statement["Action"]}
        assert not {a for a in actions if "Bypass" in a or "Retention" in a or "LegalHold" in a}

    def test_lets_readers_decrypt_and_writers_encrypt(self):
        recording = zone(
            {
                "identity": {
                    "workloads": [POD, {**POD, "name": "reader", "grants": POD["grants"][:1]}]
                }
            }
        )
        assert policy(recording, "ai-identity-pod-reader-key")["UseKey"]["Action"] == [
            "kms:Decrypt"
        ]
        writer = policy(recording, "ai-identity-pod-trainer-key")["UseKey"]
        assert writer["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
        assert writer["Condition"]["StringEquals"]["kms:ViaService"] == [
            "s3.eu-west-1.amazonaws.com"
        ]

    def test_shows_auditors_how_data_is_kept_and_none_of_it(self):
        recording = zone()
        seen = policy(recording, "ai-identity-people-auditor-oversight")
        log = recording.named("ai-lake-accesslog").outputs["arn"]
        assert seen["ReadLog"]["Resource"] == f"{log}/*"
        assert "s3:GetObject" not in seen["Buckets"]["Action"]
        names = [r.name for r in resources(recording, "iam:RolePolicy")]
        assert "ai-identity-people-auditor-data" not in names
        assert "ai-identity-people-platform-admin-oversight" not in names

    def test_grants_the_key_that_an_adopted_lake_is_encrypted_with(self):
        spec = IdentitySpec.model_validate(
            {
                "workloads": [
                    {**POD, "name": "auditor", "grants": [{"layer": "gold", "verb": "read"}]}
                ]
            }
        )
        recording = record(
            lambda: Identity("who", environment("aws"), spec, lake=FOREIGN_LAKE, keys=KEYS),
            preview=False,
        )
        granted = policy(recording, "who-pod-auditor-key")["UseKey"]
        assert granted["Resource"] == "arn:aws:kms:eu-west-1:1:key/theirs"
        assert granted["Resource"] in policy(recording, "who-boundary")["Keys"]["Resource"]

    def test_refuses_more_grants_than_a_role_can_hold(self):
        many = [
            {"layer": "raw", "verb": "read", "prefix": f"{'folder' * 9}{n}/"} for n in range(60)
        ]
        with pytest.raises(
            LandingZoneError, match=r"workloads\.0\.grants: at most 9216 characters"
        ):
            zone({"identity": {"workloads": [{**POD, "grants": many}]}})

    @pytest.mark.parametrize(
        ("name", "groups", "refused"),
        [
            ("a" * 45, {}, r"workloads\.0\.name: a role's name has 64 .* would have 65"),
            ("a" * 41, {"auditor": "Auditor"}, None),
            ("a" * 42, {"auditor": "Auditor"}, r"people\.auditor: .* would have 65"),
        ],
    )
    def test_refuses_roles_whose_names_are_too_long(self, name, groups, refused):
        grants = [{"layer": "gold", "verb": "read"}]
        spec = IdentitySpec.model_validate({"workloads": [{**POD, "grants": grants}], "people": {}})
        env = environment("aws", groups=groups)
        faults = "\n".join(str(fault) for fault in Identity.faults(name, env, spec))
        if refused is None:
            assert faults == ""
        else:
            assert re.search(refused, faults)

    def test_refuses_a_network_whose_role_would_have_too_long_a_name(self):
        env = environment("aws")
        spec = NetworkSpec().settled(env.profile)
        assert list(Network.faults("a" * 41, env, spec)) == []
        [fault] = Network.faults("a" * 42, env, spec)
        assert re.match(r"flow_log_days: a role's name has 64 .* would have 65", str(fault))
