"""What AWS makes of EKS clusters, of what runs in them as add-ons, and of who may enter.

Error codes: https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html
Node groups and launch templates: `facts_nodes.py`.
"""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.conditions import is_removed
from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .conditions import is_another
from .facts_identity import ROLE
from .facts_keys import ALIAS, KEY
from .facts_network import SUBNET
from .facts_paths import USES_GROUP
from .facts_regions import regional

CLUSTER = "aws:eks:Cluster"

IN_CLUSTER = To(CLUSTER, by=("name",))
A_ROLE = To(ROLE, by=("arn",), besides=r"arn:[\w-]+:iam::\d{12}:role/aws-service-role/.+")

LOG_TYPES = ("api", "audit", "authenticator", "controllerManager", "scheduler")

DOES_NOT_EXIST = "ResourceNotFoundException: No {kind} found for name: {{value}}."

CLUSTERS: Mapping[str, Facts] = {
    CLUSTER: regional(
        replaces=(
            *("accessConfig.bootstrapClusterCreatorAdminPermissions", "bootstrapSelfManagedAddons"),
            *("kubernetesNetworkConfig.ipFamily", "kubernetesNetworkConfig.serviceIpv4Cidr"),
            *("name", "outpostConfig.controlPlaneInstanceType", "roleArn"),
            "outpostConfig.controlPlanePlacement.groupName",
            "remoteNetworkConfig.remoteNodeNetworks.cidrs",
            "remoteNetworkConfig.remotePodNetworks.cidrs",
        ),
        replaces_when={"computeConfig.nodeRoleArn": is_another, "encryptionConfig": is_removed},
        fixed=("encryptionConfig.resources",),
        fixed_when={"encryptionConfig.provider.keyArn": is_another},
        kept=(
            *("accessConfig.authenticationMode", "kubernetesNetworkConfig.ipFamily"),
            *("kubernetesNetworkConfig.serviceIpv4Cidr", "upgradePolicy.supportType", "version"),
            "vpcConfig.publicAccessCidrs",
        ),
        required=("roleArn", "vpcConfig"),
        values={
            "accessConfig.authenticationMode": ("API", "API_AND_CONFIG_MAP", "CONFIG_MAP"),
            "computeConfig.nodePools[]": ("general-purpose", "system"),
            "controlPlaneScalingConfig.tier": (
                *("standard", "tier-xl", "tier-2xl", "tier-4xl", "tier-8xl"),
            ),
            "enabledClusterLogTypes[]": LOG_TYPES,
            "encryptionConfig.resources[]": ("secrets",),
            "kubernetesNetworkConfig.ipFamily": ("ipv4", "ipv6"),
            "upgradePolicy.supportType": ("EXTENDED", "STANDARD"),
        },
        formats={"name": r"[0-9A-Za-z][A-Za-z0-9_-]{0,99}", "version": r"1\.\d{2}"},
        cidrs=("kubernetesNetworkConfig.serviceIpv4Cidr", "vpcConfig.publicAccessCidrs[]"),
        tags="tags",
        refers={
            "roleArn": A_ROLE,
            "vpcConfig.subnetIds[]": To(SUBNET, holds=True),
            "vpcConfig.securityGroupIds[]": USES_GROUP,
            "encryptionConfig.provider.keyArn": To((KEY, ALIAS), by=("arn",)),
        },
        stateful=True,
        conflict="ResourceInUseException: Cluster already exists with name: {name}",
        missing=DOES_NOT_EXIST.format(kind="cluster"),
        in_use="ResourceInUseException: Cluster has nodegroups attached",
    ),
    "aws:eks:Addon": regional(
        replaces=("addonName", "clusterName", "namespaceConfig.namespace"),
        kept=("addonVersion", "configurationValues"),
        values={
            "resolveConflictsOnCreate": ("NONE", "OVERWRITE"),
            "resolveConflictsOnUpdate": ("NONE", "OVERWRITE", "PRESERVE"),
        },
        formats={"addonVersion": r"v\d+\.\d+\.\d+-eksbuild\.\d+"},
        tags="tags",
        refers={
            "clusterName": IN_CLUSTER,
            "podIdentityAssociations[].roleArn": A_ROLE,
            "serviceAccountRoleArn": A_ROLE,
        },
        unique={("clusterName", "addonName"): Within.REGION},
        conflict="ResourceInUseException: Addon already exists.",
    ),
    "aws:eks:PodIdentityAssociation": regional(
        replaces=("clusterName", "namespace", "serviceAccount"),
        formats={
            "namespace": r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?",
            "serviceAccount": r"[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?",
        },
        tags="tags",
        refers={"clusterName": IN_CLUSTER, "roleArn": A_ROLE, "targetRoleArn": A_ROLE},
        unique={("clusterName", "namespace", "serviceAccount"): Within.REGION},
        conflict="ResourceInUseException: Association already exists: {associationId}",
    ),
    "aws:eks:AccessEntry": regional(
        replaces=("clusterName", "principalArn", "type"),
        kept=("kubernetesGroups", "userName"),
        values={
            "type": (
                *("EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "STANDARD"),
            ),
        },
        tags="tags",
        refers={"clusterName": IN_CLUSTER, "principalArn": A_ROLE},
        unique={("clusterName", "principalArn"): Within.REGION},
        conflict="ResourceInUseException: The specified access entry resource is already in use on"
        " this cluster.",
        missing="ResourceNotFoundException: The specified principalArn could not be found. You can"
        " view your available access entries with 'list-access-entries'.",
    ),
    "aws:eks:AccessPolicyAssociation": regional(
        replaces=("accessScope.**", "clusterName", "policyArn", "principalArn"),
        values={"accessScope.type": ("cluster", "namespace")},
        formats={"policyArn": r"arn:[\w-]+:eks::aws:cluster-access-policy/AmazonEKS\w+"},
        refers={
            "clusterName": IN_CLUSTER,
            "principalArn": To("aws:eks:AccessEntry", by=("principalArn",)),
        },
    ),
    "aws:scheduler:Schedule": regional(
        replaces=("groupName", "name", "namePrefix"),
        kept=("groupName", "name", "namePrefix"),
        values={
            "actionAfterCompletion": ("DELETE", "NONE"),
            "flexibleTimeWindow.mode": ("FLEXIBLE", "OFF"),
            "state": ("DISABLED", "ENABLED"),
        },
        bounds={
            "flexibleTimeWindow.maximumWindowInMinutes": (1, 1440),
            "target.retryPolicy.maximumEventAgeInSeconds": (60, 86_400),
            "target.retryPolicy.maximumRetryAttempts": (0, 185),
        },
        formats={
            "name": r"[0-9a-zA-Z_.-]{1,64}",
            "scheduleExpression": r"cron\(\S+( \S+){5}\)|rate\(\d+ \w+\)|at\(\S+\)",
        },
        refers={
            "kmsKeyArn": To((KEY, ALIAS), by=("arn",)),
            "target.roleArn": A_ROLE,
        },
        conflict="ConflictException: Schedule {name} already exists.",
    ),
}
