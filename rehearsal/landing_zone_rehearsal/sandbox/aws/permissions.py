"""What AWS asks of identities and keys beyond the grammar of their policies.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html,
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule

from .access import said_by
from .deployed import key_statements, role_of
from .encryption import creator_may, creator_of
from .statements import Call, statements
from .trust import service_assumes

SIZES: Mapping[str, tuple[str, int, str]] = {
    "aws:iam:Policy": ("policy", 6_144, "PolicySize"),
    "aws:iam:Role": ("assumeRolePolicy", 2_048, "ACLSizePerRole"),
}
"""The most characters of a policy, spaces aside: where it stands, how many, the quota's name."""

INLINE = 10_240
"""The most characters of all of a role's own policies together."""

ATTACHED = 10
"""How many policies may be attached to a role unless AWS raises the quota."""

FLOW_LOGS = "vpc-flow-logs.amazonaws.com"


def too_long(request: Request) -> Iterator[str]:
    """Yield that a policy is longer than its quota."""
    path, most, quota = SIZES[request.object.kind]
    if _length(request.object.get(path)) > most:
        yield f"LimitExceeded: Cannot exceed quota for {quota}: {most}"


def too_long_together(request: Request) -> Iterator[str]:
    """Yield that a role's own policies are together longer than their quota."""
    role = request.object.get("role")
    beside = request.world.find((request.object.kind,), ("role",), role)
    others = [each for each in beside if each.id != request.object.id]
    together = sum(_length(each.get("policy")) for each in [*others, request.object])
    if together > INLINE:
        yield f"LimitExceeded: Maximum policy size of {INLINE} bytes exceeded for role {role}"


def too_many(request: Request) -> Iterator[str]:
    """Yield that too many policies are attached to a role."""
    role = request.object.get("role")
    beside = request.world.find((request.object.kind,), ("role",), role)
    if len([each for each in beside if each.id != request.object.id]) >= ATTACHED:
        yield f"LimitExceeded: Cannot exceed quota for PoliciesPerRole: {ATTACHED}"


def locks_everybody_out(request: Request) -> Iterator[str]:
    """Yield that nobody could change a key's policy any more, not even who deploys it."""
    key = request.object
    if key.get("bypassPolicyLockoutSafetyCheck") or not key.get("policy"):
        return
    asking = creator_of(key)
    call = Call(
        principal=asking,
        action="kms:PutKeyPolicy",
        resource=str(key.get("arn")),
        account=key.account,
        context={**said_by(asking, key.account), "kms:calleraccount": key.account},
    )
    if not creator_may(call, key_statements(key)):
        yield (
            "MalformedPolicyDocumentException: The new key policy will not allow you to update the"
            " key policy in the future."
        )


def cannot_take_on_its_role(request: Request) -> Iterator[str]:
    """Yield that flow logs may not take on the role that they are to write with."""
    arn = request.object.get("iamRoleArn")
    role = role_of(request.world, str(arn)) if arn else None
    if role is None:
        return
    trust = statements(role.get("assumeRolePolicy"), role.name)
    decision = service_assumes(role, trust, FLOW_LOGS)
    if not decision:
        yield f"InvalidParameter: Unable to assume given IAM role: '{arn}' ({decision.because})"


RULES: Mapping[str, Sequence[Rule]] = {
    "aws:iam:Policy": (too_long,),
    "aws:iam:Role": (too_long,),
    "aws:iam:RolePolicy": (too_long_together,),
    "aws:iam:RolePolicyAttachment": (too_many,),
    "aws:kms:Key": (locks_everybody_out,),
    "aws:ec2:FlowLog": (cannot_take_on_its_role,),
}


def _length(text: object) -> int:
    return len(re.sub(r"\s", "", str(text or "")))
