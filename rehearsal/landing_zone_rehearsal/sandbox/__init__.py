"""Simulated clouds that can say no: for the real engine, and for the recorder.

    sandbox = Sandbox()
    record(program, preview=False, clouds=InProcess(sandbox))
    assert sandbox.can(role, "read", bucket)

`python -m landing_zone_rehearsal.sandbox` serves one to Pulumi's engine.
"""

from .behaviour import Decision, Refused
from .faults import FaultKind, PlannedFault
from .inprocess import InProcess
from .objects import Object
from .simulation import Sandbox

__all__ = ["Decision", "FaultKind", "InProcess", "Object", "PlannedFault", "Refused", "Sandbox"]
