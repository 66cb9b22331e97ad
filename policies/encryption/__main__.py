"""The policy pack `encryption`: encryption at rest with the customer's key, and TLS."""

from landing_zone_policies.live.pack import serve

serve("encryption")
