"""What only Pulumi's own engine can show; skipped where there is none."""
