"""Data is encrypted with the customer's key where it lies, and with TLS on its way."""

from landing_zone_policies.rule import Rule
from landing_zone_policies.rules.encryption import at_rest, in_transit, keys

RULES: tuple[Rule, ...] = tuple(
    sorted((*at_rest.RULES, *keys.RULES, *in_transit.RULES), key=lambda rule: rule.id)
)
