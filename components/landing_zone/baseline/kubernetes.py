"""The provider that puts resources into a cluster."""

import pulumi
import pulumi_kubernetes as kubernetes


def provider(
    name: str, kubeconfig: pulumi.Input[str], opts: pulumi.ResourceOptions | None = None
) -> pulumi.ProviderResource:
    """Declare a provider for the cluster that a kubeconfig describes.

    A resource whose cluster is gone can be deleted: it went with the cluster.

    Source: https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/
    """
    return kubernetes.Provider(
        name,
        kubeconfig=pulumi.Output.secret(kubeconfig),
        delete_unreachable=True,
        opts=opts,
    )
