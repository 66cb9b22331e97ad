"""What a rule says of a resource."""

from typing import TypeAlias


class _Said:
    """What an outcome says; two are the same only if they are of one kind.

    Neither tuples, of which a pass and a failure can be equal, nor dataclasses, whose import is a
    twentieth of a whole check.
    """

    __slots__ = ()

    path = ""
    message = ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Said) and self._parts() == other._parts()

    def __hash__(self) -> int:
        return hash(self._parts())

    def __repr__(self) -> str:
        return f"{type(self).__name__}{tuple(getattr(self, name) for name in self.__slots__)}"

    def _parts(self) -> tuple[object, ...]:
        return (type(self), self.path, self.message)


class Pass(_Said):
    """The resource is as the rule wants it."""

    __slots__ = ("path",)

    def __init__(self, path: str = "") -> None:
        self.path = path


class Fail(_Said):
    """The resource is not as the rule wants it."""

    __slots__ = ("message", "path")

    def __init__(self, path: str, message: str) -> None:
        """Say what is wrong.

        Args:
            path: The property, as `paths` writes it; empty where it is the resource itself.
            message: In one line without a secret; the rule adds how to mend it.
        """
        self.path, self.message = path, message


class Undetermined(_Said):
    """What the rule wants to know is not known yet, or lies outside of what it sees."""

    __slots__ = ("message", "path")

    def __init__(self, path: str, message: str) -> None:
        self.path, self.message = path, message


class NotApplicable(_Said):
    """The rule looks at such resources, but not at this one."""

    __slots__ = ("message",)

    def __init__(self, reason: str) -> None:
        self.message = reason

    @property
    def reason(self) -> str:
        """Why."""
        return self.message


Outcome: TypeAlias = Pass | Fail | Undetermined | NotApplicable
