"""Whom EKS hands a role to: the pods of one service account."""

import pulumi

from landing_zone.baseline.aws import Statement, allow, arn
from landing_zone.core import Environment


def of_pods(
    env: Environment,
    namespace: str,
    service_account: str,
    *,
    cluster: pulumi.Input[str] | None = None,
) -> Statement:
    """Trust EKS to hand a role to the pods of one service account, in this account and region.

    Args:
        env: where the cluster is.
        namespace: the service account's namespace.
        service_account: its name.
        cluster: the ARN of the cluster; not given: any, so that none needs to exist yet.

    Sources: https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html,
    https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html
    """
    return allow(
        "Pods",
        ["sts:AssumeRole", "sts:TagSession"],
        principal={"Service": "pods.eks.amazonaws.com"},
        when={
            "StringEquals": {
                "aws:SourceAccount": env.account,
                "aws:RequestTag/kubernetes-namespace": namespace,
                "aws:RequestTag/kubernetes-service-account": service_account,
            },
            "ArnLike": {"aws:SourceArn": cluster or arn(env, "eks", "cluster/*")},
        },
    )
