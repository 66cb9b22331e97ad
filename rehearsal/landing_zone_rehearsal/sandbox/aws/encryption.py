"""Refuses what is encrypted with a key that its service may not use at that moment.

A row of `ENCRYPTED` is all that a new type needs. S3 takes the setting and fails at the first
write; here it is refused with the setting, with the words of that write.

Sources: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html,
https://docs.aws.amazon.com/network-firewall/latest/developerguide/kms-encryption-at-rest.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from landing_zone_rehearsal.sandbox.behaviour import Decision, Request, Rule
from landing_zone_rehearsal.sandbox.objects import Object, World, say

from .access import said_by
from .deployed import KEY, find_key, policies_for
from .evaluation import Policies, decide
from .statements import Call, Principal, Statement

BY_AWS = re.compile(r"(?:arn:[\w-]+:kms:[^:]+:\d{12}:)?alias/aws/.+")
"""Keys that AWS manages in an account: each service may use its own."""

NOT_AUTHORIZED = (
    "AccessDeniedException: User: {principal} is not authorized to perform: {action} on resource:"
    " {key} because no resource-based policy allows the {action} action ({because})"
)
NO_KEY = "NotFoundException: Key '{key}' does not exist"
LOGS = (
    "AccessDeniedException: The specified KMS key does not exist or is not allowed to be used with"
    " Arn '{arn}' ({because})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encrypted:
    """How one type uses a customer's key."""

    key: str
    """The path of the key."""
    service: str
    """Who uses it: a service by itself, or, with `for_creator`, in the name of who creates."""
    actions: tuple[str, ...]
    for_creator: bool = True
    context: Mapping[str, str] = field(default_factory=dict[str, str])
    """What is said besides, with the outputs of the object as placeholders."""
    refused: str = NOT_AUTHORIZED
    missing: str = NO_KEY


ENVELOPE = ("kms:GenerateDataKey", "kms:Decrypt")

FIREWALL = Encrypted(
    key="encryptionConfiguration.keyId",
    service="network-firewall",
    actions=("kms:DescribeKey", *ENVELOPE),
)

ENCRYPTED: Mapping[str, Encrypted] = {
    "aws:cloudwatch:LogGroup": Encrypted(
        key="kmsKeyId",
        service="logs",
        for_creator=False,
        actions=("kms:Encrypt", *ENVELOPE),
        context={"kms:encryptioncontext:aws:logs:arn": "{arn}"},
        refused=LOGS,
        missing=LOGS,
    ),
    "aws:s3:BucketServerSideEncryptionConfiguration": Encrypted(
        key="rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId",
        service="s3",
        actions=ENVELOPE,
        context={"kms:encryptioncontext:aws:s3:arn": "arn:aws:s3:::{bucket}"},
        missing="KMS.NotFoundException: Key '{key}' does not exist",
    ),
    "aws:eks:Cluster": Encrypted(
        key="encryptionConfig.provider.keyArn",
        service="eks",
        actions=("kms:DescribeKey", "kms:CreateGrant"),
        context={"kms:grantisforawsresource": "true"},
    ),
    "aws:networkfirewall:Firewall": FIREWALL,
    "aws:networkfirewall:FirewallPolicy": FIREWALL,
    "aws:networkfirewall:RuleGroup": FIREWALL,
}


def without_its_key(request: Request) -> Iterator[str]:
    """Yield that a key is not there, is not usable, or may not be used."""
    use = ENCRYPTED[request.object.kind]
    for given in request.object.all(use.key):
        held_before = request.old is not None and given in request.old.all(use.key)
        if given and not held_before and not BY_AWS.fullmatch(str(given)):
            yield from _refusals(request, use, str(given))


RULES: Mapping[str, Sequence[Rule]] = dict.fromkeys(ENCRYPTED, (without_its_key,))


def creator_of(object: Object) -> Principal:
    """Return who deploys: an identity of the account that may do whatever policies leave to it."""
    arn = f"arn:{_partition(object.region)}:iam::{object.account}:role/deployer"
    return Principal(name=arn, account=object.account)


def creator_may(call: Call, theirs: Sequence[Statement]) -> Decision:
    """Decide a request of who deploys."""
    everything = Statement({"Effect": "Allow", "Action": "*", "Resource": "*"}, "its own policies")
    return decide(call, Policies(own=[everything], theirs=theirs, needs_theirs=True))


def _refusals(request: Request, use: Encrypted, given: str) -> Iterator[str]:
    made = request.object
    key = find_key(request.world, given)
    if key is None or key.region != made.region:
        yield say(use.missing, made, key=given, because=_where(request.world, key, given))
        return
    arn = str(key.get("arn"))
    if key.get("isEnabled") is False:
        yield f"DisabledException: {arn} is disabled."
    if key.get("keyUsage") != "ENCRYPT_DECRYPT":
        yield f"InvalidKeyUsageException: {arn} key usage is {key.get('keyUsage')}"
    for action in use.actions:
        call = _call(made, use, key, action)
        decision = _ask(request.world, call)
        if not decision:
            who = call.principal.name
            yield say(
                use.refused, made, principal=who, action=action, key=arn, because=decision.because
            )
            return


def _where(world: World, key: Object | None, given: str) -> str:
    if key:
        return f"it lies in {key.region}"
    waiting = any(given in {each.id, each.get("arn")} for each in world.left_over(KEY))
    return "it is pending deletion" if waiting else "there is none"


def _ask(world: World, call: Call) -> Decision:
    policies = policies_for(world, call)
    if call.principal.kind == "Service":
        return decide(call, policies)
    return creator_may(call, policies.theirs)


def _call(made: Object, use: Encrypted, key: Object, action: str) -> Call:
    """Build what KMS is asked.

    A service that asks by itself is not known to say `aws:SourceAccount`, so it does not here.
    """
    name = f"{use.service}.{made.region}.amazonaws.com"
    if use.for_creator:
        asking = creator_of(made)
        via = {"kms:viaservice": name, "kms:calleraccount": made.account}
        said = {**said_by(asking, key.account), **via}
    else:
        asking = Principal(name=name, kind="Service")
        said = {"aws:principalisawsservice": "true"}
    context = {path: say(value, made) for path, value in use.context.items()}
    return Call(
        principal=asking,
        action=action,
        resource=str(key.get("arn")),
        account=key.account,
        context={**said, **context},
    )


def _partition(region: str) -> str:
    return "aws-us-gov" if region.startswith("us-gov-") else "aws"
