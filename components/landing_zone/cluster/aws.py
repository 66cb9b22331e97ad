"""A private EKS cluster, and the nodes for what every cluster runs.

What further node groups need of it is in `ClusterOutputs.place`, by the words in `PLACE`.
"""

PLACE = (
    "node_role_arn",
    "node_security_group_id",
    "cluster_security_group_id",
    "disk_key_arn",
)
"""What a node group of one's own takes from the cluster, all available once pods can run.

- `node_role_arn`: the role of every node, as `aws.eks.NodeGroup.node_role_arn`. It may join the
  cluster (its access entry exists), pull images and nothing else; it is never given data.
- `node_security_group_id`: for `vpc_security_group_ids` (or each network interface) of a launch
  template. Nodes in it reach each other and the network, the control plane reaches them.
- `cluster_security_group_id`: the group that EKS made for the control plane. Nodes do not join it,
  but a rule may name it as a source.
- `disk_key_arn`: the key of the purpose `cluster`, as `kms_key_id` of every volume of a launch
  template; the autoscaling service of the account already may use it.
"""
