# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on AWS that the rules of networks admit, deny and leave open."""

import json

from pulumi_aws import (
    bedrock,
    dms,
    ec2,
    ecs,
    eks,
    iam,
    lambda_,
    mq,
    msk,
    mwaa,
    neptune,
    opensearch,
    rds,
    redshift,
    redshiftserverless,
    s3,
    sagemaker,
    secretsmanager,
    sns,
    sqs,
    vpc,
)

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.network import aws_rows
from tests.policies.network.pairs import admitted, denied, pair

CASES = Cases([*aws_rows.CASES.found])
ROLE = "arn:aws:iam::123456789012:role/it"
OPEN = Verdict.UNDETERMINED


def group(name, **rule):
    ec2.SecurityGroup(name, vpc_id="vpc-1", ingress=[{"protocol": "tcp", **rule}])


def ports(first, last=None):
    return {"from_port": first, "to_port": last or first}


def beside(name, **rule):
    vpc.SecurityGroupIngressRule(
        name, **{"security_group_id": "sg-1", "ip_protocol": "tcp", **rule}
    )


def old(name, **rule):
    ec2.SecurityGroupRule(
        name, **{"security_group_id": "sg-1", "type": "ingress", "protocol": "tcp", **rule}
    )


SSH, HTTPS, HTTP = ports(22), ports(443), ports(80)
NAMED, ALL = ["10.0.0.0/8"], ["0.0.0.0/0"]

for rule, bad in (("NET-01", SSH), ("NET-02", HTTP)):
    number = rule.replace("-", "").lower()
    pair(
        CASES,
        rule,
        f"inline_rule_{number}",
        lambda name, bad=bad: group(name, cidr_blocks=NAMED, **bad),
        lambda name, bad=bad: group(name, cidr_blocks=ALL, **bad),
        "ingress[0].cidrBlocks",
    )
    pair(
        CASES,
        rule,
        f"rule_beside_{number}",
        lambda name, bad=bad: beside(name, cidr_ipv4="10.0.0.0/8", **bad),
        lambda name, bad=bad: beside(name, cidr_ipv6="::/0", **bad),
        "cidrIpv6",
    )
    pair(
        CASES,
        rule,
        f"old_rule_{number}",
        lambda name, bad=bad: old(name, cidr_blocks=NAMED, **bad),
        lambda name, bad=bad: old(name, cidr_blocks=ALL, **bad),
        "cidrBlocks",
    )
    denied(
        CASES,
        rule,
        f"every_protocol_{number}",
        lambda name: beside(name, cidr_ipv4="0.0.0.0/0", ip_protocol="-1"),
    )
    denied(
        CASES,
        rule,
        f"two_halves_of_the_internet_{number}",
        lambda name, bad=bad: group(name, cidr_blocks=["0.0.0.0/1", "128.0.0.0/1"], **bad),
    )
    denied(
        CASES,
        rule,
        f"range_over_it_{number}",
        lambda name: group(name, cidr_blocks=ALL, **ports(20, 100)),
    )
    admitted(
        CASES, rule, f"https_{number}", lambda name: beside(name, cidr_ipv4="0.0.0.0/0", **HTTPS)
    )
    admitted(
        CASES,
        rule,
        f"another_group_{number}",
        lambda name, bad=bad: beside(name, referenced_security_group_id="sg-2", **bad),
    )
    admitted(
        CASES,
        rule,
        f"ping_{number}",
        lambda name: beside(name, cidr_ipv4="0.0.0.0/0", ip_protocol="icmp", **ports(-1)),
    )


@CASES.denies("NET-01", path="prefixListId", preview=Verdict.FAIL)
def prefix_list_of_everyone(name):
    listed = ec2.ManagedPrefixList(
        f"{name}-list", address_family="IPv4", max_entries=1, entries=[{"cidr": "0.0.0.0/0"}]
    )
    beside(name, prefix_list_id=listed.id, **SSH)


@CASES.denies("NET-01", path="ingress[0].prefixListIds")
def prefix_list_of_everyone_in_a_group(name):
    listed = ec2.ManagedPrefixList(
        f"{name}-list", address_family="IPv4", max_entries=1, entries=[{"cidr": "0.0.0.0/0"}]
    )
    group(name, prefix_list_ids=[listed.id], **SSH)


@CASES.admits("NET-01", preview=OPEN)
def source_that_the_cloud_gives(name):
    address = ec2.Eip(f"{name}-ip")
    beside(name, cidr_ipv4=address.public_ip.apply(lambda ip: f"{ip}/32"), **SSH)


@CASES.passes_by("NET-01", "NET-02")
def group_without_rules(name):
    ec2.SecurityGroup(name, vpc_id="vpc-1")


@CASES.passes_by("NET-02")
def rule_for_what_goes_out(name):
    old(name, type="egress", cidr_blocks=ALL, **HTTP)


@CASES.denies("NET-01", path="remoteAccess.sourceSecurityGroupIds")
def nodes_with_a_key_for_ssh(name):
    access = {"ec2_ssh_key": "ours"}
    nodes(name, remote_access=access)


@CASES.admits("NET-01")
def nodes_with_a_key_for_one_group(name):
    access = {"ec2_ssh_key": "ours", "source_security_group_ids": ["sg-1"]}
    nodes(name, remote_access=access)


def nodes(name, **rest):
    scaling = {"desired_size": 1, "max_size": 1, "min_size": 1}
    eks.NodeGroup(
        name,
        cluster_name="it",
        node_role_arn=ROLE,
        subnet_ids=["subnet-1"],
        scaling_config=scaling,
        **rest,
    )


def acl(name, *rules):
    every = {"protocol": "tcp", "cidr_block": "0.0.0.0/0"}
    ec2.NetworkAcl(name, vpc_id="vpc-1", ingress=[{**every, **rule} for rule in rules])


@CASES.denies("NET-01", path="ingress[0].cidrBlock")
def acl_that_lets_ssh_in(name):
    acl(name, {"rule_no": 100, "action": "allow", **SSH})


@CASES.admits("NET-01")
def acl_that_denies_ssh_first(name):
    rules = ({"rule_no": 200, "action": "allow", **ports(1, 100)},)
    acl(name, *rules, {"rule_no": 100, "action": "deny", **SSH})


@CASES.denies("NET-01")
def acl_that_denies_ssh_too_late(name):
    rules = ({"rule_no": 100, "action": "allow", **ports(1, 100)},)
    acl(name, *rules, {"rule_no": 200, "action": "deny", **SSH})


@CASES.passes_by("NET-01")
def acl_that_lets_answers_in(name):
    acl(name, {"rule_no": 100, "action": "allow", **ports(1024, 65535)})


@CASES.denies("NET-01", path="cidrBlock")
def acl_rule_that_lets_all_in(name):
    ec2.NetworkAclRule(
        name,
        network_acl_id="acl-1",
        rule_number=1,
        protocol="-1",
        rule_action="allow",
        cidr_block="0.0.0.0/0",
    )


def bucket(name, *, block=True, **switches):
    made = s3.Bucket(name)
    all_on = dict.fromkeys(
        (
            "block_public_acls",
            "block_public_policy",
            "ignore_public_acls",
            "restrict_public_buckets",
        ),
        True,
    )
    if block:
        s3.BucketPublicAccessBlock(f"{name}-block", bucket=made.id, **{**all_on, **switches})


pair(CASES, "NET-03", "bucket", bucket, lambda name: bucket(name, block=False))
denied(
    CASES,
    "NET-03",
    "block_with_a_gap",
    lambda name: bucket(name, restrict_public_buckets=None),
    "restrictPublicBuckets",
)
pair(
    CASES,
    "NET-03",
    "acl_of_a_bucket",
    lambda name: s3.BucketAcl(name, bucket="it", acl="private"),
    lambda name: s3.BucketAcl(name, bucket="it", acl="public-read"),
    "acl",
)
denied(
    CASES,
    "NET-03",
    "old_bucket_with_an_acl",
    lambda name: s3.BucketV2(name, acl="public-read-write"),
    "acl",
)


@CASES.admits("NET-03")
def bucket_under_the_accounts_block(name):
    s3.Bucket(name)
    s3.AccountPublicAccessBlock(
        f"{name}-account",
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )


def database(name, **rest):
    rds.Instance(name, instance_class="db.t4g.micro", engine="postgres", **rest)


pair(
    CASES,
    "NET-04",
    "database",
    database,
    lambda name: database(name, publicly_accessible=True),
    "publiclyAccessible",
)
for what, make in {
    "member": lambda name: rds.ClusterInstance(
        name,
        cluster_identifier="it",
        instance_class="db.r8g.large",
        engine="aurora-postgresql",
        publicly_accessible=True,
    ),
    "warehouse": lambda name: redshift.Cluster(
        name, cluster_identifier="it", node_type="ra3.large", publicly_accessible=True
    ),
    "serverless_warehouse": lambda name: redshiftserverless.Workgroup(
        name, namespace_name="it", workgroup_name="it", publicly_accessible=True
    ),
    "graph": lambda name: neptune.ClusterInstance(
        name, cluster_identifier="it", instance_class="db.r8g.large", publicly_accessible=True
    ),
    "replicator": lambda name: dms.ReplicationInstance(
        name,
        replication_instance_class="dms.t3.micro",
        replication_instance_id="it",
        publicly_accessible=True,
    ),
    "broker": lambda name: mq.Broker(
        name,
        broker_name="it",
        engine_type="RabbitMQ",
        engine_version="3.13",
        host_instance_type="mq.m7g.medium",
        publicly_accessible=True,
    ),
    "stream": lambda name: msk.Cluster(
        name,
        kafka_version="3.9.x",
        number_of_broker_nodes=3,
        broker_node_group_info={
            "client_subnets": ["subnet-1"],
            "instance_type": "kafka.m7g.large",
            "security_groups": ["sg-1"],
            "connectivity_info": {"public_access": {"type": "SERVICE_PROVIDED_EIPS"}},
        },
    ),
    "search": opensearch.Domain,
    "collection": lambda name: opensearch.ServerlessSecurityPolicy(
        name, type="network", policy=json.dumps([{"AllowFromPublic": True}])
    ),
}.items():
    denied(CASES, "NET-04", f"public_{what}", make)
admitted(
    CASES,
    "NET-04",
    "private_search",
    lambda name: opensearch.Domain(name, vpc_options={"subnet_ids": ["subnet-1"]}),
)


def cluster(name, config=None, **rest):
    eks.Cluster(
        name, role_arn=ROLE, vpc_config={"subnet_ids": ["subnet-1"], **(config or {})}, **rest
    )


pair(
    CASES,
    "NET-05",
    "control_plane",
    lambda name: cluster(name, {"endpoint_public_access": False}),
    cluster,
    "vpcConfig.endpointPublicAccess",
)
pair(
    CASES,
    "NET-05",
    "range_of_a_control_plane",
    lambda name: cluster(name, {"public_access_cidrs": ["203.0.113.0/24"]}),
    lambda name: cluster(name, {"public_access_cidrs": ["203.0.113.0/24", "0.0.0.0/0"]}),
)


def machine(name, **rest):
    ec2.Instance(name, ami="ami-1", instance_type="t4g.nano", **rest)


pair(
    CASES,
    "NET-06",
    "machine",
    machine,
    lambda name: machine(name, associate_public_ip_address=True),
    "associatePublicIpAddress",
)
pair(
    CASES,
    "NET-06",
    "template",
    lambda name: ec2.LaunchTemplate(
        name, network_interfaces=[{"associate_public_ip_address": "false"}]
    ),
    lambda name: ec2.LaunchTemplate(
        name, network_interfaces=[{"associate_public_ip_address": "true"}]
    ),
    "networkInterfaces[0].associatePublicIpAddress",
)
pair(
    CASES,
    "NET-06",
    "subnet",
    lambda name: ec2.Subnet(name, vpc_id="vpc-1"),
    lambda name: ec2.Subnet(name, vpc_id="vpc-1", map_public_ip_on_launch=True),
    "mapPublicIpOnLaunch",
)
pair(
    CASES,
    "NET-06",
    "task",
    lambda name: ecs.Service(name, network_configuration={"subnets": ["subnet-1"]}),
    lambda name: ecs.Service(
        name, network_configuration={"subnets": ["subnet-1"], "assign_public_ip": True}
    ),
)
pair(CASES, "NET-06", "address", ec2.Eip, lambda name: ec2.Eip(name, instance="i-1"), "instance")

denied(CASES, "NET-07", "network_by_default", ec2.DefaultVpc)
pair(
    CASES,
    "NET-07",
    "group_by_default",
    lambda name: ec2.DefaultSecurityGroup(name, vpc_id="vpc-1"),
    lambda name: ec2.DefaultSecurityGroup(
        name,
        vpc_id="vpc-1",
        ingress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "self": True}],
    ),
    "ingress",
)
denied(CASES, "NET-07", "network_with_its_default_group", ec2.Vpc)
denied(CASES, "NET-07", "group_of_the_default_network", ec2.SecurityGroup, "vpcId")
pair(
    CASES,
    "NET-07",
    "machine_in_a_network",
    lambda name: machine(name, subnet_id="subnet-1", vpc_security_group_ids=["sg-1"]),
    machine,
    "subnetId",
)


@CASES.admits("NET-07")
def network_whose_default_group_is_emptied(name):
    made = ec2.Vpc(name, cidr_block="10.0.0.0/16")
    ec2.DefaultSecurityGroup(f"{name}-group", vpc_id=made.id)


def notebook(name, **rest):
    sagemaker.NotebookInstance(name, instance_type="ml.t3.medium", role_arn=ROLE, **rest)


pair(
    CASES,
    "NET-08",
    "notebook",
    lambda name: notebook(name, direct_internet_access="Disabled", subnet_id="subnet-1"),
    notebook,
    "directInternetAccess",
)
NETWORK = {"subnets": ["subnet-1"], "security_group_ids": ["sg-1"]}
pair(
    CASES,
    "NET-08",
    "model",
    lambda name: sagemaker.Model(
        name, execution_role_arn=ROLE, vpc_config=NETWORK, enable_network_isolation=True
    ),
    lambda name: sagemaker.Model(name, execution_role_arn=ROLE, enable_network_isolation=True),
)
denied(
    CASES,
    "NET-08",
    "public_studio",
    lambda name: sagemaker.Domain(
        name,
        auth_mode="IAM",
        domain_name="it",
        subnet_ids=["subnet-1"],
        vpc_id="vpc-1",
        default_user_settings={"execution_role": ROLE},
    ),
    "appNetworkAccessType",
)
denied(
    CASES,
    "NET-08",
    "public_browser",
    lambda name: bedrock.AgentcoreBrowser(
        name, name="it", network_configuration={"network_mode": "PUBLIC"}
    ),
)


def policy(principal="*", **rest):
    statement = {"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**statement, **rest}]})


OURS = {"StringEquals": {"aws:ResourceAccount": "123456789012"}}
ORGANIZATION = {"StringEquals": {"aws:PrincipalOrgID": "o-1"}}


def endpoint(name, **rest):
    ec2.VpcEndpoint(
        name,
        **{
            "vpc_id": "vpc-1",
            "service_name": "com.amazonaws.eu-central-1.kms",
            "vpc_endpoint_type": "Interface",
            "private_dns_enabled": True,
            "policy": policy(Condition=OURS),
            **rest,
        },
    )


pair(
    CASES,
    "NET-09",
    "endpoint",
    endpoint,
    lambda name: endpoint(name, private_dns_enabled=None),
    "privateDnsEnabled",
)
denied(CASES, "NET-09", "endpoint_to_everyones", lambda name: endpoint(name, policy=None), "policy")


@CASES.admits("NET-09", settings=Settings(profile="standard"))
def endpoint_without_a_policy_before_regulation(name):
    endpoint(name, policy=None)


@CASES.passes_by("NET-09")
def endpoint_of_a_service_that_a_customer_shares(name):
    endpoint(
        name,
        service_name="com.amazonaws.vpce.eu-central-1.vpce-svc-0123456789abcdef0",
        private_dns_enabled=None,
        policy=None,
    )


@CASES.denies("NET-09")
def network_without_a_way_to_its_buckets(name):
    ec2.Vpc(name, cidr_block="10.0.0.0/16")
    s3.Bucket(f"{name}-bucket")


@CASES.admits("NET-09")
def network_with_a_way_to_its_buckets(name):
    made = ec2.Vpc(name, cidr_block="10.0.0.0/16")
    s3.Bucket(f"{name}-bucket")
    endpoint(
        f"{name}-way",
        vpc_id=made.id,
        service_name="com.amazonaws.eu-central-1.s3",
        vpc_endpoint_type="Gateway",
    )


def permission(name, **rest):
    lambda_.Permission(name, action="lambda:InvokeFunction", function="it", **rest)


pair(
    CASES,
    "NET-10",
    "permission",
    lambda name: permission(name, principal="s3.amazonaws.com", source_arn="arn:aws:s3:::it"),
    lambda name: permission(name, principal="*"),
    "principal",
)
denied(
    CASES,
    "NET-10",
    "permission_for_a_service_of_anyone",
    lambda name: permission(name, principal="s3.amazonaws.com"),
    "sourceArn",
)
admitted(
    CASES,
    "NET-10",
    "permission_for_an_organization",
    lambda name: permission(name, principal="*", principal_org_id="o-1"),
)
pair(
    CASES,
    "NET-10",
    "address_of_a_function",
    lambda name: lambda_.FunctionUrl(name, function_name="it", authorization_type="AWS_IAM"),
    lambda name: lambda_.FunctionUrl(name, function_name="it", authorization_type="NONE"),
    "authorizationType",
)

CNI = {"addon_name": "vpc-cni", "cluster_name": "it"}
pair(
    CASES,
    "NET-12",
    "addon",
    lambda name: eks.Addon(
        name, **CNI, configuration_values=json.dumps({"enableNetworkPolicy": "true"})
    ),
    lambda name: eks.Addon(name, **CNI),
    "configurationValues",
)
denied(CASES, "NET-12", "cluster_without_an_engine", cluster)


@CASES.admits("NET-12")
def cluster_with_an_engine(name):
    made = eks.Cluster(f"{name}-cluster", role_arn=ROLE, vpc_config={"subnet_ids": ["subnet-1"]})
    values = json.dumps({"enableNetworkPolicy": "true"})
    eks.Addon(name, addon_name="vpc-cni", cluster_name=made.name, configuration_values=values)


TOKENS = {"http_tokens": "required", "http_put_response_hop_limit": 2}
pair(
    CASES,
    "NET-13",
    "metadata_of_a_machine",
    lambda name: machine(name, metadata_options=TOKENS),
    machine,
    "metadataOptions",
)
pair(
    CASES,
    "NET-13",
    "metadata_of_a_template",
    lambda name: ec2.LaunchTemplate(name, metadata_options=TOKENS),
    lambda name: ec2.LaunchTemplate(
        name, metadata_options={**TOKENS, "http_put_response_hop_limit": 3}
    ),
    "metadataOptions.httpPutResponseHopLimit",
)
denied(
    CASES,
    "NET-13",
    "metadata_with_an_empty_block",
    lambda name: machine(name, metadata_options={}),
    "metadataOptions.httpTokens",
)


@CASES.admits("NET-13")
def metadata_by_a_template_of_the_program(name):
    template = ec2.LaunchTemplate(f"{name}-template", metadata_options=TOKENS)
    machine(name, launch_template={"id": template.id})


for what, make in {
    "bucket": lambda name, text: s3.BucketPolicy(name, bucket="it", policy=text),
    "queue": lambda name, text: sqs.QueuePolicy(name, queue_url="it", policy=text),
    "topic": lambda name, text: sns.TopicPolicy(name, arn="it", policy=text),
    "secret": lambda name, text: secretsmanager.SecretPolicy(name, secret_arn="it", policy=text),
    "inline_queue": lambda name, text: sqs.Queue(name, policy=text),
}.items():
    pair(
        CASES,
        "NET-14",
        f"policy_of_a_{what}",
        lambda name, make=make: make(name, policy({"AWS": ROLE})),
        lambda name, make=make: make(name, policy({"AWS": "*"})),
        "policy",
    )


def queue(name, text):
    sqs.QueuePolicy(name, queue_url="it", policy=text)


for what, text in {
    "named_by_organization": policy(Condition=ORGANIZATION),
    "denied_to_everyone": policy(Effect="Deny"),
    "one_statement_without_a_list": json.dumps(
        {"Statement": {"Effect": "Allow", "Principal": {"AWS": [ROLE]}, "Action": "sqs:*"}}
    ),
}.items():
    admitted(CASES, "NET-14", what, lambda name, text=text: queue(name, text))
for what, text in {
    "named_by_nothing_that_names": policy(Condition={"Bool": {"aws:SecureTransport": "true"}}),
    "named_by_a_wildcard": policy(Condition={"ArnLike": {"aws:SourceArn": "*"}}),
    "named_if_there_is_a_name": policy(
        Condition={"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}
    ),
    "named_by_every_address": policy(Condition={"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}),
    "all_but_one": json.dumps(
        {"Statement": [{"Effect": "Allow", "NotPrincipal": {"AWS": ROLE}, "Action": "sqs:*"}]}
    ),
}.items():
    denied(CASES, "NET-14", what, lambda name, text=text: queue(name, text), "policy")


@CASES.leaves_open("NET-14")
def policy_that_nobody_can_read(name):
    queue(name, "{")


@CASES.admits("NET-14", preview=OPEN)
def policy_made_of_what_the_cloud_gives(name):
    role = iam.Role(f"{name}-role", assume_role_policy="{}")
    queue(name, role.arn.apply(lambda arn: policy({"AWS": arn})))


def flows(name, mode):
    mwaa.Environment(
        name,
        dag_s3_path="dags/",
        execution_role_arn="arn:aws:iam::111122223333:role/flows",
        source_bucket_arn="arn:aws:s3:::dags",
        network_configuration={"security_group_ids": ["a"], "subnet_ids": ["b"]},
        webserver_access_mode=mode,
    )


pair(
    CASES,
    "NET-08",
    "flows",
    lambda name: flows(name, "PRIVATE_ONLY"),
    lambda name: flows(name, "PUBLIC_ONLY"),
    "webserverAccessMode",
)


def owned(name, by):
    s3.BucketOwnershipControls(name, bucket="lake", rule={"object_ownership": by})


pair(
    CASES,
    "NET-03",
    "owner_of_objects",
    lambda name: owned(name, "BucketOwnerPreferred"),
    lambda name: owned(name, "ObjectWriter"),
    "rule.objectOwnership",
)
