"""Programs on Azure that the rules of encryption admit and deny."""

from tests.policies.encryption import (
    azure_at_rest,
    azure_classic,
    azure_in_transit,
    azure_keys,
    azure_rows,
)
from tests.policies.encryption.declaring import merged

CASES = merged(
    azure_at_rest.CASES,
    azure_classic.CASES,
    azure_keys.CASES,
    azure_in_transit.CASES,
    azure_rows.CASES,
)
