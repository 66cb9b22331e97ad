"""How AWS refuses."""

from landing_zone_rehearsal.sandbox.behaviour import Behaviour, Words

BEHAVIOUR = Behaviour(
    words=Words(
        missing="InvalidParameterValue: {type} {value} does not exist",
        conflict="EntityAlreadyExists: {name} already exists",
        in_use="DependencyViolation: {id} has dependencies and cannot be deleted",
        fixed="InvalidParameterValue: {property} cannot be changed",
        gone="NoSuchEntity: {id} does not exist",
        busy="ConcurrentModification: {parent} is being changed",
        throttled="ThrottlingException: Rate exceeded",
        timed_out="timeout while waiting for state to become 'available' (last state: 'pending')",
        failed="InternalError: An internal error has occurred",
    ),
)
