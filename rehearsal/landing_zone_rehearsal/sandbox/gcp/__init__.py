"""How Google Cloud refuses."""

from landing_zone_rehearsal.sandbox.behaviour import Behaviour, Words

BEHAVIOUR = Behaviour(
    words=Words(
        missing="googleapi: Error 404: The resource '{value}' was not found, notFound",
        conflict="googleapi: Error 409: The resource '{id}' already exists, alreadyExists",
        in_use="googleapi: Error 400: The resource '{id}' is already being used by '{other}',"
        " resourceInUseByAnotherResource",
        fixed="googleapi: Error 400: Invalid value for field '{property}', invalid",
        gone="googleapi: Error 404: The resource '{id}' was not found, notFound",
        busy="googleapi: Error 409: {parent} is being changed, operationInProgress",
        throttled="googleapi: Error 429: Quota exceeded, rateLimitExceeded",
        timed_out="timeout while waiting for state to become 'DONE'",
        failed="googleapi: Error 500: Internal error encountered., backendError",
    ),
)
