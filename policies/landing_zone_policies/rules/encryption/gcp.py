"""What encryption is on Google Cloud."""

from collections.abc import Mapping

from landing_zone_policies.rule import Check, need
from landing_zone_policies.wanted import given

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-01": (need("gcp:storage:Bucket", "encryption.defaultKmsKeyName", given),),
}
