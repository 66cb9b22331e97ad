"""Programs on Azure that the rules of Kubernetes admit and deny."""

from pulumi_azure_native import compute, containerregistry, containerservice

from tests.policies.cases import Cases

CASES = Cases()
UPGRADES = {"upgrade_channel": "patch", "node_os_upgrade_channel": "NodeImage"}
SIGNED = {"enable_secure_boot": True, "enable_vtpm": True}


def cluster(name, **more):
    containerservice.ManagedCluster(name, resource_group_name="rg", **more)


def nodes(name, **more):
    containerservice.AgentPool(name, resource_group_name="rg", resource_name_="aks", **more)


def registry(name, **more):
    containerregistry.Registry(name, resource_group_name="rg", sku={"name": "Premium"}, **more)


@CASES.admits("K8S-01")
def guarded_deployments(name):
    containerservice.DeploymentSafeguard(name, level="Enforce", resource_uri="/clusters/a")


@CASES.denies("K8S-01", path="level")
def deployments_that_are_warned(name):
    containerservice.DeploymentSafeguard(name, level="Warn", resource_uri="/clusters/a")


@CASES.admits("K8S-05")
def registry_for_identities(name):
    registry(name)


@CASES.denies("K8S-05", path="adminUserEnabled")
def registry_with_a_shared_user(name):
    registry(name, admin_user_enabled=True)


@CASES.denies("K8S-05", path="anonymousPullEnabled")
def registry_for_everybody(name):
    registry(name, anonymous_pull_enabled=True)


@CASES.admits("K8S-08")
def cluster_that_is_upgraded(name):
    cluster(name, auto_upgrade_profile=UPGRADES, kubernetes_version="1.35")


@CASES.denies("K8S-08", path="autoUpgradeProfile")
def cluster_that_is_left_alone(name):
    cluster(name, kubernetes_version="1.35")


@CASES.denies("K8S-08", path="autoUpgradeProfile.nodeOSUpgradeChannel")
def cluster_whose_nodes_are_left_alone(name):
    left = {**UPGRADES, "node_os_upgrade_channel": "None"}
    cluster(name, auto_upgrade_profile=left)


@CASES.admits("K8S-08")
def older_cluster_that_is_mended_for_longer(name):
    plan = {"support_plan": "AKSLongTermSupport", "sku": {"name": "Base", "tier": "Premium"}}
    cluster(name, auto_upgrade_profile=UPGRADES, kubernetes_version="1.32", **plan)


@CASES.denies("K8S-08", path="kubernetesVersion")
def old_cluster(name):
    cluster(name, auto_upgrade_profile=UPGRADES, kubernetes_version="1.26.3")


@CASES.denies("K8S-08", path="orchestratorVersion")
def old_nodes(name):
    nodes(name, vm_size="Standard_D4s_v5", orchestrator_version="1.26")


@CASES.admits("K8S-09")
def nodes_that_boot_what_is_signed(name):
    nodes(name, vm_size="Standard_D4s_v5", security_profile=SIGNED)


@CASES.denies("K8S-09", path="securityProfile")
def nodes_that_boot_anything(name):
    nodes(name, vm_size="Standard_D4s_v5")


@CASES.passes_by("K8S-09")
def nodes_with_accelerators(name):
    nodes(name, vm_size="Standard_NC24ads_A100_v4")


@CASES.denies("K8S-09", path="agentPoolProfiles[0].securityProfile.enableSecureBoot")
def first_nodes_that_boot_anything(name):
    profile = {"enable_secure_boot": False, "enable_vtpm": True}
    pool = {"name": "a", "vm_size": "Standard_D4s_v5", "security_profile": profile}
    cluster(name, agent_pool_profiles=[pool])


@CASES.admits("K8S-09")
def trusted_machine(name):
    uefi = {"secure_boot_enabled": True, "v_tpm_enabled": True}
    profile = {"security_type": "TrustedLaunch", "uefi_settings": uefi}
    compute.VirtualMachine(name, resource_group_name="rg", security_profile=profile)


@CASES.denies("K8S-09", path="securityProfile")
def plain_machine(name):
    compute.VirtualMachine(name, resource_group_name="rg")
