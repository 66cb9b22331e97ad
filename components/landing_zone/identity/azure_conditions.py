"""Conditions that narrow a role on an Azure container to some of its folders."""

from collections.abc import Iterable

from landing_zone.identity.spec import Verb

BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"

ACTIONS = {
    Verb.READ: (),
    Verb.WRITE: ("write", "add/action", "delete", "move/action"),
    Verb.ADMIN: (
        "write",
        "add/action",
        "delete",
        "move/action",
        "deleteBlobVersion/action",
        "permanentDelete/action",
        "manageOwnership/action",
        "modifyPermissions/action",
    ),
}
"""What each verb's role allows beyond reading and listing; what is not named is not narrowed.

Source: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-attributes
"""

ABOVE_ALL = "runAsSuperUser/action"
"""The owner's way past every other check; it has to meet both halves of the condition."""


def within(verb: Verb, prefixes: Iterable[str | None]) -> str | None:
    """Return the condition that an object lies in one of some folders; None for everywhere.

    The folder itself counts too, so that tools which look at it before they list it work. A list
    is told by its prefix alone, which must end in the folder's slash, or it would show neighbours.

    Source: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-examples
    """
    folders = list(prefixes)
    named = [folder for folder in folders if folder is not None]
    if len(named) < len(folders):
        return None
    above = [_matches(ABOVE_ALL)] if verb is Verb.ADMIN else []
    read, listed = f"{BLOBS}/read", "SubOperationMatches{'Blob.List'}"
    touches = [
        f"!(ActionMatches{{'{read}'}} AND NOT {listed})",
        *(_matches(action) for action in ACTIONS[verb]),
        *above,
    ]
    lists = [f"!(ActionMatches{{'{read}'}} AND {listed})", *above]
    path = f"@Resource[{BLOBS}:path]"
    lies = [
        test
        for folder in named
        for test in (
            f"{path} StringStartsWith '{folder}'",
            f"{path} StringEquals '{folder.rstrip('/')}'",
        )
    ]
    asks = [f"@Request[{BLOBS}:prefix] StringStartsWith '{folder}'" for folder in named]
    return f"{_clause(touches, lies)} AND {_clause(lists, asks)}"


def _matches(action: str) -> str:
    return f"!(ActionMatches{{'{BLOBS}/{action}'}})"


def _clause(unless: list[str], holds: list[str]) -> str:
    return f"(({' AND '.join(unless)}) OR ({' OR '.join(holds)}))"
