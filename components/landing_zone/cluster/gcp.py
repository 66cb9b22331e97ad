"""A cluster on Google Cloud: a regional, private one on Google Kubernetes Engine."""

PLACE = (
    "location",
    "node_account",
    "disk_key",
    "network",
    "subnetwork",
    "pods_range",
    "node_version",
    "node_tag",
)
"""What a further node pool needs to know, as strings; the cluster's name is `ClusterOutputs.name`.

* `location`: the region, which is the cluster's location and so that of its node pools.
* `node_account`: the e-mail address of the nodes' service account.
* `disk_key`: the ID of the key for boot disks, once Compute Engine's agent may use it.
* `network`, `subnetwork`: self link and ID of where nodes are.
* `pods_range`: the name of the secondary range that pods have their addresses from.
* `node_version`: the control plane's whole version, such as `1.35.1-gke.1396002`, for nodes to
  follow: a change reaches them once the control plane has it.
* `node_tag`: the network tag of the cluster's nodes, for firewall rules of the network.
"""
