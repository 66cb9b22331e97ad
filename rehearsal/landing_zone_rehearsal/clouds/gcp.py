"""What Google Cloud answers."""

from .model import CloudModel, Kind

CLOUD = CloudModel(
    package="gcp",
    place={
        "_account": "{project|=rehearsal-project}",
        "_region": "{region|=us-central1}",
    },
    kinds={
        "gcp:storage:Bucket": Kind(
            id="{name}",
            name="name",
            outputs={"url": "gs://{name}", "project": "{_account}"},
        ),
        "gcp:kms:KeyRing": Kind(
            id="projects/{_account}/locations/{location}/keyRings/{name}",
            name="name",
            outputs={"project": "{_account}"},
        ),
        "gcp:kms:CryptoKey": Kind(id="{keyRing}/cryptoKeys/{name}", name="name"),
    },
    functions={
        "gcp:organizations:getProject": {
            "projectId": "{projectId|_account}",
            "number": "{_number:12:_account}",
        },
    },
)
