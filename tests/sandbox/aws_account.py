"""An AWS account in a simulated cloud, which tests build by hand."""

import json
from typing import Any

import pytest

from landing_zone_rehearsal.sandbox import Refused, Sandbox
from landing_zone_rehearsal.sandbox.objects import Object

ACCOUNT = "123456789012"
REGION = "eu-west-1"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"


class Account:
    """Creates resources by their short types, and hears what AWS says."""

    def __init__(self, sandbox: Sandbox | None = None, account: str = ACCOUNT) -> None:
        self.sandbox = sandbox or Sandbox()
        self.account = account

    def make(self, type: str, name: str, region: str = REGION, /, **inputs: Any) -> Object:
        """Create `ec2:Vpc` and the like."""
        provider = {"region": region, "allowedAccountIds": [self.account]}
        return self.sandbox.create(f"aws:{type}", name, f"urn::{name}", inputs, provider)

    def change(self, made: Object, /, **inputs: Any) -> Object:
        """Change some inputs of a resource in place."""
        provider = {"region": made.region, "allowedAccountIds": [made.account]}
        given = {**made.inputs, **inputs}
        return self.sandbox.update(made.type, made.id, made.urn, given, provider)

    def delete(self, made: Object) -> None:
        self.sandbox.delete(made.type, made.id)

    def refusal(self, act: Any, /, *arguments: Any, **inputs: Any) -> str:
        """Return what AWS says to an act that it refuses."""
        with pytest.raises(Refused) as refused:
            act(*arguments, **inputs)
        return str(refused.value)

    def network(self) -> tuple[Object, Object]:
        """Create a VPC with one subnet."""
        vpc = self.make("ec2:Vpc", "vpc", cidrBlock="10.0.0.0/16")
        return vpc, self.make("ec2:Subnet", "a", vpcId=vpc.id, cidrBlock="10.0.0.0/24")

    def key(self, *said: dict[str, Any], name: str = "key", **inputs: Any) -> Object:
        """Create a key; without statements of its own, the account's policies decide."""
        statements = said or (allow("kms:*", principal={"AWS": ROOT}),)
        return self.make("kms:Key", name, policy=document(*statements), **inputs)

    def role(self, *said: dict[str, Any], name: str = "reader", **inputs: Any) -> Object:
        """Create a role for EC2 with a policy of its own."""
        trust = allow("sts:AssumeRole", None, principal={"Service": "ec2.amazonaws.com"})
        given = {"assumeRolePolicy": document(trust), **inputs}
        role = self.make("iam:Role", name, name=name, **given)
        if said:
            self.make(
                "iam:RolePolicy", f"{name}-own", role=name, name="own", policy=document(*said)
            )
        return role


def allow(action: Any, resource: Any = "*", effect: str = "Allow", **rest: Any) -> dict[str, Any]:
    """Return a statement; `principal` and `when` are its principal and its conditions."""
    said = {"Effect": effect, "Action": action, "Resource": resource}
    said |= {"Principal": rest.get("principal"), "Condition": rest.get("when")}
    return {key: value for key, value in said.items() if value is not None}


def deny(action: Any, resource: Any = "*", **rest: Any) -> dict[str, Any]:
    """Return a statement that denies."""
    return allow(action, resource, "Deny", **rest)


def document(*said: dict[str, Any]) -> str:
    """Return a policy document."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(said)})
