"""Waits until a worker tells that it is idle, which it is once its model is loaded. usage: presence.py ENDPOINT QUEUE CREDENTIALS"""
import json
import sys
import time

import boto3

endpoint, queue, credentials = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
sqs = boto3.client(
    "sqs", endpoint_url=endpoint, region_name="eu-central-1", aws_access_key_id=credentials["AccessKeyId"],
    aws_secret_access_key=credentials["SecretAccessKey"], aws_session_token=credentials["Token"])
url = sqs.get_queue_url(QueueName=queue)["QueueUrl"]
heard = []
until = time.monotonic() + 60
while time.monotonic() < until:
    for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", []):
        heard.append(message["Body"])
        if "idle" in message["Body"].lower():
            sys.exit(0)
sys.exit(f"No worker told that it is idle; heard: {heard}")
