"""Programs on Azure with one property that the rules of networks deny."""

from pulumi_azure_native import (
    batch,
    compute,
    containerservice,
    databricks,
    dbformysql,
    mongocluster,
    sql,
)
from pulumi_azure_native import machinelearningservices as ml

from tests.policies.cases import Cases
from tests.policies.encryption.declaring import of
from tests.policies.weakened import weakened

CASES = Cases()
GROUP = {"resource_group_name": "data"}
ADDRESS = {"name": "address"}
INTERFACES = "network_interface_configurations[0].ip_configurations[0]"
SHOWN = "networkInterfaceConfigurations[0].ipConfigurations[0].publicIPAddressConfiguration"

CLOSED = {**GROUP, "public_network_access": "Disabled"}
DOCUMENTS = {**GROUP, "properties": {"public_network_access": "Disabled"}}
MYSQL = {**GROUP, "network": {"public_network_access": "Disabled"}}
CLUSTER = {
    **GROUP,
    "agent_pool_profiles": [{"name": "system", "count": 1, "vm_size": "Standard_D4s_v5"}],
}
NETWORK = {
    "network_interface_configurations": [
        {"name": "one", "ip_configurations": [{"name": "inside", "subnet": {"id": "subnet"}}]}
    ]
}
SCALE_SET = {**GROUP, "virtual_machine_profile": {"network_profile": NETWORK}}
MACHINE = {
    **GROUP,
    "network_profile": {
        "network_interface_configurations": [
            {"name": "one", "ip_configurations": [{"name": "inside"}]}
        ]
    },
}
SPARK = {
    **GROUP,
    "compute_mode": "Hybrid",
    "managed_resource_group_id": "/subscriptions/a/resourceGroups/b",
    "parameters": {"enable_no_public_ip": {"value": True}},
}
POOL = {
    **GROUP,
    "account_name": "acme",
    "vm_size": "Standard_D4s_v5",
    "network_configuration": {
        "public_ip_address_configuration": {"provision": "NoPublicIPAddresses"}
    },
}
WORKSPACE = {**CLOSED, "managed_network": {"isolation_mode": "AllowOnlyApprovedOutbound"}}
ENDPOINT = {
    **GROUP,
    "workspace_name": "ai",
    "properties": {"auth_mode": "AADToken", "public_network_access": "Disabled"},
}

weakened(
    CASES,
    (
        (
            "NET-04",
            mongocluster.MongoCluster,
            DOCUMENTS,
            "properties.public_network_access",
            "Enabled",
        ),
        ("NET-04", sql.ManagedInstance, GROUP, "public_data_endpoint_enabled", True),
        ("NET-04", dbformysql.Server, MYSQL, "network.public_network_access", "Enabled"),
        (
            "NET-06",
            containerservice.ManagedCluster,
            CLUSTER,
            "agent_pool_profiles[0].enable_node_public_ip",
            True,
            "agentPoolProfiles[0].enableNodePublicIP",
        ),
        (
            "NET-06",
            compute.VirtualMachineScaleSet,
            SCALE_SET,
            f"virtual_machine_profile.network_profile.{INTERFACES}.public_ip_address_configuration",
            ADDRESS,
            f"virtualMachineProfile.networkProfile.{SHOWN}",
        ),
        (
            "NET-06",
            compute.VirtualMachine,
            MACHINE,
            f"network_profile.{INTERFACES}.public_ip_address_configuration",
            ADDRESS,
            f"networkProfile.{SHOWN}",
        ),
        (
            "NET-06",
            databricks.Workspace,
            SPARK,
            "parameters.enable_no_public_ip.value",
            False,
        ),
        (
            "NET-06",
            batch.Pool,
            POOL,
            "network_configuration.public_ip_address_configuration.provision",
            "BatchManaged",
            "networkConfiguration.publicIPAddressConfiguration.provision",
        ),
        ("NET-08", ml.Workspace, WORKSPACE, "public_network_access", "Enabled"),
        ("NET-08", ml.OnlineEndpoint, ENDPOINT, "properties.public_network_access", "Enabled"),
        ("NET-08", ml.Registry, CLOSED, "public_network_access", "Enabled"),
    ),
)

LAKE = {"allowNestedItemsToBePublic": False, "publicNetworkAccessEnabled": False}
CONTAINER = {"containerAccessType": "private"}
INSTANCE = {"publicDataEndpointEnabled": False}

weakened(
    CASES,
    (
        (rule, of(token), sound, path, weak)
        for rule, token, sound, path, weak in (
            (
                "NET-03",
                "azure:storage/account:Account",
                LAKE,
                "publicNetworkAccessEnabled",
                True,
            ),
            (
                "NET-03",
                "azure:storage/container:Container",
                CONTAINER,
                "containerAccessType",
                "blob",
            ),
            (
                "NET-04",
                "azure:mssql/managedInstance:ManagedInstance",
                INSTANCE,
                "publicDataEndpointEnabled",
                True,
            ),
        )
    ),
)
