"""How Google Cloud refuses."""

from landing_zone_rehearsal.sandbox.behaviour import EVERY, Behaviour, Rule, Words

from . import (
    capacity,
    clusters,
    gateways,
    keys,
    logs,
    members,
    names,
    network,
    nodes,
    places,
    projects,
    storage,
)
from .access import can
from .inside import swept
from .labels import label_faults
from .policies import GRANTS
from .services import needs_its_api, needs_its_api_too

MEMBERS: tuple[Rule, ...] = (
    members.gives_a_role_that_exists,
    members.names_who_exists,
    members.has_a_readable_condition,
)
ON_BUCKETS: tuple[Rule, ...] = (
    members.keeps_the_public_out,
    members.is_in_a_bucket_without_lists,
)

BEHAVIOUR = Behaviour(
    words=Words(
        missing="googleapi: Error 404: The resource '{value}' was not found, notFound",
        conflict="googleapi: Error 409: The resource '{id}' already exists, alreadyExists",
        in_use="googleapi: Error 400: The resource '{id}' is already being used by '{other}',"
        " resourceInUseByAnotherResource",
        fixed="googleapi: Error 400: Invalid value for field '{property}': it cannot be changed,"
        " invalid",
        gone="googleapi: Error 404: The resource '{id}' was not found, notFound",
        busy="googleapi: Error 409: {parent} is being changed, operationInProgress",
        throttled="googleapi: Error 429: Quota exceeded, rateLimitExceeded",
        timed_out="timeout while waiting for state to become 'DONE'",
        failed="googleapi: Error 500: Internal error encountered., backendError",
    ),
    changing={
        EVERY: (needs_its_api,),
        **{
            type: (*MEMBERS, *(ON_BUCKETS if type.startswith("gcp:storage:") else ()))
            for type in GRANTS
        },
        "gcp:storage:ManagedFolderIamMember": (*MEMBERS, *ON_BUCKETS, storage.has_its_folder),
        "gcp:storage:ManagedFolder": (members.is_in_a_bucket_without_lists,),
        "gcp:storage:Bucket": (
            keys.may_use_its_key,
            storage.keeps_for_a_time_that_is_allowed,
            storage.keeps_what_it_locked,
        ),
        "gcp:logging:ProjectBucketConfig": (
            logs.is_not_locked,
            keys.may_use_its_key,
        ),
        "gcp:logging:ProjectExclusion": (logs.has_a_readable_filter,),
        "gcp:logging:ProjectSink": (logs.leads_somewhere, logs.has_a_readable_filter),
        "gcp:kms:CryptoKey": (keys.turns_in_time,),
        **dict.fromkeys(gateways.OWN, (gateways.stays_in_its_project,)),
        "gcp:compute:Subnetwork": (gateways.stays_in_its_project, network.has_ranges_of_its_own),
        "gcp:compute:GlobalAddress": (
            gateways.stays_in_its_project,
            network.reserves_what_is_free,
        ),
        "gcp:compute:Address": (gateways.stays_in_its_region,),
        "gcp:compute:Route": (gateways.stays_in_its_project, network.hides_no_subnetwork),
        "gcp:compute:RouterNat": (
            gateways.stays_in_its_region,
            gateways.serves_its_own_network,
            gateways.has_a_way_out,
        ),
        "gcp:servicenetworking:Connection": (gateways.peers_with_reserved_ranges,),
        "gcp:dns:ManagedZone": (names.is_the_only_one_in_its_networks,),
        "gcp:dns:RecordSet": (names.lies_in_its_zone,),
        "gcp:container:Cluster": (
            clusters.may_use_its_keys,
            clusters.goes_up_by_one,
            clusters.lies_in_its_network,
            clusters.is_reached_privately,
            clusters.may_be_patched,
            clusters.fits_together,
        ),
        "gcp:container:NodePool": (
            nodes.is_well_formed,
            nodes.has_room,
            nodes.follows_its_cluster,
            nodes.may_use_its_key,
            nodes.shares_what_it_has,
            places.is_in_its_region,
            capacity.takes_what_it_may,
            places.has_networks_apart,
        ),
        "gcp:compute:Network": (places.is_one_for_its_zone,),
        "gcp:compute:NetworkFirewallPolicyAssociation": (
            gateways.stays_in_its_project,
            places.suits_its_network,
        ),
        "gcp:iam:WorkloadIdentityPoolProvider": (projects.has_one_issuer,),
        "gcp:projects:OrganizationPolicy": (projects.says_one_thing,),
    },
    deleting={
        EVERY: (needs_its_api, projects.may_be_deleted),
        "gcp:storage:Bucket": (storage.is_empty,),
        "gcp:storage:BucketObject": (storage.outlives_its_retention,),
        "gcp:storage:ManagedFolder": (storage.holds_no_objects,),
        "gcp:logging:ProjectBucketConfig": (logs.is_not_locked,),
        "gcp:container:Cluster": (clusters.may_be_destroyed,),
        "gcp:compute:Reservation": (capacity.is_not_consumed,),
        "gcp:dns:ManagedZone": (names.is_empty,),
        "gcp:servicenetworking:Connection": (projects.serves_nobody,),
    },
    swept=swept,
    tag_faults=label_faults,
    asking=needs_its_api_too,
    can=can,
)
