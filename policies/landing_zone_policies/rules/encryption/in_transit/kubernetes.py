"""What a cluster lets in, or mounts, without TLS."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, need
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import none_of, one_of, plain

INGRESS = "kubernetes:networking.k8s.io:Ingress"
VOLUME = "kubernetes:core:PersistentVolume"
CERTIFICATES = (
    "alb.ingress.kubernetes.io/certificate-arn",
    "ingress.gcp.kubernetes.io/pre-shared-cert",
    "networking.gke.io/managed-certificates",
    "appgw.ingress.kubernetes.io/appgw-ssl-certificate",
    "appgw.ingress.kubernetes.io/frontend-tls-secret",
)
"""Annotations by which a cloud's own controllers are given a certificate.

Sources: https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/ingress/annotations/
https://cloud.google.com/kubernetes-engine/docs/how-to/load-balance-ingress
https://learn.microsoft.com/azure/application-gateway/ingress-controller-annotations
"""
STAYS_HTTP = "nginx.ingress.kubernetes.io/ssl-redirect"
"""An annotation that leaves people on HTTP where it is false.

Source: https://kubernetes.github.io/ingress-nginx/user-guide/nginx-configuration/annotations/
"""


def _annotation(name: str) -> str:
    return f'metadata.annotations["{name}"]'


@check(INGRESS, reads=("spec.tls", "metadata.annotations"))
def ingress_has_a_certificate(ingress: Resource, _: World) -> Iterator[Outcome]:
    """A certificate is in the specification, or in an annotation for a cloud's own controller."""
    annotated = [ingress.get(_annotation(name)) for name in CERTIFICATES]
    inside = ingress.find("spec.tls[]")
    if any(each is not MISSING for each in annotated) or any(each.is_known for each in inside):
        yield Pass("spec.tls")
    elif any(each.value is UNKNOWN for each in inside):
        yield Undetermined("spec.tls", "spec.tls is known after deployment")
    else:
        yield Fail("spec.tls", "the ingress has no certificate")
    if plain(ingress.get(_annotation(STAYS_HTTP))) is False:
        yield Fail(_annotation(STAYS_HTTP), "people may stay on HTTP")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-31": (ingress_has_a_certificate,),
    "ENC-36": (
        need(
            VOLUME,
            "spec.csi.volumeAttributes.encryptInTransit",
            none_of("false"),
            when=[("spec.csi.driver", one_of("efs.csi.aws.com"))],
        ),
    ),
}
