"""Clusters: what of them is for good, and what Google Kubernetes Engine refuses.

What replaces was read from the provider's own schemas. What is said of the pool that a cluster
begins with, or of pools inside it, replaces the whole cluster where it would replace a pool.

Source: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from landing_zone_rehearsal.clouds.conditions import is_removed
from landing_zone_rehearsal.clouds.facts import Condition, Facts

from .conditions import comes_or_goes
from .facts_forms import DELETIONS, KEY
from .facts_nodes import ACCOUNT, CONTAINER, NETWORK, NODES, SUBNETWORK

POOL = NODES["gcp:container:NodePool"]

OF_POOL = ("cluster", "location", "project")
"""What a pool inside a cluster does not say, as it lies there."""

CLUSTER_NAME = r"[a-z]([-a-z0-9]{0,38}[a-z0-9])?"
"""Source: https://cloud.google.com/kubernetes-engine/quotas"""

VERSION = r"latest|\d+\.\d+(\.\d+(-gke\.\d+)?)?"
"""Source: https://cloud.google.com/kubernetes-engine/versioning#specifying_cluster_version"""


def _of_pools(paths: Iterable[str]) -> Iterator[str]:
    """Yield paths of a pool as those of a cluster: of its first one, and of those inside it."""
    for path in paths:
        if path.startswith("nodeConfig."):
            yield path
        if path not in OF_POOL:
            yield f"nodePools[].{path}"


BLOCKS: Mapping[str, Condition] = dict.fromkeys(
    ("nodeConfig", "nodePools", "nodePools[].nodeConfig", *_of_pools(POOL.replaces_when)),
    comes_or_goes,
)
"""What replaces when it is said for the first time, or not any more."""

CLUSTERS: Mapping[str, Facts] = {
    "gcp:container:Cluster": Facts(
        replaces=(
            *("clusterAutoscaling.autoProvisioningDefaults.bootDiskKmsKey", "clusterIpv4Cidr"),
            *("confidentialNodes.**", "datapathProvider", "dataplaneOptimizationMode"),
            *("defaultMaxPodsPerNode", "description", "enableAutopilot", "enableKubernetesAlpha"),
            *("enableTpu", "initialNodeCount", "ipAllocationPolicy.clusterIpv4CidrBlock"),
            *("ipAllocationPolicy.clusterSecondaryRangeName",),
            *("ipAllocationPolicy.servicesIpv4CidrBlock",),
            *("ipAllocationPolicy.servicesSecondaryRangeName", "location"),
            *("masterAuth.clientCertificateConfig.**", "name", "network", "networkingMode"),
            *("privateClusterConfig.masterIpv4CidrBlock",),
            *("privateClusterConfig.privateEndpointSubnetwork", "project", "subnetwork"),
            *("tpuConfig.**", "userManagedKeysConfig.aggregationCa"),
            *("userManagedKeysConfig.clusterCa", "userManagedKeysConfig.etcdApiCa"),
            "userManagedKeysConfig.etcdPeerCa",
            *_of_pools(POOL.replaces),
        ),
        replaces_when={
            "enableFqdnNetworkPolicy": is_removed,
            "enableK8sBetaApis.enabledApis[]": is_removed,
            "enableL4IlbSubsetting": is_removed,
            "ipAllocationPolicy": comes_or_goes,
            "ipAllocationPolicy.podCidrOverprovisionConfig": comes_or_goes,
            **BLOCKS,
        },
        kept=(
            *("addonsConfig", "anonymousAuthenticationConfig", "authenticatorGroupsConfig"),
            *("autopilotClusterPolicyConfig", "autopilotPrivilegedAdmissions"),
            *("clusterAutoscaling", "clusterIpv4Cidr", "clusterTelemetry", "confidentialNodes"),
            *("controlPlaneEndpointsConfig", "costManagementConfig", "databaseEncryption"),
            *("datapathProvider", "defaultMaxPodsPerNode", "defaultSnatStatus"),
            *("enableIntranodeVisibility", "enableL4IlbSubsetting", "enableTpu"),
            *("enterpriseConfig", "gatewayApiConfig", "gkeAutoUpgradeConfig"),
            *("identityServiceConfig", "ipAllocationPolicy", "location", "loggingConfig"),
            *("loggingService", "managedMachineLearningDiagnosticsConfig"),
            *("managedOpentelemetryConfig", "masterAuth", "masterAuthorizedNetworksConfig"),
            *("meshCertificates", "monitoringConfig", "monitoringService", "networkingMode"),
            *("nodeConfig", "nodeCreationConfig", "nodeLocations", "nodePoolAutoConfig"),
            *("nodePoolDefaults", "nodePools", "nodeVersion", "notificationConfig"),
            *("podAutoscaling", "privateClusterConfig", "privateIpv6GoogleAccess", "project"),
            *("protectConfig", "rbacBindingConfig", "releaseChannel", "securityPostureConfig"),
            *("serviceExternalIpsConfig", "subnetwork", "tpuConfig", "verticalPodAutoscaling"),
            *("workloadAltsConfig", "workloadIdentityConfig"),
            *("addonsConfig.dnsCacheConfig", "addonsConfig.gcePersistentDiskCsiDriverConfig"),
            *("addonsConfig.gcpFilestoreCsiDriverConfig", "addonsConfig.gcsFuseCsiDriverConfig"),
            *("addonsConfig.horizontalPodAutoscaling", "addonsConfig.httpLoadBalancing"),
            *("controlPlaneEndpointsConfig.dnsEndpointConfig",),
            *("controlPlaneEndpointsConfig.ipEndpointsConfig",),
            *("ipAllocationPolicy.clusterSecondaryRangeName",),
            *("ipAllocationPolicy.servicesSecondaryRangeName",),
            *("masterAuthorizedNetworksConfig.gcpPublicCidrsAccessEnabled",),
            *("masterAuthorizedNetworksConfig.privateEndpointEnforcementEnabled",),
            *("monitoringConfig.advancedDatapathObservabilityConfig",),
            *("monitoringConfig.enableComponents", "monitoringConfig.managedPrometheus"),
            *("privateClusterConfig.masterGlobalAccessConfig",),
            *("privateClusterConfig.masterIpv4CidrBlock", "securityPostureConfig.mode"),
            "securityPostureConfig.vulnerabilityMode",
        ),
        values={
            **DELETIONS,
            "anonymousAuthenticationConfig.mode": ("ENABLED", "LIMITED"),
            "binaryAuthorization.evaluationMode": (
                *("DISABLED", "PROJECT_SINGLETON_POLICY_ENFORCE"),
            ),
            "clusterAutoscaling.autoscalingProfile": ("BALANCED", "OPTIMIZE_UTILIZATION"),
            "databaseEncryption.state": (
                *("ENCRYPTED", "ALL_OBJECTS_ENCRYPTION_ENABLED", "DECRYPTED"),
            ),
            "datapathProvider": (
                *("DATAPATH_PROVIDER_UNSPECIFIED", "LEGACY_DATAPATH", "ADVANCED_DATAPATH"),
            ),
            "dnsConfig.clusterDns": (
                *("PROVIDER_UNSPECIFIED", "PLATFORM_DEFAULT", "CLOUD_DNS", "KUBE_DNS"),
            ),
            "gatewayApiConfig.channel": (
                *("CHANNEL_DISABLED", "CHANNEL_EXPERIMENTAL", "CHANNEL_STANDARD"),
            ),
            "ipAllocationPolicy.stackType": ("IPV4", "IPV4_IPV6"),
            "loggingConfig.enableComponents[]": (
                *("SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "KCP_CONNECTION"),
                *("KCP_SSHD", "KCP_HPA", "KCP_VPA", "SCHEDULER", "WORKLOADS"),
            ),
            "maintenancePolicy.maintenanceExclusions[].exclusionOptions.endTimeBehavior": (
                "UNTIL_END_OF_SUPPORT",
            ),
            "maintenancePolicy.maintenanceExclusions[].exclusionOptions.scope": (
                *("NO_UPGRADES", "NO_MINOR_UPGRADES", "NO_MINOR_OR_NODE_UPGRADES"),
            ),
            "monitoringConfig.enableComponents[]": (
                *("SYSTEM_COMPONENTS", "APISERVER", "SCHEDULER", "CONTROLLER_MANAGER", "STORAGE"),
                *("HPA", "POD", "DAEMONSET", "DEPLOYMENT", "STATEFULSET", "KUBELET", "CADVISOR"),
                *("DCGM", "JOBSET", "WORKLOADS"),
            ),
            "networkingMode": ("VPC_NATIVE", "ROUTES"),
            "releaseChannel.channel": ("UNSPECIFIED", "RAPID", "REGULAR", "STABLE", "EXTENDED"),
            "securityPostureConfig.mode": ("DISABLED", "BASIC", "ENTERPRISE", "MODE_UNSPECIFIED"),
            "securityPostureConfig.vulnerabilityMode": (
                *("VULNERABILITY_DISABLED", "VULNERABILITY_BASIC", "VULNERABILITY_ENTERPRISE"),
                "VULNERABILITY_MODE_UNSPECIFIED",
            ),
        },
        bounds={"initialNodeCount": (0, None), "nodeConfig.diskSizeGb": (10, None)},
        formats={"name": CLUSTER_NAME, "minMasterVersion": VERSION},
        cidrs=(
            "masterAuthorizedNetworksConfig.cidrBlocks[].cidrBlock",
            "privateClusterConfig.masterIpv4CidrBlock",
        ),
        tags="resourceLabels",
        refers={
            "databaseEncryption.keyName": KEY,
            "network": NETWORK,
            "nodeConfig.bootDiskKmsKey": KEY,
            "nodeConfig.serviceAccount": ACCOUNT,
            "privateClusterConfig.privateEndpointSubnetwork": SUBNETWORK,
            "subnetwork": SUBNETWORK,
        },
        api=CONTAINER,
        stateful=True,
        missing="googleapi: Error 404: Not found: {value}., notFound",
        conflict="googleapi: Error 409: Already exists: {id}., alreadyExists",
    ),
}
"""Standard clusters; an Autopilot cluster differs in more than is written here."""
