"""The simulated clouds: they create, change and delete, remember, and refuse."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Collection, Generator, Iterable, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

from landing_zone_rehearsal.clouds import Clouds
from landing_zone_rehearsal.clouds.facts import facts

from .behaviour import Act, Decision, Refused, Request
from .decisions import decide
from .difference import Difference, difference
from .faults import Faults, PlannedFault
from .keeper import Keeper
from .making import Maker, without_defaults
from .objects import Object, Place, World
from .refusals import input_faults, refusals
from .shapes import Fault, Shapes
from .store import Store
from .turns import Turns, behaviour_of

Inputs: TypeAlias = Mapping[str, Any]
"""Properties by name: of a resource, or of the provider behind it."""


class Sandbox:
    """Simulated clouds that can say no.

    All accounts of all clouds are in one sandbox. It may be called from several threads.
    """

    def __init__(
        self,
        path: Path | None = None,
        *,
        faults: Iterable[PlannedFault] = (),
        latency_seconds: float = 0.0,
        shapes: Shapes | None = None,
        clouds: Clouds | None = None,
    ) -> None:
        """Open simulated clouds.

        Args:
            path: The SQLite file that keeps them; without one they end with the process.
            faults: What is to go wrong.
            latency_seconds: How long each change takes.
            shapes: What the SDKs say of inputs.
            clouds: What the clouds answer.
        """
        self._lock = threading.RLock()
        self._store = Store(path)
        self._world = World(self._store.objects())
        self._keeper = Keeper(self._world, self._store)
        self._turns = Turns(Faults(faults), latency_seconds, self._lock)
        self._shapes = shapes or Shapes()
        self._clouds = clouds or Clouds()
        self._lives = Counter(self._store.created())
        self._maker = Maker(self._clouds, self._world, self._lives)

    def close(self) -> None:
        """Close the file."""
        self._store.close()

    def check(
        self, type: str, name: str, urn: str, inputs: Inputs, old: Inputs | None = None
    ) -> tuple[dict[str, Any], list[Fault]]:
        """Check inputs by themselves, and name what the program leaves to Pulumi to name.

        `old` is what was given before: nothing for a creation, and nothing for a replacement.
        """
        with self._lock:
            checked = self._maker.named(type, name, urn, inputs, old or {})
        found = self._shapes.check(type, inputs)
        behaviour = behaviour_of(type)
        return checked, [*found, *input_faults(facts(type), behaviour, checked)]

    def diff(
        self, type: str, old: Inputs, new: Inputs, ignored: Collection[str] = ()
    ) -> list[Difference]:
        """Say which properties change, and which of them replace the resource."""
        return difference(facts(type), without_defaults(old), without_defaults(new), ignored)

    def deletes_first(self, type: str, inputs: Inputs) -> bool:
        """Whether a replacement has to make room first, as its name was fixed by the program."""
        return self._maker.deletes_first(type, inputs)

    def foresee(
        self,
        type: str,
        inputs: Inputs,
        old: Inputs | None = None,
        old_inputs: Inputs | None = None,
    ) -> dict[str, Any]:
        """Say what a preview shows: what is computed is unknown, or as it was before an update."""
        return self._maker.foresee(type, inputs, old or {}, old_inputs)

    def create(
        self, type: str, name: str, urn: str, inputs: Inputs, provider: Inputs | None = None
    ) -> Object:
        """Create a resource.

        Raises:
            Refused: The cloud does not; nothing was created.
            NotReady: It was created, and a planned fault keeps it from becoming ready.
        """
        with self._lock:
            made = self._maker.build(type, name, urn, inputs, provider or {})
        with self._changing("create", made, urn):
            self._refuse(Request(act="create", object=made, world=self._world))
            self._keeper.keep(made)
            self._lives[urn] += 1
        return made

    def read(
        self, type: str, id: str, known: Inputs | None = None, provider: Inputs | None = None
    ) -> Object | None:
        """Look a living resource up, with the secrets that the caller shows that it knows."""
        with self._lock:
            found = self._world.get(type, id, self._place(type, known or {}, provider))
            return self._keeper.opened(found, known or {}) if found else None

    def update(
        self, type: str, id: str, urn: str, inputs: Inputs, provider: Inputs | None = None
    ) -> Object:
        """Change a resource in place.

        Raises:
            Refused: The cloud does not; nothing was changed.
            NotReady: It was changed, and a planned fault keeps it from becoming ready.
        """
        old = self._keeper.standing(type, id, self._place(type, inputs, provider))
        made = self._maker.rebuild(old, urn, inputs, provider or {})
        with self._changing("update", made, urn):
            self._refuse(Request(act="update", object=made, old=old, world=self._world))
            self._keeper.keep(made)
        return made

    def delete(
        self,
        type: str,
        id: str,
        urn: str = "",
        known: Inputs | None = None,
        provider: Inputs | None = None,
    ) -> None:
        """Delete a resource; one that is gone already is gone.

        Raises:
            Refused: The cloud does not; nothing was deleted.
        """
        found = self._world.get(type, id, self._place(type, known or {}, provider))
        if found is None:
            return
        with self._changing("delete", found, urn or found.urn):
            self._refuse(Request(act="delete", object=found, world=self._world))
            behaviour = behaviour_of(type)
            for inside in [*behaviour.swept(self._world, found)] if behaviour else []:
                self._keeper.end(inside)
            self._keeper.end(found)

    def invoke(
        self, token: str, arguments: Inputs, provider: Inputs | None = None
    ) -> dict[str, Any]:
        """Answer a data source.

        Raises:
            Refused: The cloud does not, or the sandbox has no answer.
        """
        behaviour = behaviour_of(token)
        account = self._maker.place(token, arguments, provider or {}).account
        refusal = behaviour and next(behaviour.asking(self._world, token, arguments, account), None)
        answer = self._clouds.call(token, arguments, provider or {})
        if refusal or answer is None:
            raise Refused(refusal or f"{token}: the simulated cloud does not answer this function")
        return answer

    def objects(self, *types: str) -> list[Object]:
        """Return what exists, oldest first: everything, or what is of these short types."""
        return [*self._world.of(*types)]

    def left_over(self) -> list[Object]:
        """Return what deletions left behind, as they do in the real clouds."""
        return [*self._world.left_over()]

    def calls(self) -> list[tuple[str, str, str, str, str | None]]:
        """Return every change that was asked for: act, type, URN, ID, why it was refused."""
        return self._store.calls()

    def can(self, principal: str, verb: str, resource: str) -> Decision:
        """Say whether a principal may do something, by the policies that were deployed.

        Args:
            principal: As the cloud names it: a role's ARN, the e-mail address of a service
                account or group, the object ID of an identity or group; or a pod by its service
                account, `system:serviceaccount:NAMESPACE:NAME`.
            verb: `read`, `write` or `admin` as the lake means them, or an operation in the
                cloud's own words, such as `s3:GetObject`.
            resource: A layer's `id` (with `/` and the name of an object below it), or a key's.
        """
        return decide(self._world, principal, verb, resource)

    def change(self, type: str, id: str, path: str, value: Any) -> None:
        """Change a property behind the engine's back.

        Raises:
            Refused: There is no such resource.
        """
        with self._lock:
            self._keeper.change(self._keeper.standing(type, id), path, value)

    def remove(self, type: str, id: str) -> None:
        """Delete a resource behind the engine's back, whatever needs it.

        Raises:
            Refused: There is no such resource.
        """
        with self._lock:
            self._keeper.forget(self._keeper.standing(type, id))

    def _place(self, type: str, inputs: Inputs, provider: Inputs | None) -> Place | None:
        """Say where to look; everywhere when nobody says with which provider."""
        return None if provider is None else self._maker.place(type, inputs, provider)

    @contextmanager
    def _changing(self, act: Act, object: Object, urn: str) -> Generator[None]:
        """Make a change, and write down how it went."""
        refused: str | None = None
        try:
            with self._turns.change(act, object):
                yield
        except Refused as refusal:
            refused = str(refusal)
            raise
        finally:
            with self._lock:
                self._store.note(act, object.type, urn, object.id, refused)

    def _refuse(self, request: Request) -> None:
        behaviour = behaviour_of(request.object.type)
        reason = next(refusals(request, behaviour), None) if behaviour else None
        if reason is not None:
            raise Refused(reason)
