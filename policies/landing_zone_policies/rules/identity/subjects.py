"""Whose token it is: whether what is said of its subject leaves one owner, or all the world."""

from __future__ import annotations

import re

WILD = re.compile(r"[*?]")

OWNED = re.compile(
    r"(?:repo|repository|project_path|group_path|namespace_path):[^:/*?]+/"
    r"|system:serviceaccount:[^:*?]+:"
    r"|(?:organization|org|owner|enterprise|\w+_id|\w+_owner|\w+_ref):[^:/*?]+[:/]"
    r"|pulumi:\w+:org:[^:*?]+:"
    r"|[^:/*?]+/"
)
"""The beginning of a subject, down to the end of whose it is: `repo:acme/`.

Sources: https://docs.github.com/actions/reference/security/oidc#example-subject-claims
https://docs.gitlab.com/ci/secrets/id_token_authentication/
https://kubernetes.io/docs/reference/access-authn-authz/authentication/#service-account-tokens
https://developer.hashicorp.com/terraform/cloud-docs/workspaces/dynamic-provider-credentials/workload-identity-tokens
https://www.pulumi.com/docs/administration/access-identity/oidc-client/
"""
KINDS = re.compile(
    r"(?:repo|repository|project_path|group_path|namespace_path|system|organization|org|owner"
    r"|enterprise|pulumi)(?::|$)"
)
"""How subjects begin that have an owner further on, whoever issues them."""
SHARED = (
    *("token.actions.githubusercontent.com", "gitlab.com", "app.terraform.io"),
    *("api.pulumi.com/oidc", "agent.buildkite.com", "oidc.vercel.com"),
)
"""Issuers that give tokens to everybody who signs up."""
END = re.compile(r"[:/|@}]")


def is_one_owners(value: str, issuer: str = "") -> bool:
    """Say whether a pattern of a subject, `*` and `?` aside, is about one owner's tokens.

    Who runs his own issuer has to say less: any part of the subject will do.
    """
    wild = WILD.search(value)
    if wild is None:
        return bool(value.strip())
    fixed = value[: wild.start()]
    if issuer in SHARED or KINDS.match(fixed):
        return OWNED.match(fixed) is not None
    return END.search(fixed) is not None
