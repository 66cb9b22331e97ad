"""What the ARNs and outputs of all of AWS's types are made of."""

HERE = "arn:{_partition}:{_module}:{_region}:{_account}"
"""The beginning of a regional ARN whose service is named as Pulumi's module is."""

EC2 = "arn:{_partition}:ec2:{_region}:{_account}"

IAM = "arn:{_partition}:iam::{_account}"
"""The beginning of an identity's ARN: identities lie in no region."""

LOGS = "arn:{_partition}:logs:{_region}:{_account}"

FIREWALL = "arn:{_partition}:network-firewall:{_region}:{_account}"

TAGGED = {"tagsAll": "{tags}"}

REGIONAL = {"region": "{_region}"}

KNOWN = {**TAGGED, **REGIONAL}
"""What is computed of every regional resource that has tags."""

OWNED = {**KNOWN, "ownerId": "{_account}"}
