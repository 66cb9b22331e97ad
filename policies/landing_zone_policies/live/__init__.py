"""The rules as a policy pack that Pulumi's engine talks to; the one place that imports Pulumi."""
