"""All that each of our programs inside the cluster may do, by the name of its role."""

MAY = {
    "landing-zone-accelerator-monitor": {
        ("nodes", "get"),
        ("nodes/status", "patch"),
        *[("events", verb) for verb in ("create", "patch", "update")],
    },
    "landing-zone-node-upkeep": {
        ("nodes", "list"),
        ("nodes", "patch"),
        ("pods", "list"),
        ("pods/eviction", "create"),
    },
    "landing-zone-neuron-device-plugin": {
        *[("nodes", verb) for verb in ("get", "list", "watch")],
        *[("nodes/status", verb) for verb in ("patch", "update")],
        *[("pods", verb) for verb in ("get", "list", "watch", "patch", "update")],
        *[("events", verb) for verb in ("create", "patch")],
    },
}
"""Resources and verbs."""
