"""Answers who may do what with a lake and its keys, by the policies that were deployed.

A workload reads an object if S3 lets it and KMS lets it use the bucket's key through S3.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Decision
from landing_zone_rehearsal.sandbox.objects import Object, World

from .deployed import BUCKET, ask, find_key
from .pods import SERVICE_ACCOUNT, bindings, tags_of
from .statements import ACCOUNT, Call, Principal
from .trust import assumes

STORE = re.compile(r"(?P<bucket>arn:[\w-]+:s3:::[^/]+)(?:/(?P<object>.*))?", re.DOTALL)

SERVICES = ("s3", "ec2", "eks", "logs", "network-firewall", "ecr", "secretsmanager", "ssm")
"""What keys are commonly used through; a neutral verb on a key asks for any of them."""

KEY_USE: Mapping[str, tuple[str, ...]] = {
    "s3:GetObject": ("kms:Decrypt",),
    "s3:GetObjectVersion": ("kms:Decrypt",),
    "s3:PutObject": ("kms:GenerateDataKey", "kms:Decrypt"),
}
"""What S3 asks KMS for in the caller's name; an upload in parts also decrypts.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html#mpuAndPermissions
"""


@dataclass(frozen=True, slots=True)
class Verb:
    """What one of the lake's verbs cannot do without."""

    objects: tuple[str, ...]
    listing: tuple[str, ...]
    """Asked for a layer or a folder (`/` at the end), not for one object."""
    key: tuple[str, ...]
    """Asked of a key."""


VERBS: Mapping[str, Verb] = {
    "read": Verb(("s3:GetObject",), ("s3:ListBucket",), ("kms:Decrypt",)),
    "write": Verb(
        ("s3:PutObject", "s3:DeleteObject"),
        ("s3:ListBucket",),
        ("kms:GenerateDataKey", "kms:Decrypt"),
    ),
    "admin": Verb(
        ("s3:PutObject", "s3:DeleteObject", "s3:GetObjectVersion", "s3:DeleteObjectVersion"),
        ("s3:ListBucket", "s3:ListBucketVersions"),
        ("kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"),
    ),
}

LISTING = frozenset({each for verb in VERBS.values() for each in verb.listing})
"""Operations on a bucket that know a prefix."""


def can(world: World, principal: str, verb: str, resource: str) -> Decision:
    """Say whether a principal may do a verb, or one of AWS's operations, with a resource."""
    if verb == "assume":
        return assumes(world, principal, resource)
    if SERVICE_ACCOUNT.fullmatch(principal):
        return _of_pod(world, principal, verb, resource)
    store = STORE.fullmatch(resource)
    bucket = next(world.find((BUCKET,), ("arn",), store["bucket"]), None) if store else None
    if store and bucket:
        asker = _Asker(world, _principal(principal, bucket.account), bucket)
        return _all(asker.of_store(verb, store["object"] or ""))
    key = find_key(world, resource)
    if key:
        return _Asker(world, _principal(principal, key.account), key).of_key(verb)
    if store or verb in VERBS or not resource.startswith("arn:"):
        return Decision(allowed=False, because=f"{resource} is in no simulated account")
    return _of_anything(world, principal, verb, resource)


def _of_pod(world: World, pod: str, verb: str, resource: str) -> Decision:
    """Ask as the role that a cluster hands to a pod."""
    decision = Decision(allowed=False, because=f"no cluster binds a role to {pod}")
    for each in bindings(world, pod):
        decision = assumes(world, pod, each.role)
        if decision:
            return can(world, each.role, verb, resource)
    return decision


@dataclass(frozen=True, slots=True)
class _Asker:
    """Somebody who asks for one bucket or key."""

    world: World
    principal: Principal
    target: Object

    def of_store(self, verb: str, name: str) -> Iterator[Decision]:
        """Ask for a layer, a folder of it (`/` at the end) or one object."""
        known = VERBS.get(verb)
        whole = not name or name.endswith("/")
        if known and whole:
            for action in known.listing:
                yield self._of_bucket(action, name)
        for action in known.objects if known else (verb,):
            if action in LISTING or not (known or name or "Object" in action):
                yield self._of_bucket(action, name)
            else:
                yield from self._of_object(action, f"{name}*" if whole else name)

    def of_key(self, verb: str) -> Decision:
        """Ask for a key: directly in AWS's words, through whichever service in ours."""
        known = VERBS.get(verb)
        if not known:
            return self._of_key(self.target, verb, None)
        through = (None,) if verb == "admin" else (None, *SERVICES)
        tried = [
            _all(self._of_key(self.target, action, each) for action in known.key)
            for each in through
        ]
        return next((each for each in tried if each), tried[0])

    def _of_bucket(self, action: str, prefix: str) -> Decision:
        context = {"s3:prefix": prefix} if prefix else {}
        return self._ask(action, str(self.target.get("arn")), context)

    def _of_object(self, action: str, name: str) -> Iterator[Decision]:
        arn = str(self.target.get("arn"))
        yield self._ask(action, f"{arn}/{name}", {})
        for use in KEY_USE.get(action, ()):
            for given in _keys_of(self.world, self.target):
                key = find_key(self.world, given)
                if key is None:
                    yield Decision(allowed=False, because=f"key {given} does not exist")
                else:
                    yield self._of_key(key, use, "s3", {"kms:encryptioncontext:aws:s3:arn": arn})

    def _of_key(
        self,
        key: Object,
        action: str,
        through: str | None,
        context: Mapping[str, Any] | None = None,
    ) -> Decision:
        if key.get("isEnabled") is False:
            return Decision(allowed=False, because=f"key {key.get('arn')} is disabled")
        via = {"kms:viaservice": f"{through}.{key.region}.amazonaws.com"} if through else {}
        caller = {"kms:calleraccount": self.principal.account or key.account}
        return self._ask(action, str(key.get("arn")), {**caller, **via, **(context or {})}, key)

    def _ask(
        self,
        action: str,
        arn: str,
        context: Mapping[str, Any],
        target: Object | None = None,
    ) -> Decision:
        account = (target or self.target).account
        said = {**said_by(self.principal, account), **context}
        call = Call(
            principal=self.principal, action=action, resource=arn, account=account, context=said
        )
        return ask(self.world, call)


def said_by(principal: Principal, account: str) -> dict[str, Any]:
    """Return what every request says of who makes it, how, and of whose resource.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    is_service = principal.kind == "Service"
    said = {
        "aws:principalisawsservice": str(is_service).lower(),
        "aws:securetransport": "true",
        "aws:resourceaccount": account,
        "s3:tlsversion": "1.3",
    }
    if is_service:
        return {**said, "aws:sourceaccount": account}
    return {
        **said,
        "aws:principalaccount": principal.account,
        "aws:principalarn": principal.name,
        "aws:principaltype": "AssumedRole",
    }


def _principal(name: str, account: str) -> Principal:
    if not name.startswith("arn:"):
        return Principal(name=name, kind="Service")
    found = ACCOUNT.search(name)
    return Principal(name=name, account=found[1] if found else account)


def _keys_of(world: World, bucket: Object) -> Iterator[str]:
    """Yield the key that a bucket encrypts with by default; none where S3 manages it."""
    settings = world.find(
        ("aws:s3:BucketServerSideEncryptionConfiguration",), ("bucket",), bucket.get("bucket")
    )
    for setting in settings:
        path = "rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId"
        yield from (str(each) for each in setting.all(path))


def _of_anything(world: World, principal: str, action: str, arn: str) -> Decision:
    account = arn.split(":")[4]
    asking = _principal(principal, account)
    account = account or asking.account
    call = Call(
        principal=asking,
        action=action,
        resource=arn,
        account=account,
        context={**said_by(asking, account), **_where(arn), **tags_of(world, arn)},
    )
    return ask(world, call)


def _where(arn: str) -> dict[str, str]:
    region = arn.split(":")[3]
    return {"aws:requestedregion": region} if region else {}


def _all(decisions: Iterable[Decision]) -> Decision:
    """Allow what everything asked for allows; the reasons in the order they were asked."""
    reasons: list[str] = []
    for each in decisions:
        if not each:
            return each
        reasons.append(each.because)
    return Decision(allowed=bool(reasons), because="; ".join(dict.fromkeys(reasons)))
