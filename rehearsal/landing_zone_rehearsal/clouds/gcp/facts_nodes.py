"""Pools of nodes, and what their machines are kept for and placed by.

What replaces was read from the provider's own schemas. Of a block that replaces when it comes or
goes the leaves say so already, but for those under `replaces_when`.

Sources: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools,
https://cloud.google.com/compute/docs/reference/rest/v1/resourcePolicies,
https://cloud.google.com/compute/docs/reference/rest/v1/reservations
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To

from .conditions import comes_or_goes
from .facts_forms import COMPUTE, COMPUTE_NAME, DELETIONS, KEY, MISSING, in_use

CONTAINER = "container.googleapis.com"

POOL_NAME = r"[a-z]([-a-z0-9]{0,38}[a-z0-9])?"
"""Source: https://cloud.google.com/kubernetes-engine/quotas#limits_per_cluster"""

CLUSTER = To("gcp:container:Cluster", by=("id", "name", "selfLink"))

ACCOUNT = To(
    "gcp:serviceaccount:Account",
    by=("email",),
    besides=r"default|\d+-compute@developer\.gserviceaccount\.com",
)
NETWORK = To("gcp:compute:Network", by=("id", "selfLink", "name"), holds=True)
SUBNETWORK = To("gcp:compute:Subnetwork", by=("id", "selfLink", "name"), holds=True)

POLICY = To("gcp:compute:ResourcePolicy", by=("name", "id", "selfLink"), holds=True)
"""Of a placement: it goes after the pools that it places."""

EFFECTS = ("NO_SCHEDULE", "PREFER_NO_SCHEDULE", "NO_EXECUTE")
DRIVERS = ("GPU_DRIVER_VERSION_UNSPECIFIED", "INSTALLATION_DISABLED", "DEFAULT", "LATEST")
AFFINITIES = (
    *("UNSPECIFIED", "NO_RESERVATION", "ANY_RESERVATION", "SPECIFIC_RESERVATION"),
    "ANY_RESERVATION_THEN_FAIL",
)
SHARES = {"shareSettings.shareType": ("LOCAL", "SPECIFIC_PROJECTS")}

NODES: Mapping[str, Facts] = {
    "gcp:container:NodePool": Facts(
        replaces=(
            *("cluster", "initialNodeCount", "location", "maxPodsPerNode", "name", "namePrefix"),
            *("networkConfig.acceleratorNetworkProfile", "networkConfig.createPodRange"),
            *("networkConfig.additionalNodeNetworkConfigs.**",),
            *("networkConfig.additionalPodNetworkConfigs.**",),
            *("networkConfig.podIpv4CidrBlock", "networkConfig.podRange"),
            *("networkConfig.subnetwork", "nodeConfig.bootDiskKmsKey"),
            "nodeConfig.advancedMachineFeatures.enableNestedVirtualization",
            "nodeConfig.advancedMachineFeatures.threadsPerCore",
            "nodeConfig.confidentialNodes.confidentialInstanceType",
            *("nodeConfig.enableConfidentialStorage", "nodeConfig.ephemeralStorageConfig.**"),
            *("nodeConfig.ephemeralStorageLocalSsdConfig.**", "nodeConfig.flexStart"),
            *("nodeConfig.guestAccelerators.**", "nodeConfig.hostMaintenancePolicy.**"),
            *("nodeConfig.localNvmeSsdBlockConfig.**", "nodeConfig.localSsdCount"),
            *("nodeConfig.localSsdEncryptionMode", "nodeConfig.maxRunDuration"),
            *("nodeConfig.metadata", "nodeConfig.minCpuPlatform", "nodeConfig.nodeGroup"),
            *("nodeConfig.oauthScopes", "nodeConfig.preemptible"),
            *("nodeConfig.reservationAffinity.**", "nodeConfig.secondaryBootDisks.**"),
            *("nodeConfig.serviceAccount", "nodeConfig.shieldedInstanceConfig.**"),
            *("nodeConfig.soleTenantConfig.nodeAffinities.**", "nodeConfig.spot"),
            *("placementPolicy.policyName", "project", "queuedProvisioning.**"),
        ),
        replaces_when={
            "networkConfig.podCidrOverprovisionConfig": comes_or_goes,
            "nodeConfig.advancedMachineFeatures": comes_or_goes,
            "nodeConfig.sandboxConfig": comes_or_goes,
            "nodeConfig.soleTenantConfig": comes_or_goes,
            "placementPolicy": comes_or_goes,
        },
        kept=(
            *("autoscaling.locationPolicy", "initialNodeCount", "location", "management"),
            *("maxPodsPerNode", "namePrefix", "networkConfig", "nodeConfig", "nodeCount"),
            *("networkConfig.additionalPodNetworkConfigs[].maxPodsPerNode",),
            *("networkConfig.enablePrivateNodes", "networkConfig.podIpv4CidrBlock"),
            *("networkConfig.podRange", "networkConfig.subnetwork", "nodeConfig.bootDisk"),
            *("nodeConfig.diskSizeGb", "nodeConfig.diskType", "nodeConfig.gcfsConfig"),
            *("nodeConfig.gpudirectStrategy", "nodeConfig.guestAccelerators"),
            "nodeConfig.guestAccelerators[].gpuDriverInstallationConfig",
            *("nodeConfig.imageType", "nodeConfig.kubeletConfig", "nodeConfig.labels"),
            *("nodeConfig.linuxNodeConfig", "nodeConfig.localSsdCount"),
            *("nodeConfig.loggingVariant", "nodeConfig.machineType", "nodeConfig.metadata"),
            *("nodeConfig.minCpuPlatform", "nodeConfig.oauthScopes"),
            *("nodeConfig.serviceAccount", "nodeConfig.shieldedInstanceConfig"),
            *("nodeConfig.windowsNodeConfig", "nodeConfig.workloadMetadataConfig"),
            *("nodeDrainConfigs", "nodeLocations", "project", "upgradeSettings"),
            *("upgradeSettings.maxSurge", "upgradeSettings.maxUnavailable", "version"),
        ),
        values={
            **DELETIONS,
            "autoscaling.locationPolicy": ("BALANCED", "ANY"),
            "networkConfig.networkPerformanceConfig.totalEgressBandwidthTier": (
                *("TIER_1", "TIER_UNSPECIFIED"),
            ),
            "nodeConfig.confidentialNodes.confidentialInstanceType": ("SEV", "SEV_SNP", "TDX"),
            "nodeConfig.guestAccelerators[].gpuDriverInstallationConfig.gpuDriverVersion": DRIVERS,
            "nodeConfig.guestAccelerators[].gpuSharingConfig.gpuSharingStrategy": (
                *("TIME_SHARING", "MPS"),
            ),
            "nodeConfig.hostMaintenancePolicy.maintenanceInterval": (
                *("MAINTENANCE_INTERVAL_UNSPECIFIED", "AS_NEEDED", "PERIODIC"),
            ),
            "nodeConfig.kubeletConfig.cpuManagerPolicy": ("static", "none", ""),
            "nodeConfig.kubeletConfig.insecureKubeletReadonlyPortEnabled": ("FALSE", "TRUE"),
            "nodeConfig.localSsdEncryptionMode": (
                *("STANDARD_ENCRYPTION", "EPHEMERAL_KEY_ENCRYPTION"),
            ),
            "nodeConfig.loggingVariant": ("DEFAULT", "MAX_THROUGHPUT"),
            "nodeConfig.reservationAffinity.consumeReservationType": AFFINITIES,
            "nodeConfig.taints[].effect": EFFECTS,
            "nodeConfig.workloadMetadataConfig.mode": (
                *("MODE_UNSPECIFIED", "GCE_METADATA", "GKE_METADATA"),
            ),
            "placementPolicy.type": ("COMPACT",),
            "upgradeSettings.strategy": ("SURGE", "BLUE_GREEN"),
        },
        bounds={
            "autoscaling.maxNodeCount": (0, None),
            "autoscaling.minNodeCount": (0, None),
            "autoscaling.totalMaxNodeCount": (0, None),
            "autoscaling.totalMinNodeCount": (0, None),
            "initialNodeCount": (0, None),
            "maxPodsPerNode": (8, 256),
            "nodeConfig.bootDisk.sizeGb": (10, None),
            "nodeConfig.diskSizeGb": (10, None),
            "nodeConfig.ephemeralStorageLocalSsdConfig.localSsdCount": (0, None),
            "nodeConfig.guestAccelerators[].count": (0, None),
            "nodeConfig.guestAccelerators[].gpuSharingConfig.maxSharedClientsPerGpu": (2, 48),
            "nodeConfig.localNvmeSsdBlockConfig.localSsdCount": (0, None),
            "nodeConfig.localSsdCount": (0, None),
            "nodeCount": (0, None),
            "upgradeSettings.maxSurge": (0, None),
            "upgradeSettings.maxUnavailable": (0, None),
        },
        formats={"name": POOL_NAME, "nodeConfig.maxRunDuration": r"\d+s"},
        refers={
            "cluster": CLUSTER,
            "networkConfig.subnetwork": SUBNETWORK,
            "networkConfig.additionalNodeNetworkConfigs[].network": NETWORK,
            "networkConfig.additionalNodeNetworkConfigs[].subnetwork": SUBNETWORK,
            "nodeConfig.bootDiskKmsKey": KEY,
            "nodeConfig.serviceAccount": ACCOUNT,
            "placementPolicy.policyName": POLICY,
        },
        api=CONTAINER,
        missing="googleapi: Error 404: Not found: {value}., notFound",
        conflict="googleapi: Error 409: Already exists: {id}., alreadyExists",
    ),
    "gcp:compute:ResourcePolicy": Facts(
        replaces=(
            *("diskConsistencyGroupPolicy.enabled", "groupPlacementPolicy.gpuTopology"),
            *("groupPlacementPolicy.tpuTopology", "project", "region", "workloadPolicy.**"),
        ),
        fixed=(
            *("name", "groupPlacementPolicy.availabilityDomainCount"),
            *("groupPlacementPolicy.collocation", "groupPlacementPolicy.maxDistance"),
            "groupPlacementPolicy.vmCount",
        ),
        kept=("project", "region"),
        values={
            **DELETIONS,
            "groupPlacementPolicy.collocation": ("COLLOCATED",),
            "workloadPolicy.acceleratorTopologyMode": ("AUTO_CONNECT", "PROVISION_ONLY"),
            "workloadPolicy.maxTopologyDistance": ("BLOCK", "CLUSTER", "SUBBLOCK"),
            "workloadPolicy.type": ("HIGH_AVAILABILITY", "HIGH_THROUGHPUT"),
        },
        bounds={
            "groupPlacementPolicy.maxDistance": (1, 3),
            "groupPlacementPolicy.vmCount": (1, 1500),
        },
        formats={"name": COMPUTE_NAME},
        api=COMPUTE,
        missing=MISSING,
        in_use=in_use("resourcePolicy"),
    ),
    "gcp:compute:Reservation": Facts(
        replaces=(
            *("deleteAfterDuration.**", "deleteAtTime", "description"),
            *("enableEmergentMaintenance", "name", "project"),
            *("reservationSharingPolicy.serviceShareType", "shareSettings.shareType"),
            *("specificReservation.instanceProperties.**", "specificReservationRequired", "zone"),
        ),
        replaces_when={"params": comes_or_goes},
        kept=(
            *("deleteAtTime", "project", "reservationSharingPolicy", "shareSettings"),
            *("reservationSharingPolicy.serviceShareType", "shareSettings.shareType"),
            "specificReservation.instanceProperties",
            "specificReservation.instanceProperties.minCpuPlatform",
        ),
        values={
            **DELETIONS,
            **SHARES,
            "reservationSharingPolicy.serviceShareType": ("ALLOW_ALL", "DISALLOW_ALL"),
            "specificReservation.instanceProperties.localSsds[].interface": ("SCSI", "NVME"),
            "specificReservation.instanceProperties.maintenanceInterval": (
                *("AS_NEEDED", "PERIODIC", "RECURRENT"),
            ),
        },
        bounds={"specificReservation.count": (1, None)},
        formats={"name": COMPUTE_NAME},
        api=COMPUTE,
        missing=MISSING,
        in_use=in_use("reservation"),
    ),
    "gcp:compute:FutureReservation": Facts(
        replaces=(
            *("aggregateReservation.**", "name", "params.**", "project"),
            *("shareSettings.shareType", "zone"),
        ),
        kept=("planningStatus", "project", "shareSettings", "shareSettings.shareType", "zone"),
        values={
            **DELETIONS,
            **SHARES,
            "aggregateReservation.workloadType": ("BATCH", "SERVING", "UNSPECIFIED"),
            "commitmentInfo.commitmentPlan": ("INVALID", "THIRTY_SIX_MONTH", "TWELVE_MONTH"),
            "commitmentInfo.previousCommitmentTerms": ("EXTEND",),
            "deploymentType": ("DENSE", "FLEXIBLE"),
            "planningStatus": ("DRAFT", "SUBMITTED"),
            "reservationMode": ("CALENDAR", "DEFAULT"),
            "schedulingType": ("GROUPED", "INDEPENDENT"),
        },
        formats={"name": COMPUTE_NAME},
        api=COMPUTE,
        missing=MISSING,
    ),
}
"""Node pools, placements and reservations."""
