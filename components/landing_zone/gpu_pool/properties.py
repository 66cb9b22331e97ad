"""Which properties of each cloud a pool's fields set: what `lz explain` shows, and a test proves.

A name such as `eks.NodeGroup.amiType` is a property of a node pool's resources; a type alone is a
resource that is there because of the field; `gpu_runtime` is what runs in the cluster instead.
"""

from collections.abc import Mapping

MACHINE: Mapping[str, tuple[str, ...]] = {
    "aws": ("eks.NodeGroup.instanceTypes",),
    "gcp": ("container.NodePool.nodeConfig.machineType",),
    "azure": ("containerservice.AgentPool.vmSize",),
}

PROPERTIES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "accelerator": {
        "aws": (*MACHINE["aws"], "eks.NodeGroup.labels", "autoscaling.Tag.tag"),
        "gcp": (
            *MACHINE["gcp"],
            "container.NodePool.nodeConfig.guestAccelerators.type",
            "container.NodePool.nodeConfig.labels",
        ),
        "azure": (*MACHINE["azure"], "containerservice.AgentPool.nodeLabels"),
    },
    "gpus_per_node": {
        "aws": (*MACHINE["aws"], "autoscaling.Tag.tag"),
        "gcp": (*MACHINE["gcp"], "container.NodePool.nodeConfig.guestAccelerators.count"),
        "azure": (*MACHINE["azure"], "containerservice.AgentPool.tags"),
    },
    "min_vcpus": MACHINE,
    "min_memory_gib": MACHINE,
    "min_nodes": {
        "aws": (
            "eks.NodeGroup.scalingConfig.minSize",
            "eks.NodeGroup.scalingConfig.desiredSize",
        ),
        "gcp": (
            "container.NodePool.autoscaling.totalMinNodeCount",
            "container.NodePool.initialNodeCount",
        ),
        "azure": ("containerservice.AgentPool.minCount",),
    },
    "max_nodes": {
        "aws": ("eks.NodeGroup.scalingConfig.maxSize",),
        "gcp": ("container.NodePool.autoscaling.totalMaxNodeCount",),
        "azure": ("containerservice.AgentPool.maxCount",),
    },
    "purpose": {
        "aws": ("eks.NodeGroup.labels", "autoscaling.Tag.tag"),
        "gcp": ("container.NodePool.nodeConfig.labels",),
        "azure": ("containerservice.AgentPool.nodeLabels",),
    },
    "fabric": {
        "aws": (
            "ec2.LaunchTemplate.networkInterfaces",
            "ec2.LaunchTemplate.vpcSecurityGroupIds",
            "ec2.LaunchTemplate.placement",
            "ec2.PlacementGroup",
            "ec2.SecurityGroup",
            "vpc.SecurityGroupIngressRule",
            "vpc.SecurityGroupEgressRule",
            "autoscaling.Tag",
        ),
        "gcp": (
            *MACHINE["gcp"],
            "container.NodePool.nodeConfig.guestAccelerators.type",
            "container.NodePool.networkConfig.additionalNodeNetworkConfigs",
            "container.NodePool.placementPolicy",
            "container.NodePool.nodeLocations",
            "compute.Network",
            "compute.Subnetwork",
            "compute.NetworkFirewallPolicy",
            "compute.NetworkFirewallPolicyAssociation",
            "compute.NetworkFirewallPolicyRule",
            "compute.ResourcePolicy",
            "container.NodePool.nodeConfig.fastSocket",
        ),
        "azure": (
            "containerservice.AgentPool.proximityPlacementGroupID",
            "compute.ProximityPlacementGroup",
            "resources.ResourceGroup",
            "authorization.RoleDefinition",
            "authorization.RoleAssignment",
        ),
    },
    "sharing": {
        "aws": ("eks.NodeGroup.labels", "autoscaling.Tag.tag", "autoscaling.Tag", "gpu_runtime"),
        "gcp": (
            "container.NodePool.nodeConfig.guestAccelerators.gpuPartitionSize",
            "container.NodePool.nodeConfig.guestAccelerators.gpuSharingConfig",
        ),
        "azure": (
            "containerservice.AgentPool.gpuInstanceProfile",
            "containerservice.AgentPool.nodeLabels",
            "containerservice.AgentPool.tags",
            "gpu_runtime",
        ),
    },
    "capacity": {
        "aws": (
            "eks.NodeGroup",
            "ec2.LaunchTemplate",
            "autoscaling.Tag",
            "scheduler.Schedule",
            "gpu_runtime",
        ),
        "gcp": (
            "container.NodePool",
            "compute.Reservation",
            "compute.ResourcePolicy",
            "gpu_runtime",
        ),
        "azure": ("containerservice.AgentPool", "gpu_runtime"),
    },
    "checkpointed": {"aws": (), "gcp": (), "azure": ()},
    "disk_gib": {
        "aws": (
            "ec2.LaunchTemplate.blockDeviceMappings.ebs.volumeSize",
            "autoscaling.Tag.tag",
        ),
        "gcp": ("container.NodePool.nodeConfig.diskSizeGb",),
        "azure": ("containerservice.AgentPool.osDiskSizeGB",),
    },
    "local_nvme": {
        "aws": ("ec2.LaunchTemplate.userData",),
        "gcp": (
            "container.NodePool.nodeConfig.localNvmeSsdBlockConfig",
            "container.NodePool.nodeConfig.ephemeralStorageLocalSsdConfig",
            "gpu_runtime",
        ),
        "azure": ("gpu_runtime",),
    },
    "driver": {
        "aws": ("eks.NodeGroup.amiType", "gpu_runtime"),
        "gcp": (
            "container.NodePool.nodeConfig.guestAccelerators.gpuDriverInstallationConfig",
            "container.NodePool.nodeConfig.imageType",
            "container.NodePool.nodeConfig.labels",
            "container.NodePool.nodeConfig.shieldedInstanceConfig.enableSecureBoot",
            "container.NodePool.nodeConfig.gvnic",
            "container.NodePool.nodeConfig.gcfsConfig",
            "gpu_runtime",
        ),
        "azure": ("containerservice.AgentPool.gpuProfile.driver", "gpu_runtime"),
    },
    "taints": {
        "aws": ("eks.NodeGroup.taints", "autoscaling.Tag"),
        "gcp": ("container.NodePool.nodeConfig.taints",),
        "azure": ("containerservice.AgentPool.nodeTaints",),
    },
    "labels": {
        "aws": ("eks.NodeGroup.labels", "autoscaling.Tag"),
        "gcp": ("container.NodePool.nodeConfig.labels",),
        "azure": ("containerservice.AgentPool.nodeLabels",),
    },
    "zones": {
        "aws": ("eks.NodeGroup.subnetIds",),
        "gcp": ("container.NodePool.nodeLocations",),
        "azure": ("containerservice.AgentPool.availabilityZones",),
    },
    "max_run_hours": {
        "aws": ("gpu_runtime",),
        "gcp": ("container.NodePool.nodeConfig.maxRunDuration",),
        "azure": ("gpu_runtime",),
    },
    "idle_shutdown_minutes": {
        "aws": ("autoscaling.Tag",),
        "gcp": ("gpu_runtime",),
        "azure": (),
    },
}
"""By field and cloud. `checkpointed` only allows spot alone; `idle_shutdown_minutes` is one for a
cluster on Azure."""
