"""How each cloud keeps the promises, for a zone of each kind."""

from dataclasses import replace

from tests.promises import aws, aws_cluster, azure, azure_cluster, gcp, gcp_cluster, inside_plain

FOUNDATION = {"aws": aws.TABLE, "gcp": gcp.TABLE, "azure": azure.TABLE}
"""A zone for a cluster elsewhere."""

CLUSTERED = {
    cloud: replace(table, plain={**table.plain, **inside_plain.PLAIN})
    for cloud, table in (
        ("aws", aws_cluster.CLUSTERED),
        ("gcp", gcp_cluster.CLUSTERED),
        ("azure", azure_cluster.CLUSTERED),
    )
}
"""A zone with a cluster and pools of its own."""
