"""What Kubernetes clusters are asked to run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import NotApplicable, Outcome
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.kubernetes.containers import (
    has_no_rights,
    runs_as_nobody,
    stays_off_its_node,
)
from landing_zone_policies.rules.kubernetes.contents import (
    runs_what_was_tested,
    says_what_it_needs,
)
from landing_zone_policies.rules.kubernetes.pods import name_of
from landing_zone_policies.wanted import absent, one_of

NAMESPACE = "kubernetes:core:Namespace"
LEVEL = 'metadata.labels["pod-security.kubernetes.io/enforce"]'
VOLUME = "kubernetes:core:PersistentVolume"
ADMISSION = "kubernetes:admissionregistration.k8s.io:ValidatingAdmissionPolicy"
GUARDED = one_of("baseline", "restricted")
SAID = one_of("privileged", "baseline", "restricted")


@check(NAMESPACE, reads=(LEVEL,))
def refuses_pods_with_rights(namespace: Resource, world: World) -> Iterator[Outcome]:
    """A namespace says which pods it admits, and none with rights but where they belong.

    Source: https://kubernetes.io/docs/concepts/security/pod-security-admission/
    """
    found = namespace.first(LEVEL)
    if name_of(namespace) not in world.settings.privileged_namespaces:
        yield judged(found, GUARDED, world.settings)
    elif found.value == "privileged":
        yield NotApplicable("it is for pods of the node")
    else:
        yield judged(found, SAID, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "K8S-01": (has_no_rights,),
    "K8S-02": (stays_off_its_node, need(VOLUME, "spec.hostPath", absent)),
    "K8S-03": (runs_as_nobody,),
    "K8S-04": (says_what_it_needs,),
    "K8S-05": (runs_what_was_tested,),
    "K8S-06": (
        refuses_pods_with_rights,
        need(ADMISSION, "spec.failurePolicy", one_of("Fail").or_missing()),
    ),
}
