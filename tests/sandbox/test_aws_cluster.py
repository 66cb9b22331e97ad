"""The simulated AWS refuses clusters, and what is in them, where EKS does."""

from typing import Any

import pytest

from tests.sandbox.aws_account import ACCOUNT, REGION, ROOT, Account, allow, document
from tests.sandbox.deployed import deploy
from tests.zones import CLUSTERED, PROFILES

AWS = "arn:aws:iam::aws:policy"
CLUSTER_POLICY = f"{AWS}/AmazonEKSClusterPolicy"
NODE_POLICIES = (
    f"{AWS}/AmazonEKSWorkerNodePolicy",
    f"{AWS}/AmazonEC2ContainerRegistryPullOnly",
)
ARN = f"arn:aws:eks:{REGION}:{ACCOUNT}:cluster/ml"
POD = "system:serviceaccount:training:trainer"
ZONE: dict[str, Any] = {name: part for name, part in CLUSTERED.items() if name != "gpu_pool"}


class Eks(Account):
    """An account with a network, and roles for clusters and nodes."""

    def __init__(self) -> None:
        super().__init__()
        self.vpc = self.make("ec2:Vpc", "vpc", cidrBlock="10.0.0.0/16")
        self.subnets = [
            self.make(
                "ec2:Subnet",
                f"subnet-{n}",
                vpcId=self.vpc.id,
                cidrBlock=f"10.0.{n}.0/24",
                availabilityZoneId=f"euw1-az{n}",
            ).id
            for n in (1, 2)
        ]

    def taken_by(self, service: str, *policies: str, name: str) -> str:
        """Create a role for a service, with AWS's own policies; return its ARN."""
        trust = allow("sts:AssumeRole", None, principal={"Service": f"{service}.amazonaws.com"})
        role = self.role(name=name, assumeRolePolicy=document(trust))
        for n, policy in enumerate(policies):
            given = {"role": name, "policyArn": policy}
            self.make("iam:RolePolicyAttachment", f"{name}-{n}", **given)
        return role.get("arn")

    def cluster(self, region: str = REGION, /, **inputs: Any):
        """Create a cluster that EKS accepts, but for what is given."""
        reach = {"endpointPrivateAccess": True, "endpointPublicAccess": False}
        if "roleArn" not in inputs:
            inputs["roleArn"] = self.taken_by("eks", CLUSTER_POLICY, name="control")
        given = {
            "name": "ml",
            "version": "1.33",
            "bootstrapSelfManagedAddons": False,
            **inputs,
            "vpcConfig": {"subnetIds": self.subnets, **reach, **inputs.get("vpcConfig", {})},
        }
        return self.make("eks:Cluster", "ml", region, **given)

    def addon(self, name: str, **inputs: Any):
        return self.make("eks:Addon", name, clusterName="ml", addonName=name, **inputs)

    def nodes(self, **inputs: Any):
        """Create a node group of the cluster, with a role unless there is one."""
        role = inputs.pop("role", None) or self.taken_by("ec2", *NODE_POLICIES, name="nodes")
        given = {
            "clusterName": "ml",
            "nodeGroupName": "system",
            "nodeRoleArn": role,
            "subnetIds": self.subnets,
            "scalingConfig": {"desiredSize": 1, "minSize": 1, "maxSize": 2},
            **inputs,
        }
        return self.make("eks:NodeGroup", "system", **given)

    def running(self):
        """Create a cluster with nodes, and what hands roles to pods."""
        cluster = self.cluster()
        self.addon("vpc-cni")
        self.addon("eks-pod-identity-agent")
        self.nodes()
        return cluster

    def pod_role(self, cluster: str = ARN, name: str = "trainer") -> str:
        """Create a role for the pods of one service account; return its ARN."""
        said = {
            "aws:SourceArn": cluster,
            "aws:RequestTag/kubernetes-namespace": "training",
            "aws:RequestTag/kubernetes-service-account": "trainer",
        }
        trust = allow(
            ["sts:AssumeRole", "sts:TagSession"],
            None,
            principal={"Service": "pods.eks.amazonaws.com"},
            when={"StringEquals": said},
        )
        return self.role(name=name, assumeRolePolicy=document(trust)).get("arn")

    def bind(self, role: str, service_account: str = "trainer", **inputs: Any):
        given = {"clusterName": "ml", "namespace": "training", "roleArn": role, **inputs}
        return self.make(
            "eks:PodIdentityAssociation", "bound", serviceAccount=service_account, **given
        )


@pytest.fixture
def eks() -> Eks:
    return Eks()


@pytest.mark.parametrize("version", ["1.29", "1.37", "1.99"])
def test_a_version_has_to_be_on_offer(eks, version):
    said = eks.refusal(eks.cluster, version=version)
    assert said == "InvalidParameterException: unsupported Kubernetes version"


@pytest.mark.parametrize("to", ["1.32", "1.35"])
def test_a_version_goes_up_by_one(eks, to):
    cluster = eks.cluster()
    assert eks.refusal(eks.change, cluster, version=to) == (
        f"InvalidParameterException: Unsupported Kubernetes minor version update from 1.33 to {to}"
    )
    upgraded = eks.change(cluster, version="1.34")
    assert eks.change(upgraded, version="1.35").get("version") == "1.35"


def test_nodes_lag_behind_by_three_versions_at_most(eks):
    cluster = eks.cluster(version="1.31")
    eks.addon("vpc-cni")
    eks.nodes(version="1.31")
    for version in ("1.32", "1.33", "1.34"):
        cluster = eks.change(cluster, version=version)
    said = eks.refusal(eks.change, cluster, version="1.35")
    assert said.startswith("InvalidRequestException: Kubelet version of nodegroup system (1.31)")


def test_the_control_plane_stands_in_two_zones_of_one_network(eks):
    vpc, there = Account(eks.sandbox).network()
    one = {"subnetIds": eks.subnets[:1]}
    assert eks.refusal(eks.cluster, vpcConfig=one) == (
        "InvalidParameterException: Subnets specified must be in at least two different AZs"
    )
    role = "arn:aws:iam::123456789012:role/control"
    apart = {"subnetIds": [eks.subnets[0], there.id]}
    said = eks.refusal(eks.cluster, vpcConfig=apart, roleArn=role)
    assert said == "InvalidParameterException: Subnets specified must be in the same VPC"
    group = eks.make("ec2:SecurityGroup", "far", vpcId=vpc.id, name="far")
    said = eks.refusal(eks.cluster, vpcConfig={"securityGroupIds": [group.id]}, roleArn=role)
    assert "are not in the same VPC as the subnets" in said
    near = eks.make("ec2:SecurityGroup", "near", vpcId=eks.vpc.id, name="near")
    eks.cluster(vpcConfig={"securityGroupIds": [near.id]}, roleArn=role)


def test_some_zones_have_no_control_planes(eks):
    region = "us-east-1"
    vpc = eks.make("ec2:Vpc", "us", region, cidrBlock="10.0.0.0/16")
    subnets = [
        eks.make(
            "ec2:Subnet",
            f"us-{n}",
            region,
            vpcId=vpc.id,
            cidrBlock=f"10.0.{n}.0/24",
            availabilityZoneId=f"use1-az{n}",
        ).id
        for n in (1, 2, 3)
    ]
    said = eks.refusal(eks.cluster, region, vpcConfig={"subnetIds": subnets[1:]})
    assert said.startswith("UnsupportedAvailabilityZoneException: Cannot create cluster 'ml'")
    role = f"arn:aws:iam::{ACCOUNT}:role/control"
    eks.cluster(region, roleArn=role, vpcConfig={"subnetIds": subnets[:2]})


def test_somebody_reaches_the_api(eks):
    said = eks.refusal(eks.cluster, vpcConfig={"endpointPrivateAccess": False})
    assert said == "InvalidParameterException: Private and public endpoint access cannot be false"


def test_private_addresses_are_no_public_ones(eks):
    cidrs = ["203.0.113.0/24", "10.1.0.0/16", "192.168.1.0/24"]
    reach = {"endpointPublicAccess": True, "publicAccessCidrs": cidrs}
    said = eks.refusal(eks.cluster, vpcConfig=reach)
    assert said.endswith("invalid in publicAccessCidrs: [10.1.0.0/16, 192.168.1.0/24]")
    role = "arn:aws:iam::123456789012:role/control"
    eks.cluster(vpcConfig={**reach, "publicAccessCidrs": cidrs[:1]}, roleArn=role)


def test_services_have_addresses_outside_of_the_network(eks):
    inside = {"serviceIpv4Cidr": "10.0.128.0/20"}
    said = eks.refusal(eks.cluster, kubernetesNetworkConfig=inside)
    assert said.endswith("service CIDR 10.0.128.0/20 overlaps with the VPC CIDR 10.0.0.0/16")
    outside = {"serviceIpv4Cidr": "172.20.0.0/16"}
    role = "arn:aws:iam::123456789012:role/control"
    eks.cluster(kubernetesNetworkConfig=outside, roleArn=role)


def test_eks_takes_the_clusters_role_on(eks):
    other = eks.taken_by("ec2", CLUSTER_POLICY, name="other")
    assert "the trusted entity is not correct" in eks.refusal(eks.cluster, roleArn=other)
    idle = eks.taken_by("eks", name="idle")
    assert eks.refusal(eks.cluster, roleArn=idle).endswith("permissions of AmazonEKSClusterPolicy")


def test_secrets_are_encrypted_with_a_key_that_eks_may_use(eks):
    def encrypted(key):
        return {
            "encryptionConfig": {"provider": {"keyArn": key.get("arn")}, "resources": ["secrets"]}
        }

    by_s3 = {"StringEquals": {"kms:ViaService": f"s3.{REGION}.amazonaws.com"}}
    change = allow("kms:PutKeyPolicy", principal={"AWS": ROOT})
    closed = eks.key(change, allow("kms:*", principal={"AWS": ROOT}, when=by_s3), name="closed")
    said = eks.refusal(eks.cluster, **encrypted(closed))
    assert "is not authorized to perform: kms:DescribeKey" in said
    looks = allow("kms:DescribeKey", principal={"AWS": ROOT})
    seen = eks.key(change, looks, name="seen")
    role = "arn:aws:iam::123456789012:role/control"
    said = eks.refusal(eks.cluster, **encrypted(seen), roleArn=role)
    assert "is not authorized to perform: kms:CreateGrant" in said
    key = eks.key(name="open")
    cluster = eks.cluster(**encrypted(key), roleArn=role)
    assert eks.refusal(eks.change, cluster, **encrypted(eks.key(name="next"))) == (
        "InvalidParameterValue: encryptionConfig.provider.keyArn cannot be changed"
    )


def test_a_name_is_taken_in_one_region(eks):
    eks.cluster()
    role = "arn:aws:iam::123456789012:role/control"
    said = eks.refusal(eks.cluster, roleArn=role)
    assert said == "ResourceInUseException: Cluster already exists with name: ml"


def test_a_cluster_goes_after_its_nodes_and_not_while_it_is_protected(eks):
    cluster = eks.running()
    nodes = eks.sandbox.objects("aws:eks:NodeGroup")[0]
    said = eks.refusal(eks.delete, cluster)
    assert said == "ResourceInUseException: Cluster has nodegroups attached"
    eks.delete(nodes)
    protected = eks.change(cluster, deletionProtection=True)
    assert "deletion protection is enabled" in eks.refusal(eks.delete, protected)
    eks.delete(eks.change(protected, deletionProtection=False))
    assert eks.sandbox.objects("aws:eks:Addon") == []


def test_a_cluster_takes_nothing_of_its_namesake_in_another_region_with_it(eks):
    far = "eu-north-1"
    vpc = eks.make("ec2:Vpc", "far", far, cidrBlock="10.0.0.0/16")
    subnets = [
        eks.make(
            "ec2:Subnet",
            f"far-{n}",
            far,
            vpcId=vpc.id,
            cidrBlock=f"10.0.{n}.0/24",
            availabilityZoneId=f"eun1-az{n}",
        ).id
        for n in (1, 2)
    ]
    ours = eks.cluster()
    eks.cluster(far, roleArn=ours.get("roleArn"), vpcConfig={"subnetIds": subnets})
    eks.addon("vpc-cni")
    eks.make("eks:Addon", "far", far, clusterName="ml", addonName="vpc-cni")
    provider = {"region": far, "allowedAccountIds": [ACCOUNT]}
    eks.sandbox.delete("aws:eks:Cluster", "ml", provider=provider)
    assert [each.region for each in eks.sandbox.objects("aws:eks:Addon")] == [REGION]


def test_a_controller_needs_nodes_to_run_on(eks):
    eks.cluster()
    said = eks.refusal(eks.addon, "coredns")
    assert "unexpected state 'DEGRADED'" in said
    eks.addon("vpc-cni")
    eks.nodes()
    eks.addon("coredns")


@pytest.mark.parametrize(
    ("version", "fits"),
    [
        ("v1.34.6-eksbuild.13", False),
        ("v1.33.10-eksbuild.13", True),
        ("v1.30.0-eksbuild.1", True),
        ("v1.29.0-eksbuild.1", False),
    ],
)
def test_a_proxy_is_never_newer_than_the_control_plane(eks, version, fits):
    eks.cluster()
    if fits:
        eks.addon("kube-proxy", addonVersion=version)
        return
    said = eks.refusal(eks.addon, "kube-proxy", addonVersion=version)
    assert said == "InvalidParameterException: Addon version specified is not supported"


@pytest.mark.parametrize("settings", ["{", "[]", '"text"'])
def test_the_settings_of_an_add_on_are_an_object(eks, settings):
    eks.cluster()
    said = eks.refusal(eks.addon, "vpc-cni", configurationValues=settings)
    assert "Json schema validation failed" in said
    eks.addon("vpc-cni", configurationValues="{}")


def test_an_add_on_is_there_once(eks):
    eks.cluster()
    eks.addon("vpc-cni")
    assert eks.refusal(eks.addon, "vpc-cni") == "ResourceInUseException: Addon already exists."


def test_a_role_trusts_the_pods_that_it_is_bound_to(eks):
    eks.cluster()
    assert "does not have permissions to assume" in eks.refusal(eks.bind, eks.pod_role(), "server")
    elsewhere = eks.pod_role(ARN.replace("ml", "other"), name="elsewhere")
    assert "does not have permissions to assume" in eks.refusal(eks.bind, elsewhere)
    role = f"arn:aws:iam::{ACCOUNT}:role/trainer"
    eks.bind(role)
    said = eks.refusal(eks.bind, role)
    assert said.startswith("ResourceInUseException: Association already exists: a-")
    of_addon = [{"serviceAccount": "aws-node", "roleArn": role}]
    said = eks.refusal(eks.addon, "vpc-cni", podIdentityAssociations=of_addon)
    assert "does not have permissions to assume" in said


def test_a_machine_joins_with_a_role_that_may_and_a_network(eks):
    eks.cluster()
    wrong = eks.taken_by("eks", *NODE_POLICIES, name="wrong")
    assert "[ec2.amazonaws.com] were not found" in eks.refusal(eks.nodes, role=wrong)
    for n, policy in enumerate(NODE_POLICIES):
        lacking = eks.taken_by("ec2", policy, name=f"lacking-{n}")
        assert "Instances failed to join" in eks.refusal(eks.nodes, role=lacking)
    assert "cni plugin not initialized" in eks.refusal(eks.nodes)
    eks.addon("vpc-cni")
    eks.nodes(role=f"arn:aws:iam::{ACCOUNT}:role/nodes")


def test_an_entry_lets_an_identity_that_exists_in_once(eks):
    eks.cluster()
    role = eks.role(name="admin").get("arn")
    given = {"clusterName": "ml", "principalArn": role}
    policy = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
    access = {**given, "policyArn": policy, "accessScope": {"type": "cluster"}}
    said = eks.refusal(eks.make, "eks:AccessPolicyAssociation", "access", **access)
    assert "The specified principalArn could not be found" in said
    eks.make("eks:AccessEntry", "entry", **given)
    assert "already in use" in eks.refusal(eks.make, "eks:AccessEntry", "twin", **given)
    eks.make("eks:AccessPolicyAssociation", "access", **access)


def test_a_pod_has_the_role_that_a_cluster_binds_to_it(eks):
    role = eks.pod_role()
    eks.running()
    assert not eks.sandbox.can(POD, "assume", role)
    assert eks.sandbox.can(POD, "assume", role).because.startswith("no cluster binds")
    bound = eks.bind(role)
    assert eks.sandbox.can(POD, "assume", role)
    assert not eks.sandbox.can(POD.replace("trainer", "other"), "assume", role)
    eks.delete(bound)
    assert not eks.sandbox.can(POD, "assume", role)


def test_a_pod_gets_no_role_where_nothing_hands_it_over(eks):
    role = eks.pod_role()
    eks.cluster()
    eks.bind(role)
    decision = eks.sandbox.can(POD, "assume", role)
    assert not decision
    assert decision.because == "no agent for pod identities runs in cluster ml"
    eks.addon("eks-pod-identity-agent")
    assert eks.sandbox.can(POD, "assume", role)


def test_a_role_is_not_taken_on_from_another_cluster(eks):
    role = eks.pod_role()
    eks.running()
    eks.bind(role)
    trust = allow(
        ["sts:AssumeRole", "sts:TagSession"],
        None,
        principal={"Service": "pods.eks.amazonaws.com"},
        when={"ArnLike": {"aws:SourceArn": ARN.replace("ml", "other")}},
    )
    eks.change(
        next(each for each in eks.sandbox.objects("aws:iam:Role") if each.id == "trainer"),
        assumeRolePolicy=document(trust),
    )
    assert not eks.sandbox.can(POD, "assume", role)


@pytest.fixture(scope="module")
def zone():
    return deploy("aws", spec=ZONE)


@pytest.mark.parametrize("profile", PROFILES)
def test_a_cluster_comes_and_goes_in_order(profile):
    deployed = deploy("aws", profile, {"cluster": {}}, protect=False)
    standing = {each.urn: each for each in deployed.sandbox.objects()}
    for resource in reversed(deployed.recording.resources):
        if resource.urn in standing:
            made = standing[resource.urn]
            deployed.sandbox.delete(made.type, made.id, made.urn)
    assert deployed.sandbox.objects() == []


def test_pods_of_a_zone_reach_their_layers_and_no_other(zone):
    lake, identity = zone.outputs("DataLake"), zone.outputs("Identity")
    trainer, server = POD, "system:serviceaccount:serving:server"
    can = zone.sandbox.can
    assert can(trainer, "assume", identity["logins"]["trainer"])
    assert not can(server, "assume", identity["logins"]["trainer"])
    assert can(trainer, "read", lake["ids"]["curated"])
    assert not can(trainer, "write", lake["ids"]["curated"])
    assert can(server, "read", f"{lake['ids']['models']}/released/")
    assert not can(server, "read", lake["ids"]["curated"])
    assert not can("system:serviceaccount:training:default", "read", lake["ids"]["curated"])


def test_nodes_of_a_zone_reach_no_data(zone):
    nodes = zone.outputs("Cluster")["node_identity"]
    for layer in zone.outputs("DataLake")["ids"].values():
        assert not zone.sandbox.can(nodes, "read", layer)
    assert zone.sandbox.can(
        nodes, "ecr:BatchGetImage", f"arn:aws:ecr:{REGION}:{ACCOUNT}:repository/a"
    )


def test_the_autoscaler_of_a_zone_scales_its_own_groups(zone):
    pod = "system:serviceaccount:kube-system:cluster-autoscaler"
    (nodes,) = zone.sandbox.objects("aws:eks:NodeGroup")
    own = nodes.all("resources[].autoscalingGroups[].name")[0]
    prefix = f"arn:aws:autoscaling:{REGION}:{ACCOUNT}:autoScalingGroup:1:autoScalingGroupName"
    can = zone.sandbox.can
    assert can(pod, "autoscaling:DescribeTags", f"{prefix}/other")
    assert can(pod, "autoscaling:SetDesiredCapacity", f"{prefix}/{own}")
    assert not can(pod, "autoscaling:SetDesiredCapacity", f"{prefix}/other")
    assert not can(pod, "autoscaling:DeleteAutoScalingGroup", f"{prefix}/{own}")
