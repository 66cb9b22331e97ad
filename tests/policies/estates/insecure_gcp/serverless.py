"""Functions, services, jobs and builds, straight from the getting-started guides."""

from pulumi_gcp import (
    apigateway,
    appengine,
    artifactregistry,
    cloudbuild,
    cloudfunctions,
    cloudfunctionsv2,
    cloudrun,
    cloudrunv2,
    cloudscheduler,
    cloudtasks,
    composer,
    datafusion,
    dataproc,
    eventarc,
    sourcerepo,
    storage,
    workflows,
)

EXPECTED = {
    "function-code": "abroad untagged unkeyed",
    "hello-function": "public cleartext password abroad untagged borrowed",
    "hello-invoker": "public",
    "hello-binding": "public",
    "hello-v2": "public password abroad untagged borrowed",
    "hello-v2-invoker": "public",
    "web-service": "abroad untagged password borrowed",
    "web-service-invoker": "public",
    "run-v2": "public abroad untagged borrowed password",
    "run-v2-invoker": "public",
    "run-policy": "public",
    "run-job": "abroad untagged borrowed",
    "gpu-service": "public abroad untagged unbounded",
    "app": "abroad",
    "app-version": "password cleartext",
    "app-firewall": "open",
    "gateway-api": "untagged",
    "nightly": "abroad cleartext",
    "build-trigger": "password abroad",
    "airflow": "public unkeyed abroad untagged",
    "hadoop": "public-machines unkeyed abroad untagged",
    "hadoop-gpu": "public-machines unbounded untagged abroad",
    "spark-job": "untagged abroad",
    "fusion": "public unkeyed abroad untagged",
    "flow": "abroad untagged borrowed",
    "queue": "abroad",
    "on-upload": "abroad untagged",
    "public-mirror": "abroad untagged unkeyed",
}


def functions():
    """https://www.pulumi.com/templates/serverless-application/gcp/"""
    code = storage.Bucket("function-code", location="US")
    hello = cloudfunctions.Function(
        "hello-function",
        runtime="python39",
        region="us-central1",
        available_memory_mb=128,
        source_archive_bucket=code.name,
        source_archive_object="app.zip",
        trigger_http=True,
        https_trigger_security_level="SECURE_OPTIONAL",
        ingress_settings="ALLOW_ALL",
        entry_point="hello",
        environment_variables={"DB_PASSWORD": "hunter2-Hunter2", "JWT_SECRET": "T2BYL6#]zc>Byuzu"},
    )
    cloudfunctions.FunctionIamMember(
        "hello-invoker",
        cloud_function=hello.name,
        role="roles/cloudfunctions.invoker",
        member="allUsers",
    )
    cloudfunctions.FunctionIamBinding(
        "hello-binding",
        cloud_function=hello.name,
        role="roles/cloudfunctions.invoker",
        members=["allUsers", "allAuthenticatedUsers"],
    )
    second = cloudfunctionsv2.Function(
        "hello-v2",
        location="us-central1",
        build_config={"runtime": "nodejs18", "entry_point": "hello"},
        service_config={
            "ingress_settings": "ALLOW_ALL",
            "environment_variables": {"API_TOKEN": "ghp_16C7e42F292c6912E7710c838347Ae178B4a"},
        },
    )
    cloudfunctionsv2.FunctionIamMember(
        "hello-v2-invoker",
        cloud_function=second.name,
        role="roles/cloudfunctions.invoker",
        member="allUsers",
    )


def services():
    """https://www.pulumi.com/templates/container-service/gcp/"""
    container = {
        "image": "gcr.io/cloudrun/hello",
        "envs": [{"name": "DATABASE_PASSWORD", "value": "hunter2-Hunter2"}],
    }
    service = cloudrun.Service(
        "web-service", location="us-central1", template={"spec": {"containers": [container]}}
    )
    cloudrun.IamMember(
        "web-service-invoker",
        service=service.name,
        location="us-central1",
        role="roles/run.invoker",
        member="allUsers",
    )
    newer = cloudrunv2.Service(
        "run-v2",
        location="us-central1",
        ingress="INGRESS_TRAFFIC_ALL",
        deletion_protection=False,
        template={"containers": [container]},
    )
    cloudrunv2.ServiceIamMember(
        "run-v2-invoker",
        name=newer.name,
        location="us-central1",
        role="roles/run.invoker",
        member="allUsers",
    )
    cloudrun.IamPolicy(
        "run-policy",
        service=service.name,
        location="us-central1",
        policy_data='{"bindings":[{"role":"roles/run.invoker","members":["allUsers"]}]}',
    )
    cloudrunv2.Job(
        "run-job",
        location="us-central1",
        template={
            "template": {"containers": [{"image": "us-docker.pkg.dev/cloudrun/container/job"}]}
        },
    )
    cloudrunv2.Service(
        "gpu-service",
        location="us-central1",
        ingress="INGRESS_TRAFFIC_ALL",
        template={
            "containers": [
                {
                    "image": "ollama/ollama",
                    "resources": {"limits": {"nvidia.com/gpu": "1", "cpu": "4", "memory": "16Gi"}},
                }
            ],
            "node_selector": {"accelerator": "nvidia-l4"},
        },
    )


def applications():
    """https://github.com/ine-labs/GCPGoat/blob/main/main.tf"""
    appengine.Application("app", location_id="us-central", database_type="CLOUD_FIRESTORE")
    appengine.StandardAppVersion(
        "app-version",
        service="default",
        runtime="python39",
        entrypoint={"shell": "gunicorn -b :$PORT main:app"},
        deployment={"zip": {"source_url": "https://storage.googleapis.com/acme/app.zip"}},
        env_variables={"SECRET_KEY": "django-insecure-9x4l2k"},
        handlers=[{"url_regex": ".*", "security_level": "SECURE_OPTIONAL"}],
    )
    appengine.FirewallRule("app-firewall", action="ALLOW", source_range="*", priority=1000)
    apigateway.Api("gateway-api", api_id="api")
    cloudscheduler.Job(
        "nightly",
        schedule="0 3 * * *",
        region="us-central1",
        http_target={"uri": "http://example.com/run", "http_method": "POST"},
    )
    cloudbuild.Trigger(
        "build-trigger",
        location="global",
        trigger_template={"branch_name": "main", "repo_name": "app"},
        build={
            "steps": [
                {
                    "name": "gcr.io/cloud-builders/docker",
                    "envs": ["DOCKER_PASSWORD=hunter2-Hunter2"],
                }
            ]
        },
    )
    cloudtasks.Queue("queue", location="us-central1")
    sourcerepo.Repository("mirror-source", name="app")
    artifactregistry.Repository(
        "public-mirror",
        repository_id="mirror",
        format="DOCKER",
        location="us-east1",
        mode="REMOTE_REPOSITORY",
        remote_repository_config={"docker_repository": {"public_repository": "DOCKER_HUB"}},
    )


def pipelines():
    """https://cloud.google.com/composer/docs/composer-2/terraform-create-environments"""
    composer.Environment(
        "airflow",
        region="us-central1",
        config={"software_config": {"image_version": "composer-2-airflow-2"}},
    )
    hadoop = dataproc.Cluster("hadoop", region="us-central1")
    dataproc.Cluster(
        "hadoop-gpu",
        region="us-central1",
        cluster_config={
            "gce_cluster_config": {"zone": "us-central1-a"},
            "worker_config": {
                "num_instances": 16,
                "machine_type": "n1-standard-16",
                "accelerators": [{"accelerator_type": "nvidia-tesla-v100", "accelerator_count": 4}],
            },
        },
    )
    dataproc.Job(
        "spark-job",
        region="us-central1",
        placement={"cluster_name": hadoop.name},
        pyspark_config={"main_python_file_uri": "gs://acme/job.py"},
    )
    datafusion.Instance("fusion", region="us-central1", type="BASIC")
    workflows.Workflow("flow", region="us-central1", source_contents="- step: {return: ok}")
    eventarc.Trigger(
        "on-upload",
        location="us-central1",
        matching_criterias=[
            {"attribute": "type", "value": "google.cloud.storage.object.v1.finalized"}
        ],
        destination={"workflow": "projects/acme/locations/us-central1/workflows/flow"},
    )


PROGRAM = (functions, services, applications, pipelines)
