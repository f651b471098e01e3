"""Prints signatures.json: forms signed by botocore at a frozen time. Run with a Python that has botocore: python3 make-signatures.py > signatures.json"""
import datetime
import json

import botocore
import botocore.auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

NOW = datetime.datetime(2026, 1, 5, 12, 34, 56, tzinfo=datetime.timezone.utc)
botocore.auth.get_current_datetime = lambda remove_tzinfo=True: NOW.replace(tzinfo=None) if remove_tzinfo else NOW

KEY, SECRET = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
CASES = [
    ("https://autoscaling.eu-central-1.amazonaws.com", "autoscaling", "eu-central-1", None, "Action=SetDesiredCapacity&Version=2011-01-01&AutoScalingGroupName=workers&DesiredCapacity=3&HonorCooldown=false"),
    ("https://monitoring.us-east-1.amazonaws.com", "monitoring", "us-east-1", "a/session+token==", "Action=PutMetricData&Version=2010-08-01&Namespace=AWSense"),
    ("http://127.0.0.1:4566", "ec2", "us-west-2", None, "Action=CreateTags&Version=2016-11-15&ResourceId.1=i-1&Tag.1.Key=awsense%3Adrain&Tag.1.Value=%C3%BC%20~%2B"),
    ("https://autoscaling.cn-north-1.amazonaws.com.cn", "autoscaling", "cn-north-1", "token", ""),
]

rows = []
for url, service, region, token, body in CASES:
    request = AWSRequest("POST", url, headers={"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}, data=body.encode())
    botocore.auth.SigV4Auth(Credentials(KEY, SECRET, token), service, region).add_auth(request)
    rows.append({"url": url, "service": service, "region": region, "token": token, "body": body, "authorization": request.headers["Authorization"]})
print(json.dumps({"botocore": botocore.__version__, "now": NOW.isoformat(), "key": KEY, "secret": SECRET, "cases": rows}, indent=2))
