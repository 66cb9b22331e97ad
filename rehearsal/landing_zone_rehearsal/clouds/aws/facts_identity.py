"""What AWS makes of identities, which lie in no region.

Names and lengths: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

ROLE = "aws:iam:Role"
POLICY = "aws:iam:Policy"

BUILT_IN = r"arn:[\w-]+:iam::aws:policy/.+"
"""AWS's own policies."""

A_ROLE = To(ROLE, by=("name",), holds=True)
A_POLICY = To(POLICY, by=("arn",), besides=BUILT_IN, holds=True)

PATH = r"/|/[\x21-\x7f]{1,510}/"

IDENTITY: Mapping[str, Facts] = {
    ROLE: Facts(
        replaces=("name", "namePrefix", "path"),
        kept=("managedPolicyArns", "name", "namePrefix"),
        bounds={"maxSessionDuration": (3600, 43_200)},
        formats={"name": r"[\w+=,.@-]{1,64}", "path": PATH, "description": r"[\s\S]{0,1000}"},
        tags="tags",
        refers={"permissionsBoundary": A_POLICY, "managedPolicyArns[]": A_POLICY},
        scope=Within.ACCOUNT,
        conflict="EntityAlreadyExists: Role with name {name} already exists.",
        missing="NoSuchEntity: The role with name {value} cannot be found.",
        in_use="DeleteConflict: Cannot delete entity, must detach all policies first.",
    ),
    POLICY: Facts(
        replaces=("description", "name", "namePrefix", "path"),
        kept=("name", "namePrefix"),
        formats={"name": r"[\w+=,.@-]{1,128}", "path": PATH, "description": r"[\s\S]{0,1000}"},
        tags="tags",
        scope=Within.ACCOUNT,
        conflict="EntityAlreadyExists: A policy called {name} already exists. Duplicate names are"
        " not allowed.",
        missing="NoSuchEntity: Policy {value} does not exist or is not attachable.",
        in_use="DeleteConflict: Cannot delete a policy attached to entities.",
    ),
    "aws:iam:RolePolicy": Facts(
        replaces=("name", "namePrefix", "role"),
        kept=("name", "namePrefix"),
        formats={"name": r"[\w+=,.@-]{1,128}"},
        refers={"role": A_ROLE},
        scope=Within.ACCOUNT,
        adopts=True,
    ),
    "aws:iam:RolePolicyAttachment": Facts(
        replaces=("policyArn", "role"),
        refers={"role": A_ROLE, "policyArn": A_POLICY},
        scope=Within.ACCOUNT,
        adopts=True,
    ),
}
