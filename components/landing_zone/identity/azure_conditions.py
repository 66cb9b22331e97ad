"""Conditions that narrow a role on an Azure container to some of its folders."""

from collections.abc import Iterable, Mapping

from landing_zone.identity.spec import Verb

BLOBS = "Microsoft.Storage/storageAccounts/blobServices/containers/blobs"

_WRITES = ("write", "add/action", "delete", "move/action")

CHANGES: Mapping[Verb, tuple[str, ...]] = {
    Verb.READ: (),
    Verb.WRITE: _WRITES,
    Verb.ADMIN: (*_WRITES, "deleteBlobVersion/action", "permanentDelete/action"),
}
"""What each verb allows beyond reading and listing, and so what its condition has to narrow.

What is deleted is restored by writing it. Owners and permissions of files stay as they are: whoever
changes those lets others in, past all that is declared here.

Source: https://learn.microsoft.com/azure/storage/blobs/storage-auth-abac-attributes
"""


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
    read, listed = f"ActionMatches{{'{BLOBS}/read'}}", "SubOperationMatches{'Blob.List'}"
    touches = [
        f"!({read} AND NOT {listed})",
        *(f"!(ActionMatches{{'{BLOBS}/{action}'}})" for action in CHANGES[verb]),
    ]
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
    return f"{_clause(touches, lies)} AND {_clause([f'!({read} AND {listed})'], asks)}"


def _clause(unless: list[str], holds: list[str]) -> str:
    return f"(({' AND '.join(unless)}) OR ({' OR '.join(holds)}))"
