"""Programs on AWS that the rules of encryption admit and deny."""

from tests.policies.encryption import aws_at_rest, aws_in_transit, aws_keys, aws_native, aws_rows
from tests.policies.encryption.declaring import merged

CASES = merged(
    aws_at_rest.CASES,
    aws_keys.CASES,
    aws_in_transit.CASES,
    aws_native.CASES,
    aws_rows.CASES,
)
