"""What a cluster on Google Cloud puts out."""

import re

import pulumi
from pulumi_gcp import container

from landing_zone.cluster.gcp_control_plane import Surroundings, node_version
from landing_zone.cluster.kubeconfig import kubeconfig
from landing_zone.cluster.spec import ClusterOutputs, ClusterSpec
from landing_zone.core import Scope, after


def outputs(
    scope: Scope,
    spec: ClusterSpec,
    around: Surroundings,
    cluster: container.Cluster,
    ready: list[pulumi.Resource],
) -> ClusterOutputs:
    """Put out what the cluster is, once its own nodes are there.

    Who is let in from outside the network uses the public address; nodes never do.
    """
    usable = after(cluster.id, *ready)
    private = spec.endpoint == "private"
    address = cluster.private_cluster_config.apply(
        lambda config: str(config.private_endpoint if private else config.public_endpoint)
    )
    endpoint = after(pulumi.Output.concat("https://", address), usable)
    authority = cluster.master_auth.apply(lambda auth: str(auth.cluster_ca_certificate))
    name = after(cluster.name, usable)
    return ClusterOutputs(
        id=usable,
        name=name,
        version=after(cluster.master_version.apply(_minor), usable),
        endpoint=endpoint,
        certificate_authority=after(authority, usable),
        issuer=pulumi.Output.concat("https://container.googleapis.com/v1/", usable),
        kubeconfig=kubeconfig(
            name=name,
            server=endpoint,
            authority=authority,
            command="gke-gcloud-auth-plugin",
        ),
        node_identity=after(around.account.member, usable),
        place={
            "location": pulumi.Output.from_input(scope.env.region),
            "node_account": after(around.account.email, usable),
            "disk_key": after(around.disk_key, usable),
            "network": after(around.network, usable),
            "subnetwork": after(around.subnetwork, usable),
            "pods_range": after(around.pods_range, usable),
            "node_version": after(node_version(cluster, spec), usable),
        },
    )


def _minor(version: str) -> str:
    found = re.match(r"\d+\.\d+", version)
    return found[0] if found else version
