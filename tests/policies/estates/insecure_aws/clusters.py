"""GPU machines and clusters, as quickstarts create them."""

import json

from pulumi_aws import batch, ec2, eks, emr

SUBNETS = ["subnet-0a1b2c3d", "subnet-1a2b3c4d"]

EXPECTED = {
    "gpu-trainer": "imds untagged abroad unencrypted",
    "huge-trainer": "imds machine",
    "reserved-p4": "untagged abroad reserved",
    "batch-gpu": "untagged abroad unbounded",
    "batch-job": "endless untagged password",
    "eks-demo": "public unencrypted unlogged untagged abroad",
    "old-cluster": "public unencrypted old",
    "eks-gpu-nodes": "unbounded untainted untagged always-on",
    "eks-nodes": "untagged abroad",
    "spark": "unencrypted public untagged abroad unlogged",
}


def machines():
    """https://docs.aws.amazon.com/dlami/latest/devguide/launch.html"""
    ec2.Instance("gpu-trainer", ami="ami-0abc", instance_type="g5.12xlarge")
    ec2.Instance("huge-trainer", ami="ami-0abc", instance_type="p5.48xlarge")
    ec2.CapacityReservation(
        "reserved-p4",
        availability_zone="us-east-1a",
        instance_count=8,
        instance_platform="Linux/UNIX",
        instance_type="p4d.24xlarge",
    )
    batch.ComputeEnvironment(
        "batch-gpu",
        type="MANAGED",
        service_role="arn:aws:iam::111122223333:role/batch",
        compute_resources={
            "type": "EC2",
            "instance_role": "arn:aws:iam::111122223333:instance-profile/ecs",
            "instance_types": ["p3.16xlarge", "g4dn"],
            "max_vcpus": 4096,
            "min_vcpus": 64,
            "security_group_ids": ["sg-0a1b2c3d"],
            "subnets": SUBNETS,
        },
    )
    batch.JobDefinition(
        "batch-job",
        type="container",
        container_properties=json.dumps(
            {
                "image": "acme/train:latest",
                "command": ["python", "train.py"],
                "resourceRequirements": [{"type": "GPU", "value": "8"}],
                "environment": [{"name": "WANDB_API_KEY", "value": "9f8e7d6c5b4a39281706f5e4d3c2"}],
                "privileged": True,
            }
        ),
    )
    emr.Cluster(
        "spark",
        release_label="emr-6.10.0",
        applications=["Spark"],
        service_role="arn:aws:iam::111122223333:role/emr",
        ec2_attributes={
            "instance_profile": "arn:aws:iam::111122223333:instance-profile/emr",
            "subnet_id": SUBNETS[0],
        },
        master_instance_group={"instance_type": "m4.large"},
        core_instance_group={"instance_type": "g4dn.12xlarge", "instance_count": 10},
    )


def clusters():
    """https://www.pulumi.com/templates/kubernetes/aws/"""
    demo = eks.Cluster(
        "eks-demo",
        role_arn="arn:aws:iam::111122223333:role/eks",
        vpc_config={"subnet_ids": SUBNETS, "public_access_cidrs": ["0.0.0.0/0"]},
    )
    eks.Cluster(
        "old-cluster",
        version="1.21",
        role_arn="arn:aws:iam::111122223333:role/eks",
        vpc_config={"subnet_ids": SUBNETS},
        enabled_cluster_log_types=["api"],
    )
    node = {"node_role_arn": "arn:aws:iam::111122223333:role/nodes", "subnet_ids": SUBNETS}
    eks.NodeGroup(
        "eks-nodes",
        cluster_name=demo.name,
        scaling_config={"desired_size": 2, "min_size": 1, "max_size": 3},
        remote_access={"ec2_ssh_key": "laptop"},
        **node,
    )
    eks.NodeGroup(
        "eks-gpu-nodes",
        cluster_name=demo.name,
        ami_type="AL2_x86_64_GPU",
        instance_types=["p3.8xlarge"],
        scaling_config={"desired_size": 4, "min_size": 4, "max_size": 64},
        **node,
    )


PROGRAM = (
    machines,
    clusters,
)
