"""How AWS keeps the promises where a zone has a cluster."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.promises import aws_nodes
from tests.promises.aws import LOG_GROUP, TABLE
from tests.promises.aws_policies import Statements, services
from tests.promises.aws_rights import (
    ATTACHMENT,
    IAM_POLICY,
    ROLE,
    ROLE_POLICY,
    by_pods,
    by_service,
)
from tests.promises.documents import Said, Statement, allows, allows_only
from tests.promises.table import (
    Expectation,
    Expected,
    Grant,
    has,
    is_between,
    is_key_for,
    is_missing,
    matches,
    per,
    says,
    says_all,
)
from tests.promises.view import Zone

CLUSTER = "aws:eks/cluster:Cluster"
NODES = "aws:eks/nodeGroup:NodeGroup"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
ADDON = "aws:eks/addon:Addon"
BOUND = "aws:eks/podIdentityAssociation:PodIdentityAssociation"
SCHEDULE = aws_nodes.SCHEDULE
SCALING_TAG = "aws:autoscaling/tag:Tag"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"

OURS = "{arn:ai-cluster-cluster}"
SYSTEM = f"{NODES} ai-cluster-system"
SYSTEM_TEMPLATE = f"{TEMPLATE} ai-cluster-system-template"

CALLED = {
    "kubelet": 10250,
    "metrics": 10251,
    "https": 443,
    "extensions": 4443,
    "webhooks": 8443,
    "controllers": 9443,
    "mesh": 15017,
}
"""Where the control plane reaches the nodes, and nowhere else."""

PROGRAMS = {
    "cni": "aws-node",
    "ebs": "ebs-csi-controller-sa",
    "efs": "efs-csi-controller-sa",
    "autoscaler": "cluster-autoscaler",
}
"""The service account behind the role of each program that calls AWS."""

MANAGED = {
    "control-amazoneksclusterpolicy": ("control", "AmazonEKSClusterPolicy"),
    "nodes-amazoneksworkernodepolicy": ("nodes", "AmazonEKSWorkerNodePolicy"),
    "nodes-amazonec2containerregistrypullonly": ("nodes", "AmazonEC2ContainerRegistryPullOnly"),
    "cni-amazoneks_cni_policy": ("cni", "AmazonEKS_CNI_Policy"),
    "ebs-amazonebscsidriverpolicy": ("ebs", "service-role/AmazonEBSCSIDriverPolicy"),
    "efs-amazonefscsidriverpolicy": ("efs", "service-role/AmazonEFSCSIDriverPolicy"),
}
"""AWS's own policies that are attached, and to which role."""

THROUGH: Mapping[str, Said] = {
    "StringEquals kms:CallerAccount": "{account}",
    "StringEquals kms:ViaService": services("ec2", "eks"),
}
DESCRIBE = r"autoscaling:Describe\w+|ec2:Describe\w+|ec2:GetInstanceTypesFromInstanceRequirements"

OWN: Mapping[str, Statements] = {
    "control-key": {
        "UseKey": allows("kms:(Decrypt|GenerateDataKey)", on="{arn:ai-keys-cluster}", when=THROUGH),
    },
    "ebs-own": {
        "UseKey": allows(
            "kms:(Decrypt|DescribeKey|GenerateDataKeyWithoutPlaintext|ReEncryptFrom|ReEncryptTo)",
            on="{arn:ai-keys-cluster}",
            when=THROUGH,
        ),
        "GrantKey": allows(
            "kms:CreateGrant",
            on="{arn:ai-keys-cluster}",
            when={**THROUGH, "Bool kms:GrantIsForAWSResource": "true"},
        ),
    },
    "autoscaler-own": {
        "Look": allows(DESCRIBE, on="*", when={"StringEquals aws:RequestedRegion": "{region}"}),
        "LookAtNodes": allows(
            "eks:DescribeNodegroup",
            on="arn:aws:eks:{region}:{account}:nodegroup/{name:ai-cluster-cluster}/*/*",
        ),
        "Scale": allows(
            "autoscaling:(SetDesiredCapacity|TerminateInstanceInAutoScalingGroup)",
            on=re.compile(r"arn:aws:autoscaling:{region}:{account}:autoScalingGroup:.+"),
            when={
                "StringEquals aws:ResourceTag/k8s.io/cluster-autoscaler/acme-prod-ai-cluster": (
                    "owned"
                ),
            },
        ),
    },
}
"""What roles may do by policies of our own."""

PATCHING: Statements = {
    "Patch": allows(
        "eks:UpdateNodegroupVersion",
        on="arn:aws:eks:{region}:{account}:nodegroup/{name:ai-cluster-cluster}/*/*",
    ),
    "Look": allows(
        "ec2:DescribeLaunchTemplateVersions",
        on="*",
        when={"StringEquals aws:RequestedRegion": "{region}"},
    ),
    "Launch": allows(
        "ec2:RunInstances",
        on=(
            "arn:aws:ec2:{region}::*",
            "arn:aws:ec2:{region}:{account}:*",
            "arn:aws:resource-groups:{region}:{account}:group/*",
        ),
        when={"ArnLike ec2:LaunchTemplate": "arn:aws:ec2:{region}:{account}:launch-template/*"},
    ),
    "Tag": allows(
        "ec2:CreateTags",
        on=tuple(
            f"arn:aws:ec2:{{region}}:{{account}}:{each}/*"
            for each in ("instance", "volume", "network-interface")
        ),
        when={"StringEquals ec2:CreateAction": "RunInstances"},
    ),
}
"""What the clock may do that has nodes patched: it launches nothing but by a template."""

NO_PLAIN_DISK: Statements = {
    "Plain": Statement("Deny", ("ec2:CreateVolume",), "*", (), {"Bool ec2:Encrypted": "false"}),
}


def is_taken_by(service: str) -> Expected:
    """Expect the trust in one of AWS's services, and in nobody else."""
    sid = {"eks": "ControlPlane", "ec2": "Machines"}[service]
    statement = allows("sts:AssumeRole", to=f"Service {service}.amazonaws.com")
    return {"assumeRolePolicy": allows_only(**{sid: statement})}


def is_tagged(value: Any, zone: Zone) -> bool:
    """Expect the tags of the cluster's resources, on what is launched later."""
    return value == zone.of(CLUSTER)[0].inputs["tags"]


def sets(wanted: Mapping[str, object]) -> Expectation:
    """Expect settings of an add-on, as JSON with the keys in this order."""
    return lambda value, zone: value == json.dumps(wanted)


def called(name: str) -> Expected:
    """Expect that the control plane reaches one port of the nodes."""
    return {
        "securityGroupId": says("{id:ai-cluster-nodes}"),
        "referencedSecurityGroupId": says("{id:ai-cluster-control}"),
        "ipProtocol": "tcp",
        "fromPort": CALLED[name],
        "toPort": CALLED[name],
    }


PRIVATE: dict[str, Expected] = {
    CLUSTER: {
        "vpcConfig.endpointPrivateAccess": True,
        "vpcConfig.endpointPublicAccess": True,
        "vpcConfig.publicAccessCidrs": ["203.0.113.0/24"],
        "vpcConfig.securityGroupIds": says_all("{id:ai-cluster-control}"),
        "vpcConfig.subnetIds": says_all(*(f"{{id:ai-network-node-{zone}}}" for zone in "abc")),
        "accessConfig.authenticationMode": "API",
        "accessConfig.bootstrapClusterCreatorAdminPermissions": True,
    },
    SYSTEM: {
        "subnetIds": says_all(*(f"{{id:ai-network-node-{zone}}}" for zone in "ab")),
        "remoteAccess": is_missing,
    },
    SYSTEM_TEMPLATE: {
        "vpcSecurityGroupIds": says_all("{id:ai-cluster-nodes}"),
        "networkInterfaces": is_missing,
        "keyName": is_missing,
        "metadataOptions.httpTokens": "required",
        "metadataOptions.httpPutResponseHopLimit": is_between(1, 1),
        "metadataOptions.httpEndpoint": "enabled",
        "metadataOptions.httpProtocolIpv6": "disabled",
        "metadataOptions.instanceMetadataTags": "disabled",
    },
    f"{INGRESS} ai-cluster-control-https": {
        "securityGroupId": says("{id:ai-cluster-control}"),
        "cidrIpv4": says("{cidrBlock:ai-network-vpc}"),
        "ipProtocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
    },
    f"{INGRESS} ai-cluster-nodes-each-other": {
        "securityGroupId": says("{id:ai-cluster-nodes}"),
        "referencedSecurityGroupId": says("{id:ai-cluster-nodes}"),
        "ipProtocol": "-1",
    },
    **per(CALLED, f"{INGRESS} ai-cluster-nodes-{{}}", called),
    f"{EGRESS} ai-cluster-nodes-network": {
        "securityGroupId": says("{id:ai-cluster-nodes}"),
        "cidrIpv4": says("{cidrBlock:ai-network-vpc}"),
        "ipProtocol": "-1",
    },
    f"{EGRESS} ai-cluster-nodes-out": {
        "securityGroupId": says("{id:ai-cluster-nodes}"),
        "cidrIpv4": "0.0.0.0/0",
        "ipProtocol": "tcp",
        "fromPort": 443,
        "toPort": 443,
    },
}

SEALED: Expected = {
    "ebs.encrypted": "true",
    "ebs.kmsKeyId": is_key_for("cluster"),
    "ebs.volumeType": "gp3",
}
ENCRYPTED: dict[str, Expected] = {
    CLUSTER: {
        "encryptionConfig.provider.keyArn": is_key_for("cluster"),
        "encryptionConfig.resources": ["secrets"],
    },
    SYSTEM_TEMPLATE: {
        "blockDeviceMappings": has(
            {
                "/dev/xvda": SEALED,
                "/dev/xvdb": {
                    **SEALED,
                    "ebs.volumeSize": 100,
                    "ebs.deleteOnTermination": "true",
                },
            },
            by="deviceName",
        ),
    },
}

RECOVERABLE: dict[str, Expected] = {CLUSTER: {"deletionProtection": True}}

LEAST: dict[str, Expected] = {
    f"{ROLE} ai-cluster-control-role": is_taken_by("eks"),
    f"{ROLE} ai-cluster-nodes-role": is_taken_by("ec2"),
    **per(
        PROGRAMS,
        f"{ROLE} ai-cluster-{{}}-role",
        lambda part: {
            "assumeRolePolicy": allows_only(**by_pods("kube-system", PROGRAMS[part], OURS)),
        },
    ),
    f"{ROLE} ai-cluster-upkeep-role": {
        "permissionsBoundary": says("{arn:ai-cluster-upkeep-policy}"),
        "assumeRolePolicy": allows_only(
            **by_service("scheduler", "scheduler:{region}:{account}:schedule-group/default")
        ),
    },
    f"{IAM_POLICY} ai-cluster-upkeep-policy": {"policy": allows_only(**PATCHING)},
    f"{ATTACHMENT} ai-cluster-upkeep-attached": {
        "policyArn": says("{arn:ai-cluster-upkeep-policy}"),
        "role": says("{name:ai-cluster-upkeep-role}"),
    },
    **per(
        MANAGED,
        f"{ATTACHMENT} ai-cluster-{{}}",
        lambda name: {
            "role": says(f"{{name:ai-cluster-{MANAGED[name][0]}-role}}"),
            "policyArn": says(f"arn:aws:iam::aws:policy/{MANAGED[name][1]}"),
        },
    ),
    **per(
        OWN,
        f"{ROLE_POLICY} ai-cluster-{{}}",
        lambda name: {
            "role": says(f"{{name:ai-cluster-{name.partition('-')[0]}-role}}"),
            "policy": allows_only(**OWN[name], **(NO_PLAIN_DISK if name == "ebs-own" else {})),
        },
    ),
    SYSTEM: {"nodeRoleArn": says("{arn:ai-cluster-nodes-role}")},
    CLUSTER: {"roleArn": says("{arn:ai-cluster-control-role}")},
    f"{BOUND} ai-cluster-autoscaler-bound": {
        "clusterName": says("{name:ai-cluster-cluster}"),
        "namespace": "kube-system",
        "serviceAccount": "cluster-autoscaler",
        "roleArn": says("{arn:ai-cluster-autoscaler-role}"),
    },
    f"{ROLE} ai-identity-pod-trainer": {
        "assumeRolePolicy": allows_only(**by_pods("training", "trainer", OURS)),
    },
    f"{ROLE} ai-identity-pod-server": {
        "assumeRolePolicy": allows_only(**by_pods("serving", "server", OURS)),
    },
    **{
        f"{BOUND} ai-identity-pod-{name}-bound": {
            "clusterName": says("{name:ai-cluster-cluster}"),
            "namespace": namespace,
            "serviceAccount": name,
            "roleArn": says(f"{{arn:ai-identity-pod-{name}}}"),
        }
        for name, namespace in {"trainer": "training", "server": "serving"}.items()
    },
    "aws:eks/accessEntry:AccessEntry ai-identity-admin-entry": {
        "clusterName": says("{name:ai-cluster-cluster}"),
        "principalArn": says("{arn:ai-identity-people-platform-admin}"),
        "type": "STANDARD",
        "kubernetesGroups": is_missing,
    },
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation ai-identity-admin-access": {
        "clusterName": says("{name:ai-cluster-cluster}"),
        "principalArn": says("{arn:ai-identity-people-platform-admin}"),
        "policyArn": says("arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"),
        "accessScope.type": "cluster",
    },
}

SOUND: dict[str, Expected] = {
    CLUSTER: {
        "enabledClusterLogTypes": says_all(
            "api", "audit", "authenticator", "controllerManager", "scheduler"
        ),
        "version": "1.35",
        "upgradePolicy.supportType": "STANDARD",
        "bootstrapSelfManagedAddons": False,
    },
    f"{LOG_GROUP} ai-cluster-logs": {"name": "/aws/eks/acme-prod-ai-cluster/cluster"},
    SYSTEM: {
        "clusterName": says("{name:ai-cluster-cluster}"),
        "version": says("{version:ai-cluster-cluster}"),
        "amiType": "BOTTLEROCKET_x86_64",
        "nodeRepairConfig.enabled": True,
        "updateConfig.updateStrategy": "DEFAULT",
        "launchTemplate.id": says("{id:ai-cluster-system-template}"),
        "launchTemplate.version": says("{latestVersion:ai-cluster-system-template}"),
        "instanceTypes": ["m6i.xlarge"],
        "capacityType": "ON_DEMAND",
        "scalingConfig": {"desiredSize": 2, "minSize": 2, "maxSize": 6},
        "updateConfig.maxUnavailable": 1,
        "labels": {"landing-zone/pool": "system"},
    },
    SYSTEM_TEMPLATE: {
        "updateDefaultVersion": True,
        "tagSpecifications": has(
            {each: {"tags": is_tagged} for each in ("instance", "volume", "network-interface")},
            by="resourceType",
        ),
    },
    f"{SCALING_TAG} ai-cluster-system-idle": {
        "autoscalingGroupName": says("{resources.0.autoscalingGroups.0.name:ai-cluster-system}"),
        "tag.key": matches(r"k8s\.io/cluster-autoscaler/.*/scaledownunneededtime"),
        "tag.value": "10m0s",
        "tag.propagateAtLaunch": False,
    },
    ADDON: {
        "addonVersion": matches(r"v\d+\.\d+\.\d+-eksbuild\.\d+"),
        "resolveConflictsOnCreate": "OVERWRITE",
        "resolveConflictsOnUpdate": "OVERWRITE",
    },
    f"{ADDON} ai-cluster-kube-proxy": {"addonVersion": matches(r"v1\.35\..*")},
    f"{ADDON} ai-cluster-vpc-cni": {
        "configurationValues": sets(
            {
                "enableNetworkPolicy": "true",
                "env": {"ENABLE_PREFIX_DELEGATION": "true", "WARM_PREFIX_TARGET": "1"},
            }
        ),
    },
    **{
        f"{ADDON} ai-cluster-{addon}": {
            "podIdentityAssociations": has(
                {PROGRAMS[part]: {"roleArn": says(f"{{arn:ai-cluster-{part}-role}}")}},
                by="serviceAccount",
            ),
        }
        for addon, part in {"aws-ebs-csi-driver": "ebs", "aws-efs-csi-driver": "efs"}.items()
    },
    **per(
        ("eks-pod-identity-agent", "eks-node-monitoring-agent", "metrics-server"),
        f"{ADDON} ai-cluster-{{}}",
        lambda name: {"addonName": name},
    ),
    f"{ADDON} ai-cluster-coredns": {
        "configurationValues": sets(
            {"autoScaling": {"enabled": True, "minReplicas": 2, "maxReplicas": 10}}
        ),
    },
    f"{ADDON} ai-cluster-aws-mountpoint-s3-csi-driver": {
        "podIdentityAssociations": is_missing,
        "serviceAccountRoleArn": is_missing,
        "addonName": "aws-mountpoint-s3-csi-driver",
    },
    SCHEDULE: {
        "scheduleExpression": "cron(0 22 ? * TUE *)",
        "scheduleExpressionTimezone": "Europe/Amsterdam",
        "flexibleTimeWindow.mode": "OFF",
        "target.arn": "arn:aws:scheduler:::aws-sdk:eks:updateNodegroupVersion",
        "target.roleArn": says("{arn:ai-cluster-upkeep-role}"),
        "target.retryPolicy.maximumEventAgeInSeconds": is_between(1, 12 * 3600),
    },
    f"{SCHEDULE} ai-cluster-upkeep": {"target.input": aws_nodes.patches("ai-cluster-system")},
}
SOUND[f"{ADDON} ai-cluster-vpc-cni"] = {
    **SOUND[f"{ADDON} ai-cluster-vpc-cni"],
    "podIdentityAssociations": has(
        {"aws-node": {"roleArn": says("{arn:ai-cluster-cni-role}")}}, by="serviceAccount"
    ),
}

ALONE = replace(
    TABLE,
    private={**TABLE.private, **PRIVATE},
    encrypted={**TABLE.encrypted, **ENCRYPTED},
    recoverable={**TABLE.recoverable, **RECOVERABLE},
    least={**TABLE.least, **LEAST},
    sound={**TABLE.sound, **SOUND},
    stateful=TABLE.stateful | {CLUSTER},
    granted={
        **TABLE.granted,
        CLUSTER: Grant(ROLE_POLICY, on="role", used="roleArn"),
        f"{SCHEDULE} ai-cluster-upkeep": Grant(ATTACHMENT, on="role", used="target.roleArn"),
        SYSTEM: Grant(ATTACHMENT, on="role", used="nodeRoleArn"),
        BOUND: Grant(ROLE_POLICY, on="role", used="roleArn"),
    },
    plain={
        **TABLE.plain,
        rf"{CLUSTER} name": "a name",
        rf"{ADDON} (addonName|clusterName)": "which one: others wait for it",
        rf"{SCHEDULE} target\.retryPolicy.*": "for how long it is tried",
    },
)
"""The table for a zone with a cluster that has no further pools."""

CLUSTERED = replace(
    ALONE,
    private={**ALONE.private, **aws_nodes.PRIVATE},
    encrypted={**ALONE.encrypted, **aws_nodes.ENCRYPTED},
    least={**ALONE.least, **aws_nodes.LEAST},
    sound={**ALONE.sound, **aws_nodes.SOUND},
    plain={**ALONE.plain, **aws_nodes.PLAIN},
)
"""The table for the zone with a cluster and pools (`tests.zones.CLUSTERED`)."""
