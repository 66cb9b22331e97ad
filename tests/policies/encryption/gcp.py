"""Programs on Google Cloud that the rules of encryption admit and deny."""

from tests.policies.encryption import gcp_at_rest, gcp_in_transit, gcp_keys, gcp_rows
from tests.policies.encryption.declaring import merged

CASES = merged(gcp_at_rest.CASES, gcp_keys.CASES, gcp_in_transit.CASES, gcp_rows.CASES)
