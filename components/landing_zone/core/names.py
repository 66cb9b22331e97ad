"""Physical names: readable, deterministic, and legal where they are used."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from landing_zone.core.environment import Environment
from landing_zone.core.errors import LandingZoneError

DIGEST_LENGTH = 6
"""Hex digits that tell a world-wide name from any other customer's (16 million values)."""

Beginning = Literal["org", "stage", "component"]


@dataclass(frozen=True)
class NameRule:
    """What one kind of resource accepts as its name."""

    kind: str
    """What is named, in the cloud's words, such as `bucket`; errors say it."""
    max_length: int
    separator: str = "-"
    unique: bool = False
    """Whether the name must differ from every other customer's, so that it carries a digest."""
    begins_with: tuple[Beginning, ...] = ("org", "stage", "component")
    """What comes before the parts. Where there is no room for the component, the digest tells it
    from others; where the account is the scope, organisation and stage add nothing."""


@dataclass(frozen=True)
class Names:
    """The names that one component gives in one environment."""

    env: Environment
    component: str

    def logical(self, part: str) -> str:
        """Return the name of a child in the stack; it always begins with the component's."""
        return f"{self.component}-{part}"

    def physical(self, rule: NameRule, *parts: str) -> str:
        """Return the name in the cloud of something that people address by name.

        The same component in the same environment always gets the same name: nothing is random,
        so a preview shows the name that will be created.

        Raises:
            LandingZoneError: if it is longer than the rule allows; nothing is cut off.
        """
        name = self._compose(rule, parts)
        if len(name) > rule.max_length:
            raise LandingZoneError(self._fault(rule, name))
        return name

    def check(self, path: str, rule: NameRule, *parts: str) -> Iterator[LandingZoneError]:
        """Yield an error for a name that would be too long; `path` is the spec's field to mend."""
        name = self._compose(rule, parts)
        if len(name) > rule.max_length:
            yield LandingZoneError(f"{path}: {self._fault(rule, name)}")

    def _compose(self, rule: NameRule, parts: tuple[str, ...]) -> str:
        env = self.env
        beginnings = {"org": env.org, "stage": env.stage, "component": self.component}
        tokens = [*(beginnings[each] for each in rule.begins_with), *parts]
        words = [word for token in tokens for word in _words(token)]
        if rule.unique:
            salt = "/".join((env.identity, env.org, env.stage, self.component, *parts))
            words.append(sha256(salt.encode()).hexdigest()[:DIGEST_LENGTH])
        return rule.separator.join(words)

    def _fault(self, rule: NameRule, name: str) -> str:
        return (
            f"the {rule.kind} would be named '{name}', which has {len(name)} characters; "
            f"at most {rule.max_length} are allowed: shorten org, stage or '{self.component}'"
        )


def _words(token: str) -> list[str]:
    return token.replace("_", "-").split("-")
