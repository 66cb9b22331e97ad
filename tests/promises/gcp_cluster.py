"""How a zone with a cluster keeps the promises on Google Cloud."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from tests.promises import gcp_nodes
from tests.promises.gcp import AUDIT, SERVICE, TABLE, recorded
from tests.promises.gcp_network import AGENT
from tests.promises.gcp_rights import (
    ACCOUNT,
    ISSUER,
    KEY_GRANT,
    LOGIN,
    POOL,
    PROJECT_GRANT,
    key_grant,
)
from tests.promises.table import Expected, Grant, has, is_key_for, is_missing, says, says_all
from tests.promises.view import Zone

CLUSTER = "gcp:container/cluster:Cluster"
NODE_POOL = "gcp:container/nodePool:NodePool"
SYSTEM = f"{NODE_POOL} ai-cluster-system"

APIS = (
    *("compute", "container", "containerfilesystem", "containersecurity"),
    *("cloudresourcemanager", "iam", "logging", "monitoring"),
)
ENTRIES = (
    'resource.labels.cluster_name="acme-prod-ai-cluster"'
    ' AND resource.labels.location="europe-west4"'
)

PODS = {"trainer": "training/trainer", "server": "serving/server"}

NODES: Expected = {
    "serviceAccount": says("{email:ai-cluster-nodes}"),
    "metadata": {"disable-legacy-endpoints": "true"},
    "workloadMetadataConfig.mode": "GKE_METADATA",
    "shieldedInstanceConfig.enableSecureBoot": True,
}
"""What keeps pods from being what their node is."""


def is_labelled(value: Any, zone: Zone) -> bool:
    """Expect the tags of the cluster, under whatever name its labels have."""
    wanted = {**zone.env.labels, "component": "ai-cluster", "stack": zone.recording.stack}
    return isinstance(value, Mapping) and dict(value) == wanted


def of_first_pool(expected: Expected) -> Expected:
    """Expect the same of the pool that a cluster begins with, for as long as there is one."""
    return {f"nodeConfig.{path}": wanted for path, wanted in expected.items()}


PRIVATE: dict[str, Expected] = {
    CLUSTER: {
        "network": says("{selfLink:ai-network-vpc}"),
        "subnetwork": says("{id:ai-network-nodes}"),
        "networkingMode": "VPC_NATIVE",
        "privateClusterConfig": {"enablePrivateNodes": True, "enablePrivateEndpoint": False},
        "masterAuthorizedNetworksConfig.cidrBlocks": has(
            {"10.0.0.0/16": {}, "203.0.113.0/24": {}}, by="cidrBlock"
        ),
        "masterAuthorizedNetworksConfig.gcpPublicCidrsAccessEnabled": False,
        "masterAuthorizedNetworksConfig.privateEndpointEnforcementEnabled": True,
        "controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic": False,
        "datapathProvider": "ADVANCED_DATAPATH",
        "serviceExternalIpsConfig.enabled": False,
    },
    SYSTEM: {
        "networkConfig": {"enablePrivateNodes": True, "podRange": "pods"},
        "nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled": "FALSE",
    },
}

ENCRYPTED: dict[str, Expected] = {
    CLUSTER: {
        "databaseEncryption.state": "ENCRYPTED",
        "databaseEncryption.keyName": is_key_for("cluster"),
        "nodeConfig.bootDiskKmsKey": is_key_for("cluster"),
    },
    NODE_POOL: {"nodeConfig.bootDiskKmsKey": is_key_for("cluster")},
}

LEAST: dict[str, Expected] = {
    CLUSTER: {
        **of_first_pool(NODES),
        "workloadIdentityConfig.workloadPool": says("{account}.svc.id.goog"),
        "enableLegacyAbac": False,
        "masterAuth.clientCertificateConfig.issueClientCertificate": False,
        "anonymousAuthenticationConfig.mode": "LIMITED",
        "rbacBindingConfig": {
            "enableInsecureBindingSystemAuthenticated": False,
            "enableInsecureBindingSystemUnauthenticated": False,
        },
    },
    SYSTEM: of_first_pool(NODES),
    f"{ACCOUNT} ai-cluster-nodes": {"accountId": "ai-cluster-nodes"},
    f"{PROJECT_GRANT} ai-cluster-nodes-join": {
        "member": says("serviceAccount:{email:ai-cluster-nodes}"),
        "role": "roles/container.defaultNodeServiceAccount",
    },
    f"{PROJECT_GRANT} ai-cluster-nodes-images": {
        "member": says("serviceAccount:{email:ai-cluster-nodes}"),
        "role": "roles/artifactregistry.reader",
    },
    f"{PROJECT_GRANT} ai-cluster-admin": {
        "member": says("group:{group:platform_admin}"),
        "role": "roles/container.admin",
    },
    f"{KEY_GRANT} ai-cluster-secrets-key": key_grant(
        "cluster", r"service-\d+@container-engine-robot", "ai-cluster"
    ),
    f"{KEY_GRANT} ai-cluster-disks-key": key_grant(
        "cluster", r"service-\d+@compute-system", "ai-cluster"
    ),
    f"{KEY_GRANT} ai-cluster-logs-key": key_grant(
        "logs", r"cmek-p\d+@gcp-sa-logging", "ai-cluster"
    ),
    **{
        f"{LOGIN} ai-identity-pod-{workload}-login": {
            "serviceAccountId": says(f"{{name:ai-identity-pod-{workload}}}"),
            "role": "roles/iam.workloadIdentityUser",
            "member": says(f"serviceAccount:{{account}}.svc.id.goog[{pod}]"),
        }
        for workload, pod in PODS.items()
    },
}

SOUND: dict[str, Expected] = {
    CLUSTER: {
        "name": "acme-prod-ai-cluster",
        "location": says("{region}"),
        "minMasterVersion": "1.35",
        "releaseChannel.channel": "REGULAR",
        "removeDefaultNodePool": True,
        "enableShieldedNodes": True,
        "enableIntranodeVisibility": True,
        "enableMultiNetworking": True,
        "ipAllocationPolicy": {
            "clusterSecondaryRangeName": "pods",
            "servicesSecondaryRangeName": "services",
        },
        "maintenancePolicy.recurringWindow": {
            "startTime": "2026-01-06T21:00:00Z",
            "endTime": "2026-01-07T03:00:00Z",
            "recurrence": "FREQ=WEEKLY;BYDAY=TU",
        },
        "maintenancePolicy.maintenanceExclusions.#.exclusionOptions": {
            "scope": "NO_MINOR_UPGRADES",
            "endTimeBehavior": "UNTIL_END_OF_SUPPORT",
        },
        "nodePoolDefaults.nodeConfigDefaults.insecureKubeletReadonlyPortEnabled": "FALSE",
        "securityPostureConfig.mode": "BASIC",
        "binaryAuthorization.evaluationMode": "PROJECT_SINGLETON_POLICY_ENFORCE",
        "loggingConfig.enableComponents": says_all(
            *("SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "SCHEDULER"),
            *("CONTROLLER_MANAGER", "KCP_HPA"),
        ),
        "monitoringConfig.managedPrometheus.enabled": True,
        "costManagementConfig.enabled": True,
        "addonsConfig.gcePersistentDiskCsiDriverConfig.enabled": True,
        "addonsConfig.gcpFilestoreCsiDriverConfig.enabled": True,
        "addonsConfig.gcsFuseCsiDriverConfig.enabled": True,
        "resourceLabels": is_labelled,
    },
    SYSTEM: {
        "location": says("{region}"),
        "cluster": says("{name:ai-cluster-control-plane}"),
        "version": says("{masterVersion:ai-cluster-control-plane}"),
        "nodeLocations": says_all("{region}-a", "{region}-b"),
        "management": {"autoRepair": True, "autoUpgrade": True},
        "upgradeSettings": {"strategy": "SURGE", "maxSurge": 1, "maxUnavailable": 0},
        "autoscaling.totalMinNodeCount": 2,
        "autoscaling.totalMaxNodeCount": 6,
        "nodeConfig.imageType": "COS_CONTAINERD",
        "nodeConfig.taints": is_missing,
        "nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring": True,
        "nodeConfig.gcfsConfig.enabled": True,
        "nodeConfig.resourceLabels": is_labelled,
    },
    **recorded("cluster-logs", ENTRIES),
    f"{AUDIT} ai-cluster-audit": {
        "service": "container.googleapis.com",
        "auditLogConfigs": has({"ADMIN_READ": {}, "DATA_READ": {}, "DATA_WRITE": {}}, by="logType"),
    },
    f"{AGENT} ai-cluster-container-agent": {"service": "container.googleapis.com"},
    **{
        f"{SERVICE} ai-cluster-{api}-api": {
            "service": f"{api}.googleapis.com",
            "disableOnDestroy": False,
        }
        for api in APIS
    },
}

WITHOUT_POOLS = replace(
    TABLE,
    private={**TABLE.private, **PRIVATE},
    encrypted={**TABLE.encrypted, **ENCRYPTED},
    recoverable={**TABLE.recoverable, CLUSTER: {"deletionProtection": True}},
    least={key: row for key, row in {**TABLE.least, **LEAST}.items() if key != ISSUER},
    sound={**TABLE.sound, **SOUND},
    stateful=TABLE.stateful | {CLUSTER},
    granted={
        **TABLE.granted,
        CLUSTER: Grant(KEY_GRANT, on="cryptoKeyId", used="databaseEncryption.keyName"),
    },
    plain={
        **{path: why for path, why in TABLE.plain.items() if not path.startswith((POOL, ISSUER))},
        rf"{CLUSTER} (initialNodeCount|enableL4IlbSubsetting)": "a choice that hardens nothing",
        rf"{CLUSTER} (clusterAutoscaling|gatewayApiConfig|monitoringConfig)\..*": "a convenience",
        rf"{CLUSTER} addonsConfig\..*": "a convenience",
        rf"{CLUSTER} \S+\.gcfsConfig\..*": "speed",
        rf"{CLUSTER} controlPlaneEndpointsConfig\.ipEndpointsConfig\..*": "as it is by default",
        rf"{CLUSTER} securityPostureConfig\.vulnerabilityMode": "as it is by default",
        rf"{CLUSTER} \S+\.displayName": "a description",
        rf"{CLUSTER} maintenancePolicy\S+\.(exclusionName|startTime)": "a name",
        rf"{NODE_POOL} (maxPodsPerNode|initialNodeCount|autoscaling\.locationPolicy)": "a size",
        rf"{NODE_POOL} nodeConfig\.(machineType|diskType|diskSizeGb|gvnic\..*)": "a size",
        rf"{NODE_POOL} nodeConfig\.oauthScopes\.#": "what the account may is said by its roles",
    },
)
"""What a zone with a cluster and its own nodes promises."""

CLUSTERED = replace(
    WITHOUT_POOLS,
    private={**WITHOUT_POOLS.private, **gcp_nodes.PRIVATE},
    least={**WITHOUT_POOLS.least, **gcp_nodes.LEAST},
    sound={**WITHOUT_POOLS.sound, **gcp_nodes.SOUND},
    plain={**gcp_nodes.PLAIN, **WITHOUT_POOLS.plain},
)
"""What a zone with a cluster and pools of accelerators promises."""
