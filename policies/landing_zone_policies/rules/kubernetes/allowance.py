"""Which pods may reach into their node, and what is still asked of them."""

from __future__ import annotations

from landing_zone_policies.estate import Estate
from landing_zone_policies.resources import Resource
from landing_zone_policies.rules.kubernetes.pods import Pod, namespace_of
from landing_zone_policies.settings import Settings


def is_of_the_node(pod: Pod, resource: Resource, estate: Estate, settings: Settings) -> bool:
    """Say whether pods are in a namespace for what belongs to the node.

    Drivers, device plugins and storage daemons have to reach into their node. The settings say in
    which namespaces such pods may be, by name; no label or annotation in a program adds to them.
    Even there a container is either privileged and says so, or as bare of rights as any other.

    Source: https://kubernetes.io/docs/concepts/security/pod-security-standards/#privileged
    """
    return namespace_of(pod.owner, resource, estate) in settings.privileged_namespaces
