"""How Azure refuses."""

from landing_zone_rehearsal.sandbox.behaviour import Behaviour, Words

BEHAVIOUR = Behaviour(
    words=Words(
        missing="Code=\"ResourceNotFound\" Message=\"The Resource '{value}' was not found.\"",
        conflict="Code=\"Conflict\" Message=\"The resource '{id}' already exists.\"",
        in_use="Code=\"ResourceInUse\" Message=\"'{id}' is used by '{other}'.\"",
        fixed="Code=\"PropertyChangeNotAllowed\" Message=\"{property} cannot be changed.\"",
        gone="Code=\"ResourceNotFound\" Message=\"The Resource '{id}' was not found.\"",
        busy='Code="AnotherOperationInProgress" Message="Another operation on {parent} is running."',
        throttled='Code="TooManyRequests" Message="The request is being throttled."',
        timed_out="Future#WaitForCompletion: context has been cancelled",
        failed='Code="InternalServerError" Message="An error occurred."',
    ),
)
