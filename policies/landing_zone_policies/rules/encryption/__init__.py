"""Data is encrypted with the customer's key where it lies, and with TLS on its way."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.encryption import aws, gcp

RULES = gathered(
    (aws, gcp),
    Rule(
        "ENC-01",
        statement="What object storage holds is encrypted with a key of the customer's",
        rationale=(
            "Under the provider's key nobody can say who reads the data, nor end that: whoever may"
            " read the bucket may read it in clear, and no key can be withdrawn."
        ),
        fix="Give the bucket or account a key of your own, and its service the right to use it.",
        severity=Severity.HIGH,
    ),
)
