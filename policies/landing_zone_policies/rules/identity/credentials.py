"""Telling credentials from other texts, by how they look and by what they are called.

A value that Pulumi keeps secret is looked at like any other, and never shown: encrypted in the
state, it is handed to the cloud in clear, and the cloud shows it to whoever may read the function
or the machine. Where it is hidden from us, its name decides; if that tells nothing it is left open.
What is known after deployment comes from another resource, and is no literal.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, cast

from landing_zone_policies.paths import Found
from landing_zone_policies.values import UNKNOWN, Gap, bare

DEEPEST = 24
LONGEST = 200_000

FORMATS: Mapping[str, str] = {
    "an access key of AWS": r"(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Z0-9])",
    "an API key of Google": r"(?<![\w-])AIza[\w-]{35}(?![\w-])",
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----",
    "an account key of Azure": r"(?i:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,}={0,2}",
    "a signature of Azure": r"[?&]sig=[A-Za-z0-9%+/]{40,}",
    "a token of GitHub": r"(?<!\w)(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\w{22,})",
    "a token of GitLab": r"(?<![\w-])glpat-[\w-]{20,}",
    "a token of Slack": r"(?<!\w)xox[abeoprs]-[0-9A-Za-z-]{10,}",
    "a webhook of Slack": r"hooks\.slack\.com/services/T\w{6,}/B\w{6,}/\w{16,}",
    "a key of Anthropic": r"(?<![\w-])sk-ant-[\w-]{20,}",
    "a key of OpenAI": r"(?<![\w-])sk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{40,}",
    "a token of Hugging Face": r"(?<!\w)hf_[A-Za-z0-9]{30,}(?!\w)",
    "a key of NVIDIA": r"(?<![\w-])nvapi-[\w-]{40,}",
    "a token of Databricks": r"(?<!\w)dapi[0-9a-f]{32}(?!\w)",
    "a token of Pulumi": r"(?<![\w-])pul-[0-9a-f]{40}(?!\w)",
    "a token of Vault": r"(?<!\w)hvs\.[\w-]{24,}",
    "a token of npm": r"(?<!\w)npm_[A-Za-z0-9]{36}(?!\w)",
    "a token of PyPI": r"(?<![\w-])pypi-AgEIcHlwaS5vcmc[\w-]{50,}",
    "a key of Stripe": r"(?<!\w)[rs]k_live_[0-9A-Za-z]{20,}",
    "a key of SendGrid": r"(?<!\w)SG\.[\w-]{16,}\.[\w-]{32,}",
    "a signed token": r"(?<![\w-])eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{16,}",
    "a password in a command": r"(?i)\bnet\s+user\s+\S+\s+(?![/*$%])\S{4,}\s+/add\b",
    "a password in an address": (
        r"(?<![\w+.-])[a-zA-Z][a-zA-Z0-9+.-]*://[^\s/:@'\"]*:"
        r"(?![$<{*%])[^\s/@'\"]{3,}@[\w\[]"
    ),
    "a password in a connection string": (
        r"(?i)(?:server|host|data source|endpoint|user id|uid|username)\s*=[^;]+;"
        r"(?:[^;]{1,300};){0,30}?"
        r"\s*(?:password|pwd)\s*=\s*(?![$<{*%])[^;\s]{3,}"
    ),
}
"""Texts that are nothing but credentials, by what they are.

Sources: https://docs.github.com/code-security/secret-scanning/introduction/supported-secret-scanning-patterns,
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
"""

WORDS = r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+"
PASSWORDS = ("password", "passwd", "pwd", "passphrase")
SECRETS = (
    *("secret", "token", "api_key", "apikey", "secret_key", "access_key", "private_key"),
    *("client_secret", "account_key", "auth_key", "signing_key", "credential", "credentials"),
)
REFERENCE = (
    r"(?i)arn:|https?://|projects/|/|\.{1,2}/|ssm:|vault:|secretref:|secret://|ref\+|\$|`|@microsoft\.keyvault"
    r"|<|\{\{|%|\*+$|x+$|file:|kubernetes://|gs://|s3://|sm://|op://|env:|valuefrom"
)
"""How values begin that say where a credential is, or that there is to be one."""
EMPTY = frozenset(
    {"", "true", "false", "none", "null", "nil", "todo", "optional", "required", "disabled"}
    | {"enabled", "yes", "no", "redacted", "[secret]", "placeholder", "unset", "default"}
)
ASSIGNED = (
    r"""(?m)(?:^|[\s;"'(]|--env[= ]|-e |--)(?:export\s+)?(?P<name>[A-Za-z_][A-Za-z0-9_.-]{2,60})"""
    r"""["']?\s*(?:=|:\s)\s*(?P<value>"[^"\n]*"|'[^'\n]*'|[^\s"';,)]+)"""
)
EXAMPLE = r"(?i)example"
PLAIN = r"[\w-]+"
BASE64 = r"[A-Za-z0-9+/\s]{24,}={0,2}\s*"
LEAST_ENTROPY = 3.2
"""Bits for each character, below which a text is a word or a name rather than a key."""


class Leak(NamedTuple):
    """A credential, or what may be one."""

    path: str
    what: str
    is_certain: bool = True


def leaks(found: Found) -> Iterator[Leak]:
    """Yield the credentials in a property, however deep, in text, JSON and base64."""
    name = found.path.rpartition(".")[2]
    yield from _walk(found.path, name, found.value, hidden=found.secret, depth=0)


def named(name: str) -> str | None:
    """Say what a name promises: `password`, `secret`, or nothing."""
    words = "_".join(each for each in re.split(WORDS, name) if each).casefold()
    if words.endswith(PASSWORDS):
        return "password"
    for each in SECRETS:
        if words == each or words.endswith(f"_{each}"):
            return "secret"
    return None


def _walk(path: str, name: str, value: Any, *, hidden: bool, depth: int) -> Iterator[Leak]:
    plain = bare(value)
    hidden = hidden or plain is not value
    if depth > DEEPEST:
        return
    if isinstance(plain, Mapping):
        yield from _in_object(path, cast("Mapping[str, Any]", plain), hidden=hidden, depth=depth)
    elif isinstance(plain, list):
        for index, each in enumerate(cast("list[Any]", plain)):
            yield from _walk(f"{path}[{index}]", name, each, hidden=hidden, depth=depth + 1)
    elif isinstance(plain, str):
        yield from _in_text(path, name, plain[:LONGEST], hidden=hidden, depth=depth)
    elif plain is UNKNOWN and hidden:
        yield Leak(path, f"{name}, a secret of the program", is_certain=named(name) is not None)


def _in_object(
    path: str, mapping: Mapping[str, Any], *, hidden: bool, depth: int
) -> Iterator[Leak]:
    name = next((bare(mapping[each]) for each in ("name", "key") if each in mapping), None)
    if isinstance(name, str) and "value" in mapping:
        at = f"{path}.value"
        yield from _walk(at, name, mapping["value"], hidden=hidden, depth=depth + 1)
        return
    for key, each in mapping.items():
        if each is not None:
            at = f"{path}.{key}" if re.fullmatch(PLAIN, key) else f'{path}["{key}"]'
            yield from _walk(at, key, each, hidden=hidden, depth=depth + 1)


def _in_text(path: str, name: str, text: str, *, hidden: bool, depth: int) -> Iterator[Leak]:
    told = next((what for what, pattern in FORMATS.items() if _matches(pattern, text)), None)
    if told:
        yield Leak(path, told)
        return
    inner = _json(text)
    if inner is not None:
        for each in _walk(path, name, inner, hidden=hidden, depth=depth + 1):
            yield Leak(path, each.what, each.is_certain)
        return
    if _is_credential(name, text):
        yield Leak(path, _called(name, hidden=hidden))
        return
    decoded = _decoded(text)
    if decoded:
        if depth < DEEPEST:
            yield from _in_text(path, name, decoded, hidden=hidden, depth=depth + 1)
    elif any(each in text for each in "\n ="):
        for each in re.finditer(ASSIGNED, text):
            if _is_credential(each["name"], each["value"].strip("\"'")):
                yield Leak(path, _called(each["name"], hidden=hidden))
                return


def _called(name: str, *, hidden: bool) -> str:
    """Say whose value it looks like; what is in a secret is not told, not even its name."""
    return f"what looks like {'a credential' if hidden else f'the value of {name}'}"


def _matches(pattern: str, text: str) -> bool:
    return any(not re.search(EXAMPLE, each[0]) for each in re.finditer(pattern, text))


def _is_credential(name: str, value: str) -> bool:
    promised = named(name)
    text = value.strip()
    if not promised or text.casefold() in EMPTY or re.match(REFERENCE, text) or " " in text:
        return False
    if promised == "password":
        return len(text) >= 4
    kinds = sum(bool(re.search(each, text)) for each in ("[a-z]", "[A-Z]", "[0-9]"))
    return len(text) >= 16 and kinds >= 2 and entropy(text) >= LEAST_ENTROPY and not _is_name(text)


def entropy(text: str) -> float:
    """Return how much each character of a text tells, in bits."""
    counts = Counter(text)
    return -sum(n / len(text) * math.log2(n / len(text)) for n in counts.values())


def _is_name(text: str) -> bool:
    """Whether a text is made of words or numbers: `prod-db-2`, a UUID, a version, a host."""
    parts = re.split(r"[-_./:]", text)
    return len(parts) > 1 and all(
        re.fullmatch(r"[A-Za-z]{1,14}\d{0,4}|\d{1,8}|[0-9a-f]{1,12}", each) for each in parts
    )


def _json(text: str) -> Any:
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _decoded(text: str) -> str | None:
    if not re.fullmatch(BASE64, text):
        return None
    from binascii import a2b_base64  # noqa: PLC0415 (few texts are that far)

    try:
        decoded = a2b_base64("".join(text.split()), strict_mode=True).decode()
    except ValueError:
        return None
    return decoded if decoded.isprintable() or "\n" in decoded else None


def is_gap(found: Found) -> bool:
    """Whether there is nothing to look at: not a value, and not a secret either."""
    return isinstance(found.value, Gap) and not (found.secret and found.value is UNKNOWN)
