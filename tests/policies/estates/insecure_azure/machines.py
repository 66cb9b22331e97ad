"""Machines, gateways and edges that just work."""

import base64

from pulumi_azure_native import cdn, compute, frontdoor, network

GROUP = "terragoat"
NIC = {"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/networkInterfaces/nic"}
IP = {"id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/publicIPAddresses/ip"}
SUBNETS = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets"
SUBNET = {"id": f"{SUBNETS}/s"}
UBUNTU = {"publisher": "Canonical", "offer": "UbuntuServer", "sku": "18.04-LTS"}
INIT = "#!/bin/bash\nexport DB_PASSWORD=hunter2-Hunter2\n"

EXPECTED = {
    "linux-vm": "password unkeyed untagged abroad",
    "windows-vm": "password unkeyed untagged abroad",
    "developer-vm": "password untagged abroad unkeyed",
    "vm-script": "password",
    "vm-set": "password public-machines unkeyed untagged abroad",
    "gpu-set": "unbounded untagged abroad",
    "app-gateway": "cleartext untagged abroad",
    "old-gateway": "cleartext untagged abroad",
    "public-lb": "untagged abroad",
    "firewall": "untagged abroad",
    "bastion-host": "untagged abroad",
    "vpn-gateway": "untagged abroad",
    "flow-log": "unflowed untagged abroad",
    "watcher": "untagged abroad",
    "cdn-profile": "untagged",
    "cdn-endpoint": "cleartext untagged",
    "front-door": "cleartext untagged",
    "waf-policy": "untagged",
}


def machines():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/instance.tf"""
    linux = {
        "admin_username": "terragoat-linux",
        "admin_password": "terragoat-123-linux",
        "linux_configuration": {"disable_password_authentication": False},
    }
    disk = {"create_option": "FromImage", "managed_disk": {"storage_account_type": "Standard_LRS"}}
    vm = compute.VirtualMachine(
        "linux-vm",
        resource_group_name=GROUP,
        hardware_profile={"vm_size": "Standard_F2"},
        network_profile={"network_interfaces": [NIC]},
        os_profile={
            **linux,
            "computer_name": "linux",
            "custom_data": base64.b64encode(INIT.encode()).decode(),
        },
        storage_profile={"image_reference": UBUNTU, "os_disk": disk},
    )
    compute.VirtualMachine(
        "windows-vm",
        resource_group_name=GROUP,
        hardware_profile={"vm_size": "Standard_F2"},
        network_profile={"network_interfaces": [NIC]},
        os_profile={
            "admin_username": "tg-admin",
            "admin_password": "Terragoat-123-win",
            "computer_name": "windows",
            "windows_configuration": {"enable_automatic_updates": False},
        },
        storage_profile={"os_disk": disk},
    )
    compute.VirtualMachine(
        "developer-vm",
        resource_group_name=GROUP,
        identity={"type": "SystemAssigned"},
        hardware_profile={"vm_size": "Standard_B1s"},
        network_profile={"network_interfaces": [NIC]},
        os_profile={**linux, "computer_name": "dev", "admin_password": "St0r95p@$sw0rd@1265463541"},
        storage_profile={"image_reference": UBUNTU, "os_disk": disk},
    )
    compute.VirtualMachineExtension(
        "vm-script",
        resource_group_name=GROUP,
        vm_name=vm.name,
        publisher="Microsoft.Azure.Extensions",
        type="CustomScript",
        type_handler_version="2.0",
        settings={"commandToExecute": "mysql -u root --password=hunter2-Hunter2 < seed.sql"},
    )
    for name, size in {"vm-set": "Standard_D2s_v3", "gpu-set": "Standard_NC24s_v3"}.items():
        compute.VirtualMachineScaleSet(
            name,
            resource_group_name=GROUP,
            sku={"name": size, "capacity": 40, "tier": "Standard"},
            upgrade_policy={"mode": "Manual"},
            virtual_machine_profile={
                "os_profile": {**linux, "computer_name_prefix": "web"},
                "storage_profile": {"image_reference": UBUNTU, "os_disk": disk},
                "network_profile": {
                    "network_interface_configurations": [
                        {
                            "name": "nic",
                            "primary": True,
                            "ip_configurations": [
                                {
                                    "name": "ip",
                                    "subnet": SUBNET,
                                    "public_ip_address_configuration": {"name": "public"},
                                }
                            ],
                        }
                    ]
                },
            },
        )


def gateways():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/application_gateway.tf"""
    for name, policy in {
        "app-gateway": None,
        "old-gateway": {"policy_type": "Predefined", "policy_name": "AppGwSslPolicy20150501"},
    }.items():
        network.ApplicationGateway(
            name,
            resource_group_name=GROUP,
            location="eastus",
            sku={"name": "Standard_v2", "tier": "Standard_v2", "capacity": 2},
            ssl_policy=policy,
            gateway_ip_configurations=[{"name": "ip", "subnet": SUBNET}],
            frontend_ip_configurations=[{"name": "front", "public_ip_address": IP}],
            frontend_ports=[{"name": "http", "port": 80}],
            http_listeners=[{"name": "web", "protocol": "Http"}],
            backend_http_settings_collection=[
                {
                    "name": "plain",
                    "port": 80,
                    "protocol": "Http",
                    "cookie_based_affinity": "Disabled",
                }
            ],
        )
    network.LoadBalancer(
        "public-lb",
        resource_group_name=GROUP,
        frontend_ip_configurations=[{"name": "front", "public_ip_address": IP}],
        inbound_nat_rules=[
            {"name": "rdp", "protocol": "Tcp", "frontend_port": 3389, "backend_port": 3389}
        ],
    )
    network.AzureFirewall("firewall", resource_group_name=GROUP, threat_intel_mode="Off")
    network.BastionHost(
        "bastion-host",
        resource_group_name=GROUP,
        ip_configurations=[{"name": "ip", "subnet": SUBNET, "public_ip_address": IP}],
    )
    network.VirtualNetworkGateway(
        "vpn-gateway",
        resource_group_name=GROUP,
        gateway_type="Vpn",
        vpn_type="RouteBased",
        sku={"name": "Basic", "tier": "Basic"},
        ip_configurations=[{"name": "ip", "subnet": SUBNET, "public_ip_address": IP}],
    )
    watcher = network.NetworkWatcher("watcher", resource_group_name=GROUP, location="eastus")
    network.FlowLog(
        "flow-log",
        resource_group_name=GROUP,
        network_watcher_name=watcher.name,
        target_resource_id="/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v",
        storage_id="/subscriptions/s/resourceGroups/g/providers/Microsoft.Storage/storageAccounts/l",
        enabled=False,
        retention_policy={"enabled": True, "days": 3},
    )


def edges():
    """https://learn.microsoft.com/azure/cdn/create-profile-endpoint-terraform"""
    profile = cdn.Profile(
        "cdn-profile",
        resource_group_name=GROUP,
        location="global",
        sku={"name": "Standard_Microsoft"},
    )
    cdn.Endpoint(
        "cdn-endpoint",
        resource_group_name=GROUP,
        profile_name=profile.name,
        is_http_allowed=True,
        is_https_allowed=True,
        origins=[{"name": "origin", "host_name": "www.example.com"}],
    )
    frontdoor.FrontDoor(
        "front-door",
        resource_group_name=GROUP,
        routing_rules=[{"name": "all", "accepted_protocols": ["Http", "Https"]}],
    )
    network.WebApplicationFirewallPolicy(
        "waf-policy",
        resource_group_name=GROUP,
        managed_rules={
            "managed_rule_sets": [{"rule_set_type": "OWASP", "rule_set_version": "3.0"}]
        },
        policy_settings={"mode": "Detection", "state": "Disabled"},
    )


PROGRAM = (machines, gateways, edges)
