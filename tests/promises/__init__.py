"""What a zone promises, as functions over a recording."""

from tests.promises import aws, azure, gcp

TABLES = {"aws": aws.TABLE, "gcp": gcp.TABLE, "azure": azure.TABLE}
"""How each cloud keeps the promises."""
