"""What Kubernetes objects open to the internet, and which namespaces keep others out."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.estate import Estate
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.rules.network.reach import internet, values
from landing_zone_policies.values import UNKNOWN, Gap
from landing_zone_policies.wanted import plain

SERVICE = "kubernetes:core:Service"
INGRESS = "kubernetes:networking.k8s.io:Ingress"
GATEWAY = "kubernetes:gateway.networking.k8s.io:Gateway"
NAMESPACE = "kubernetes:core:Namespace"
POLICY = "kubernetes:networking.k8s.io:NetworkPolicy"
CILIUM_POLICY = "kubernetes:cilium.io:CiliumNetworkPolicy"
WIDER = (
    "kubernetes:cilium.io:CiliumClusterwideNetworkPolicy",
    "kubernetes:crd.projectcalico.org:GlobalNetworkPolicy",
    "kubernetes:projectcalico.org:GlobalNetworkPolicy",
    "kubernetes:policy.networking.k8s.io:BaselineAdminNetworkPolicy",
)
"""Policies of a whole cluster."""

WORKLOADS = (
    "kubernetes:core:Pod",
    "kubernetes:core:ReplicationController",
    "kubernetes:apps:Deployment",
    "kubernetes:apps:StatefulSet",
    "kubernetes:apps:DaemonSet",
    "kubernetes:apps:ReplicaSet",
    "kubernetes:batch:Job",
    "kubernetes:batch:CronJob",
)
RELEASE = "kubernetes:helm.sh:Release"

INTERNAL: Mapping[str, tuple[str, ...]] = {
    "service.beta.kubernetes.io/aws-load-balancer-scheme": ("internal",),
    "service.beta.kubernetes.io/aws-load-balancer-internal": ("true", "0.0.0.0/0"),
    "service.beta.kubernetes.io/azure-load-balancer-internal": ("true",),
    "networking.gke.io/load-balancer-type": ("internal",),
    "cloud.google.com/load-balancer-type": ("internal",),
}
"""Annotations that keep a load balancer inside of the network.

Sources: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/,
https://learn.microsoft.com/azure/aks/internal-lb,
https://cloud.google.com/kubernetes-engine/docs/how-to/internal-load-balancing
"""

AWS = "service.beta.kubernetes.io/aws-load-balancer"
OWN_CONTROLLER = "service.k8s.aws/nlb"
"""A class whose load balancers are internal unless their scheme says otherwise."""

RANGES = (
    "service.beta.kubernetes.io/load-balancer-source-ranges",
    "service.beta.kubernetes.io/azure-allowed-ip-ranges",
)


@check(SERVICE, reads=("spec.type", "metadata.annotations", "spec.loadBalancerSourceRanges"))
def service_stays_inside(service: Resource, _world: World) -> Iterator[Outcome]:
    """A load balancer is internal, or takes named ranges."""
    if service.get("spec.externalIPs") not in (Gap.MISSING, []):
        yield Fail("spec.externalIPs", "externalIPs take traffic for addresses that nobody checks")
    kind = service.first("spec.type")
    if kind.value is UNKNOWN:
        yield Undetermined(kind.path, f"{kind.path} is known after deployment")
        return
    if plain(kind.value) != "loadbalancer":
        yield Pass(kind.path)
        return
    if _is_internal(service):
        yield Pass("metadata.annotations")
        return
    yield _by_ranges(service)


@check(INGRESS, reads=("spec.ingressClassName", "metadata.annotations"))
def ingress_stays_inside(ingress: Resource, _world: World) -> Iterator[Outcome]:
    """An ingress with a load balancer of its own keeps it inside, or takes named ranges."""
    name = ingress.get("spec.ingressClassName")
    if name is Gap.MISSING:
        name = _annotation(ingress, "kubernetes.io/ingress.class")
    if name is UNKNOWN or not isinstance(name, str):
        yield Undetermined("spec.ingressClassName", "the cluster's default class decides")
        return
    yield _of_class(ingress, name)


@check(GATEWAY, reads=("spec.gatewayClassName",))
def gateway_stays_inside(gateway: Resource, _world: World) -> Iterator[Outcome]:
    """A gateway of Google Cloud is of an internal class; of others their Service tells.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/gateway-api#gatewayclass
    """
    name = gateway.get("spec.gatewayClassName")
    if name is UNKNOWN:
        yield Undetermined("spec.gatewayClassName", "its class is known after deployment")
    elif not isinstance(name, str) or not name.startswith("gke-"):
        yield NotApplicable("the Service of its controller decides")
    elif "external" in name or "gxlb" in name:
        yield Fail("spec.gatewayClassName", f"{name} is open to the internet")
    else:
        yield Pass("spec.gatewayClassName")


@check(NAMESPACE, reads=(f"{POLICY}.spec.podSelector", f"{POLICY}.spec.policyTypes"), joins=True)
def namespace_denies_by_default(namespace: Resource, world: World) -> Iterator[Outcome]:
    """What runs in a namespace takes traffic only where a policy admits it.

    Source: https://kubernetes.io/docs/concepts/services-networking/network-policies/
    """
    estate = world.estate
    if not any(_is_in(each, namespace, estate) for each in estate.of(*WORKLOADS, RELEASE)):
        yield NotApplicable("the program runs nothing in it")
    elif estate.has(*WIDER) or any(
        _is_in(each, namespace, estate) and _denies(each)
        for each in estate.of(POLICY, CILIUM_POLICY)
    ):
        yield Pass()
    else:
        yield Fail("", "no NetworkPolicy of the namespace denies by default")


def _is_internal(service: Resource) -> bool:
    if any(_annotation(service, key) in known for key, known in INTERNAL.items()):
        return True
    by_controller = service.get("spec.loadBalancerClass") == OWN_CONTROLLER or plain(
        _annotation(service, f"{AWS}-type")
    ) in ("external", "nlb-ip")
    return by_controller and _annotation(service, f"{AWS}-scheme") is Gap.MISSING


def _by_ranges(service: Resource) -> Outcome:
    ranges = service.find("spec.loadBalancerSourceRanges[]")
    annotated = [_annotation(service, each) for each in RANGES]
    listed = [
        *values(each for each in ranges if each.value is not Gap.MISSING),
        *(part for each in annotated if isinstance(each, str) for part in each.split(",")),
    ]
    everyone = internet(listed)
    if not listed or everyone:
        return Fail("spec.type", "the load balancer takes the whole internet")
    if everyone is None:
        return Undetermined("spec.loadBalancerSourceRanges", "its ranges are not known yet")
    return Pass("spec.loadBalancerSourceRanges")


def _of_class(ingress: Resource, name: str) -> Outcome:
    known = name.casefold()
    if known == "alb":
        scheme = _annotation(ingress, "alb.ingress.kubernetes.io/scheme")
        cidrs = _annotation(ingress, "alb.ingress.kubernetes.io/inbound-cidrs")
        named = isinstance(cidrs, str) and not internet(cidrs.split(","))
        inside = plain(scheme) != "internet-facing" or named
    elif known in ("gce", "gce-internal"):
        inside = known == "gce-internal"
    elif known in ("azure-application-gateway", "azure/application-gateway"):
        key = "appgw.ingress.kubernetes.io/use-private-ip"
        inside = plain(_annotation(ingress, key)) is True
    else:
        return NotApplicable("the Service of its controller decides")
    if inside:
        return Pass("metadata.annotations")
    return Fail("metadata.annotations", f"its load balancer ({name}) takes the whole internet")


def _annotation(resource: Resource, key: str) -> object:
    said = resource.get(f'metadata.annotations["{key}"]')
    return said.casefold() if isinstance(said, str) else said


def _is_in(resource: Resource, namespace: Resource, estate: Estate) -> bool:
    path = "namespace" if resource.type == RELEASE else "metadata.namespace"
    said = resource.get(path)
    if isinstance(said, str):
        return said in (namespace.get("metadata.name"), namespace.answered("metadata.name"))
    return said is UNKNOWN and namespace in estate.targets(resource, path, NAMESPACE)


def _denies(policy: Resource) -> bool:
    """Whether a policy is about every pod and about what comes in, and admits not everyone."""
    selector = "endpointSelector" if policy.type == CILIUM_POLICY else "podSelector"
    chosen = policy.first(f"spec.{selector}")
    if chosen.value not in (Gap.MISSING, {}) and not _selects_all(chosen):
        return False
    types = [plain(each.value) for each in policy.find("spec.policyTypes[]") if each.is_known]
    admits = policy.get("spec.ingress")
    admits_all = isinstance(admits, list) and {} in admits
    return (not types or "ingress" in types) and not admits_all


def _selects_all(chosen: Found) -> bool:
    parts = [chosen.find(each)[0].value for each in ("matchLabels", "matchExpressions")]
    return all(each in (Gap.MISSING, {}, []) for each in parts)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-11": (service_stays_inside, ingress_stays_inside, gateway_stays_inside),
    "NET-12": (namespace_denies_by_default,),
}
