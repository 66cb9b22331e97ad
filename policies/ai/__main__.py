"""The policy pack `ai`: models, agents and notebooks under guard."""

from landing_zone_policies.live.pack import serve

serve("ai")
