#!/bin/bash
# Reads and writes objects as the role of this instance: s3 get|put BUCKET KEY FILE
# curl signs. The credentials reach it through a pipe, so that no list of processes shows them.
set -euo pipefail
# shellcheck source=/dev/null
. /usr/local/lib/awsense/instance.sh

action=$1 bucket=$2 key=$3 file=$4
region=${AWS_REGION:-$(metadata meta-data/placement/region)}
signing=$(signature s3 "$region")
url=${AWS_ENDPOINT_URL_S3:+$AWS_ENDPOINT_URL_S3/$bucket}
url=${url:-https://$bucket.s3.$region.amazonaws.com}/$key

transfer() { # CONTENT OPTION...: S3 wants the checksum of what is sent, and older curls don't tell it by themselves
  local hash
  hash=$(sha256sum < "$1" | cut -d ' ' -f 1)
  shift
  curl --silent --show-error --fail --retry 8 --retry-connrefused --connect-timeout 10 --max-time 600 --config - "$@" "$url" << END
$signing
header = "x-amz-content-sha256: $hash"
END
}

case $action in
  get)
    transfer /dev/null --output "$file.part"
    mv -f "$file.part" "$file"
    ;;
  put) transfer "$file" --upload-file "$file" ;;
  *)
    echo "s3 knows get and put, not $action." >&2
    exit 2
    ;;
esac
