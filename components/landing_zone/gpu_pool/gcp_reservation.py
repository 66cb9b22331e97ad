"""The reservation that a rung's machines come from on Google Cloud: somebody's, or one of ours."""

import pulumi
from pulumi_gcp import compute

from landing_zone.gpu_pool.gcp_pool import GENERAL, LOCAL_DISK_GIB, RESERVATION, Pool

Properties = compute.ReservationSpecificReservationInstancePropertiesArgsDict


def reserved(pool: Pool, code: str, zone: str) -> pulumi.Input[str]:
    """Return the reservation that a rung's machines come from, as node pools name it.

    One of ours keeps machines for this rung alone, which cost what they cost from now on.
    """
    rung, scope = pool.rungs[code], pool.scope
    if rung.id is not None:
        return consumed(rung.id)
    return compute.Reservation(
        scope.child(f"{code}-reserved"),
        project=scope.env.account,
        zone=zone,
        specific_reservation={
            "count": rung.nodes or 1,
            "instance_properties": _properties(pool),
        },
        specific_reservation_required=True,
        opts=scope.opts(),
    ).name


def consumed(id: str) -> str:
    """Return how a node pool names a reservation: `h100`, or `projects/other/reservations/h100`."""
    found = RESERVATION.fullmatch(id)
    if found is None or found["project"] is None:
        return id
    return f"projects/{found['project']}/reservations/{found['name']}"


def _properties(pool: Pool) -> Properties:
    """Return what a reserved machine is: a node that has more or less does not take it.

    Disks that a machine has only if asked for are counted in the catalogue; others go unsaid.

    Sources: https://cloud.google.com/compute/docs/instances/reservations-overview#requirements,
    https://cloud.google.com/compute/docs/disks/local-ssd#lssd_disk_options
    """
    machine = pool.choice.machine
    own: Properties = {"machine_type": machine.name}
    if machine.name.startswith(GENERAL):
        own["guest_accelerators"] = [
            {
                "accelerator_type": machine.words["accelerator"],
                "accelerator_count": int(machine.count),
            }
        ]
    if pool.spec.local_nvme and machine.nvme_disks:
        own["local_ssds"] = [
            {"interface": "NVME", "disk_size_gb": LOCAL_DISK_GIB} for _ in range(machine.nvme_disks)
        ]
    return own
