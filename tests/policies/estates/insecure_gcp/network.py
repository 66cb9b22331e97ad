"""Networks, firewalls, machines and load balancers that just work."""

from pulumi_gcp import compute, dns, vpcaccess

EXPECTED = {
    "auto-network": "automatic",
    "public-subnetwork": "unflowed abroad no-private-access",
    "proxy-subnetwork": "unflowed abroad",
    "allow-all": "open unlogged",
    "default-allow-ssh": "open unlogged",
    "default-allow-rdp": "open unlogged",
    "allow-ipv6": "open",
    "allow-mysql": "open",
    "allow-http": "open",
    "allow-range": "open",
    "allow-udp": "open",
    "network-policy-rule": "open",
    "goat-server": "public-machines default borrowed unkeyed untagged abroad unshielded",
    "web-server": "public-machines borrowed untagged abroad unshielded",
    "dev-vm": "password borrowed abroad untagged",
    "ip-forwarder": "forwarding default borrowed untagged abroad",
    "windows-box": "public-machines password untagged abroad",
    "mig-template": "public-machines borrowed untagged unshielded",
    "mig": "abroad",
    "mig-autoscaler": "abroad",
    "static-ip": "untagged unfit-label mistagged abroad",
    "router": "abroad",
    "nat": "abroad",
    "web-backend": "cleartext",
    "web-backend-logs": "unlogged",
    "web-proxy": "cleartext",
    "web-rule": "cleartext",
    "tls-proxy": "cleartext",
    "old-tls": "cleartext",
    "ssl-rule": "untagged",
    "project-ssh": "project-keys",
    "oslogin-off": "project-keys",
    "serial-on": "project-keys",
    "peering": "peer",
    "zone": "untagged",
    "connector": "abroad",
}


def networks():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/gcp/networks.tf"""
    network = compute.Network("auto-network", auto_create_subnetworks=True)
    compute.Subnetwork(
        "public-subnetwork",
        network=network.id,
        ip_cidr_range="10.10.0.0/16",
        region="us-central1",
        private_ip_google_access=False,
    )
    compute.Subnetwork(
        "proxy-subnetwork",
        network=network.id,
        ip_cidr_range="10.129.0.0/23",
        region="us-central1",
        purpose="REGIONAL_MANAGED_PROXY",
        role="ACTIVE",
    )
    compute.Firewall(
        "allow-all",
        network=network.id,
        allows=[{"protocol": "all"}],
        source_ranges=["0.0.0.0/0"],
    )
    compute.Firewall(
        "allow-ipv6",
        network=network.id,
        allows=[{"protocol": "tcp", "ports": ["22"]}],
        source_ranges=["::/0"],
    )
    ports = {
        "default-allow-ssh": ["22"],
        "default-allow-rdp": ["3389"],
        "allow-mysql": ["3306", "5432"],
        "allow-http": ["80", "8080"],
        "allow-range": ["0-65535"],
    }
    for name, opened in ports.items():
        compute.Firewall(
            name,
            network=network.self_link,
            direction="INGRESS",
            allows=[{"protocol": "tcp", "ports": opened}, {"protocol": "icmp"}],
            source_ranges=["0.0.0.0/0"],
        )
    compute.Firewall(
        "allow-udp",
        network=network.id,
        allows=[{"protocol": "udp"}],
        source_ranges=["10.0.0.0/8", "0.0.0.0/0"],
        target_tags=["game"],
    )
    policy = compute.NetworkFirewallPolicy("network-policy")
    compute.NetworkFirewallPolicyRule(
        "network-policy-rule",
        firewall_policy=policy.name,
        direction="INGRESS",
        action="allow",
        priority=100,
        match={"src_ip_ranges": ["0.0.0.0/0"], "layer4_configs": [{"ip_protocol": "all"}]},
    )
    router = compute.Router("router", network=network.id, region="us-central1")
    compute.RouterNat(
        "nat",
        router=router.name,
        region="us-central1",
        nat_ip_allocate_option="AUTO_ONLY",
        source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
    )
    compute.NetworkPeering(
        "peering", network=network.self_link, peer_network="projects/other/global/networks/default"
    )
    dns.ManagedZone("zone", dns_name="example.com.", dnssec_config={"state": "off"})
    vpcaccess.Connector("connector", network=network.name, ip_cidr_range="10.8.0.0/28")


def machines():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/gcp/instances.tf"""
    boot = {"initialize_params": {"image": "debian-cloud/debian-11"}}
    public = [{"network": "default", "access_configs": [{}]}]
    compute.Instance(
        "goat-server",
        machine_type="n1-standard-1",
        zone="us-central1-a",
        boot_disk=boot,
        network_interfaces=public,
        service_account={"scopes": ["cloud-platform"]},
        metadata={"block-project-ssh-keys": "false", "serial-port-enable": "true"},
    )
    compute.Instance(
        "web-server",
        machine_type="f1-micro",
        zone="us-central1-a",
        boot_disk=boot,
        network_interfaces=[
            {
                "network": "web",
                "access_configs": [{"nat_ip": "35.1.2.3", "network_tier": "PREMIUM"}],
            }
        ],
        metadata_startup_script="#!/bin/bash\nnohup python3 -m http.server 80 &",
    )
    compute.Instance(
        "dev-vm",
        machine_type="e2-medium",
        zone="us-west1-c",
        boot_disk=boot,
        network_interfaces=[{"subnetwork": "projects/acme/regions/us-west1/subnetworks/dev"}],
        metadata_startup_script="export DB_PASSWORD=hunter2-Hunter2\n",
        service_account={
            "email": "123456789012-compute@developer.gserviceaccount.com",
            "scopes": ["cloud-platform"],
        },
    )
    compute.Instance(
        "ip-forwarder",
        machine_type="e2-small",
        zone="us-east1-b",
        boot_disk=boot,
        can_ip_forward=True,
        network_interfaces=[{"network": "default"}],
        shielded_instance_config={"enable_secure_boot": False, "enable_vtpm": False},
    )
    compute.Instance(
        "windows-box",
        machine_type="n2-standard-2",
        zone="us-east1-b",
        boot_disk={"initialize_params": {"image": "windows-cloud/windows-2019"}},
        network_interfaces=public,
        metadata={"sysprep-specialize-script-cmd": "net user admin P@ssw0rd123! /add"},
    )
    template = compute.InstanceTemplate(
        "mig-template",
        machine_type="e2-medium",
        disks=[{"source_image": "debian-cloud/debian-11", "boot": True}],
        network_interfaces=public,
    )
    group = compute.InstanceGroupManager(
        "mig",
        base_instance_name="web",
        zone="us-central1-a",
        versions=[{"instance_template": template.self_link}],
        target_size=2,
    )
    compute.Autoscaler(
        "mig-autoscaler",
        zone="us-central1-a",
        target=group.id,
        autoscaling_policy={"max_replicas": 100, "min_replicas": 1},
    )
    compute.Address(
        "static-ip", region="us-central1", labels={"Owner": "Jane Doe", "cost_center": "Shop!"}
    )
    compute.ProjectMetadata("project-ssh", metadata={"ssh-keys": "dev:ssh-rsa AAAAB3Nza dev"})
    compute.ProjectMetadataItem("oslogin-off", key="enable-oslogin", value="FALSE")
    compute.ProjectMetadataItem("serial-on", key="serial-port-enable", value="TRUE")


def balancers():
    """https://cloud.google.com/load-balancing/docs/https/setup-global-ext-https-compute"""
    check = compute.HealthCheck("check", http_health_check={"port": 80})
    backend = compute.BackendService(
        "web-backend", protocol="HTTP", health_checks=check.id, enable_cdn=True
    )
    compute.BackendService(
        "web-backend-logs", protocol="HTTP", health_checks=check.id, log_config={"enable": False}
    )
    paths = compute.URLMap("web-map", default_service=backend.id)
    proxy = compute.TargetHttpProxy("web-proxy", url_map=paths.id)
    compute.GlobalForwardingRule("web-rule", target=proxy.id, port_range="80")
    old = compute.SSLPolicy("old-tls", profile="COMPATIBLE", min_tls_version="TLS_1_0")
    certificate = compute.ManagedSslCertificate(
        "certificate", managed={"domains": ["www.example.com."]}
    )
    secure = compute.TargetHttpsProxy(
        "tls-proxy",
        url_map=paths.id,
        ssl_certificates=[certificate.id],
        ssl_policy=old.id,
    )
    compute.GlobalForwardingRule("ssl-rule", target=secure.id, port_range="443")


PROGRAM = (networks, machines, balancers)
