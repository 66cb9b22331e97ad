# pyright: reportArgumentType=false, reportCallIssue=false
"""Kubernetes objects that the rules of networks admit, deny and leave open."""

from pulumi_kubernetes import apps, core, networking
from pulumi_kubernetes.apiextensions import CustomResource

from tests.policies.cases import Cases
from tests.policies.network.pairs import admitted, denied, pair

CASES = Cases()
AWS = "service.beta.kubernetes.io/aws-load-balancer"


def service(name, annotations=None, **spec):
    metadata = {"annotations": annotations or {}}
    core.v1.Service(name, metadata=metadata, spec={"type": "LoadBalancer", **spec})


denied(CASES, "NET-11", "bare_load_balancer", service, "spec.type")
for what, annotations in {
    "scheme": {f"{AWS}-scheme": "internal"},
    "old_aws": {f"{AWS}-internal": "true"},
    "azure": {"service.beta.kubernetes.io/azure-load-balancer-internal": "true"},
    "google": {"networking.gke.io/load-balancer-type": "Internal"},
    "own_controller": {f"{AWS}-type": "external"},
}.items():
    admitted(
        CASES,
        "NET-11",
        f"internal_by_{what}",
        lambda name, annotations=annotations: service(name, annotations),
    )
pair(
    CASES,
    "NET-11",
    "ranges",
    lambda name: service(name, load_balancer_source_ranges=["203.0.113.0/24"]),
    lambda name: service(name, load_balancer_source_ranges=["0.0.0.0/0"]),
)
pair(
    CASES,
    "NET-11",
    "kind",
    lambda name: service(name, type="ClusterIP"),
    lambda name: service(name, type="ClusterIP", external_ips=["203.0.113.1"]),
    "spec.externalIPs",
)
denied(
    CASES,
    "NET-11",
    "open_to_the_internet_by_its_scheme",
    lambda name: service(name, {f"{AWS}-type": "external", f"{AWS}-scheme": "internet-facing"}),
)


def ingress(name, class_name, **annotations):
    networking.v1.Ingress(
        name,
        metadata={"annotations": {key.replace("__", "/"): v for key, v in annotations.items()}},
        spec={"ingress_class_name": class_name},
    )


pair(
    CASES,
    "NET-11",
    "ingress_of_google",
    lambda name: ingress(name, "gce-internal"),
    lambda name: ingress(name, "gce"),
)
pair(
    CASES,
    "NET-11",
    "ingress_of_aws",
    lambda name: ingress(name, "alb"),
    lambda name: ingress(name, "alb", **{"alb.ingress.kubernetes.io__scheme": "internet-facing"}),
)


@CASES.passes_by("NET-11")
def ingress_of_another_controller(name):
    ingress(name, "nginx")


@CASES.leaves_open("NET-11")
def ingress_of_nobody_says_what(name):
    ingress(name, None)


def gateway(name, class_name):
    CustomResource(
        name,
        api_version="gateway.networking.k8s.io/v1",
        kind="Gateway",
        spec={"gatewayClassName": class_name},
    )


pair(
    CASES,
    "NET-11",
    "gateway",
    lambda name: gateway(name, "gke-l7-rilb"),
    lambda name: gateway(name, "gke-l7-global-external-managed"),
)


def space(name, **policy):
    made = core.v1.Namespace(name, metadata={"name": name.replace("_", "-")})
    core.v1.Pod(
        f"{name}-pod",
        metadata={"namespace": made.metadata.name},
        spec={"containers": [{"name": "it", "image": "it"}]},
    )
    if policy:
        networking.v1.NetworkPolicy(
            f"{name}-policy", metadata={"namespace": made.metadata.name}, spec=policy
        )


pair(
    CASES,
    "NET-12",
    "space",
    lambda name: space(name, pod_selector={}, policy_types=["Ingress", "Egress"]),
    space,
)
for what, policy in {
    "for_some_pods": {"pod_selector": {"match_labels": {"app": "it"}}, "policy_types": ["Ingress"]},
    "for_what_goes_out": {"pod_selector": {}, "policy_types": ["Egress"]},
    "that_admits_everyone": {
        "pod_selector": {},
        "policy_types": ["Ingress"],
        "ingress": [{}],
    },
}.items():
    denied(CASES, "NET-12", f"policy_{what}", lambda name, policy=policy: space(name, **policy))


@CASES.passes_by("NET-12")
def space_in_which_nothing_runs(name):
    core.v1.Namespace(name)


@CASES.denies("NET-12")
def space_named_by_the_cloud(name):
    made = core.v1.Namespace(name)
    apps.v1.Deployment(
        f"{name}-work",
        metadata={"namespace": made.metadata.name},
        spec={
            "selector": {"match_labels": {"app": "it"}},
            "template": {
                "metadata": {"labels": {"app": "it"}},
                "spec": {"containers": [{"name": "it", "image": "it"}]},
            },
        },
    )
