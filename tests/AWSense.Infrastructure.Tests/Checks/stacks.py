"""Makes the stacks of a folder on a server that speaks AWS's protocols.

The server is moto, whose CloudFormation makes queues, buckets, roles, the network, launch templates and groups. Types that it leaves out
without a word (scaling policies, alarms, warm pools) and parts of groups that it leaves out (hooks, collected metrics) are made from the same
properties by the calls that CloudFormation stands for: names and types are the same there, and the client checks them.
"""
import json
import pathlib

import boto3

# Attributes that moto doesn't know; dimensions of metrics alone are made of them.
UNKNOWN = {"LoadBalancerFullName": "app/awsense/50dc6c495c0c9188", "TargetGroupFullName": "targetgroup/awsense/73e2d6bc24d8a067"}
PLACE = {"AWS::Region": "eu-central-1", "AWS::AccountId": "123456789012", "AWS::Partition": "aws"}


def without_unknown(node):
    if isinstance(node, dict):
        attribute = node.get("Fn::GetAtt")
        if isinstance(attribute, list) and attribute[1] in UNKNOWN:
            return UNKNOWN[attribute[1]]
        return {key: without_unknown(value) for key, value in node.items()}
    return [without_unknown(item) for item in node] if isinstance(node, list) else node


def resolved(node, ids):
    if isinstance(node, dict):
        if "Ref" in node:
            return ids[node["Ref"]]
        if "Fn::Join" in node:
            return node["Fn::Join"][0].join(resolved(part, ids) for part in node["Fn::Join"][1])
        if "Fn::ImportValue" in node or "Fn::Select" in node:
            return "imported"
        return {key: resolved(value, ids) for key, value in node.items()}
    return [resolved(item, ids) for item in node] if isinstance(node, list) else node


def client(name, endpoint):
    return boto3.client(name, endpoint_url=endpoint, region_name="eu-central-1", aws_access_key_id="test", aws_secret_access_key="test")


def make(name, endpoint, folder, prefix):
    cloudformation, scaling, watch = (client(service, endpoint) for service in ("cloudformation", "autoscaling", "cloudwatch"))
    stack = f"{prefix}-{name}"
    template = without_unknown(json.loads((pathlib.Path(folder) / f"{stack}.template.json").read_text()))
    cloudformation.create_stack(StackName=stack, TemplateBody=json.dumps(template), Capabilities=["CAPABILITY_IAM"])
    status = cloudformation.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"]
    made = cloudformation.list_stack_resources(StackName=stack)["StackResourceSummaries"]
    ids = {**PLACE, **{part["LogicalResourceId"]: part["PhysicalResourceId"] for part in made if part.get("PhysicalResourceId")}}
    parts = [(key, part["Type"], part["Properties"]) for key, part in template["Resources"].items() if "Properties" in part]
    for key, kind, properties in parts:
        if kind == "AWS::AutoScaling::AutoScalingGroup":
            complete_group(scaling, resolved(properties, ids))
        elif kind == "AWS::AutoScaling::WarmPool":
            scaling.put_warm_pool(**resolved(properties, ids))
    for key, kind, properties in parts:
        if kind == "AWS::AutoScaling::ScalingPolicy":
            call = resolved(properties, ids)
            if "Cooldown" in call:
                call["Cooldown"] = int(call["Cooldown"])
            scaling.put_scaling_policy(PolicyName=key, **call)  # whose answer lacks the ARN on moto
            ids[key] = scaling.describe_policies(PolicyNames=[key])["ScalingPolicies"][0]["PolicyARN"]
    for key, kind, properties in parts:
        if kind == "AWS::CloudWatch::Alarm":
            watch.put_metric_alarm(**resolved(properties, ids))
    return status, ids


def complete_group(scaling, group):
    for hook in group.get("LifecycleHookSpecificationList", []):
        scaling.put_lifecycle_hook(AutoScalingGroupName=group["AutoScalingGroupName"], **hook)
    for collection in group.get("MetricsCollection", []):
        scaling.enable_metrics_collection(AutoScalingGroupName=group["AutoScalingGroupName"], **collection)
