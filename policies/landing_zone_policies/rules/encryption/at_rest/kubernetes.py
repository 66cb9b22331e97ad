"""What is asked of the disks that a cluster makes for its pods."""

from collections.abc import Mapping

from landing_zone_policies.rule import Check, need
from landing_zone_policies.rules.encryption.vocabulary import in_production, own_key
from landing_zone_policies.wanted import one_of, true

CLASS = "kubernetes:storage.k8s.io:StorageClass"

OF_AWS = one_of("ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs")
"""What makes disks of EC2, which are encrypted where their class, or the account, says so.

Source: https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md
"""

KEYS: Mapping[str, tuple[str, ...]] = {
    "kmsKeyId": ("ebs.csi.aws.com", "ebs.csi.eks.amazonaws.com", "kubernetes.io/aws-ebs"),
    "disk-encryption-kms-key": ("pd.csi.storage.gke.io",),
    "diskEncryptionSetID": ("disk.csi.azure.com",),
}
"""The parameter in which a class names its key, by what makes its disks.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek
Source: https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys
"""

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-02": (
        need(CLASS, "parameters.encrypted", true, when=[("provisioner", OF_AWS)]),
        *(
            in_production(
                need(
                    CLASS,
                    f"parameters.{parameter}",
                    own_key,
                    when=[("provisioner", one_of(*makers))],
                )
            )
            for parameter, makers in KEYS.items()
        ),
    )
}
