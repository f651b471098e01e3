"""Makes all stacks of a folder, and prints as JSON what AWS's own client then reads back. usage: deploy.py ENDPOINT FOLDER PREFIX"""
import json
import sys

from stacks import client, make

endpoint, folder, prefix = sys.argv[1:]
statuses = {name: make(name, endpoint, folder, prefix)[0] for name in ("data", "compute", "observability")}
scaling, watch, sqs, s3 = (client(name, endpoint) for name in ("autoscaling", "cloudwatch", "sqs", "s3"))
workers = f"{prefix}-workers"
groups = scaling.describe_auto_scaling_groups(AutoScalingGroupNames=[workers, f"{prefix}-web"])["AutoScalingGroups"]
print(json.dumps(
    {
        "Stacks": statuses,
        "Groups": {group["AutoScalingGroupName"]: group for group in groups},
        "Hooks": scaling.describe_lifecycle_hooks(AutoScalingGroupName=workers)["LifecycleHooks"],
        "Policies": scaling.describe_policies(AutoScalingGroupName=workers)["ScalingPolicies"],
        "Alarms": {alarm["AlarmName"]: alarm for alarm in watch.describe_alarms()["MetricAlarms"]},
        "Queues": sorted(url.rsplit("/", 1)[1] for url in sqs.list_queues()["QueueUrls"]),
        "Buckets": [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]],
        "Dashboards": [board["DashboardName"] for board in watch.list_dashboards()["DashboardEntries"]],
    },
    default=str,
))
