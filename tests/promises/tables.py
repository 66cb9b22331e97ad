"""How each cloud keeps the promises."""

from tests.promises import aws, azure, gcp

TABLES = {"aws": aws.TABLE, "gcp": gcp.TABLE, "azure": azure.TABLE}
