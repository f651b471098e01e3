"""Makes queues, buckets and roles, puts a release into its bucket, and hashed keys beside it; prints the credentials of a role. From then
on the server takes signed calls alone, and of an action that the role has. usage: release.py ENDPOINT FOLDER PREFIX ARCHIVE SHA256 ROLE"""
import json
import sys
import urllib.request
from datetime import datetime, timedelta, timezone

from stacks import client, make

endpoint, folder, prefix, archive, sha256, wanted = sys.argv[1:]
make("data", endpoint, folder, prefix)
_, ids = make("compute", endpoint, folder, prefix)
artifacts = f"{prefix}-artifacts-123456789012-eu-central-1"
client("s3", endpoint).upload_file(archive, artifacts, f"releases/{sha256}.tar.gz")
client("s3", endpoint).put_object(Bucket=artifacts, Key="config/keys.json", Body=b'{"keys":[]}')
role = next(name for key, name in ids.items() if key.startswith(wanted) and "Policy" not in key)
arn = client("iam", endpoint).get_role(RoleName=role)["Role"]["Arn"]
credentials = client("sts", endpoint).assume_role(RoleArn=arn, RoleSessionName="i-0123456789abcdef0")["Credentials"]
order = urllib.request.Request(f"{endpoint}/moto-api/reset-auth", data=b"0", method="POST", headers={"Content-Type": "text/plain"})
urllib.request.urlopen(order).read()
print(json.dumps({  # as the metadata service has them
    "Code": "Success",
    "LastUpdated": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ"),
    "Type": "AWS-HMAC",
    "AccessKeyId": credentials["AccessKeyId"],
    "SecretAccessKey": credentials["SecretAccessKey"],
    "Token": credentials["SessionToken"],
    "Expiration": (datetime.now(timezone.utc) + timedelta(hours=6)).strftime("%Y-%m-%dT%H:%M:%SZ"),
}))
