"""The provider that puts resources into a cluster."""

import pulumi
import pulumi_kubernetes as kubernetes


def provider(
    name: str,
    kubeconfig: pulumi.Input[str],
    cluster: pulumi.Input[str],
    opts: pulumi.ResourceOptions | None = None,
) -> pulumi.ProviderResource:
    """Declare a provider for the cluster that a kubeconfig describes.

    The cluster's own ID tells it from any other, so what is in it stays when the way to it changes.
    A resource whose cluster is gone can be deleted: it went with the cluster. A ConfigMap's data
    change in place, instead of being away for a moment.

    Source: https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/
    """
    return kubernetes.Provider(
        name,
        kubeconfig=pulumi.Output.secret(kubeconfig),
        cluster_identifier=cluster,
        delete_unreachable=True,
        enable_config_map_mutable=True,
        opts=opts,
    )
