#!/bin/bash
# Brings this instance up as an AWSense @ROLE@: fetches the release, checks it, and hands it to systemd.
set -euo pipefail
umask 022

release=@RELEASE@ # SHA-256 of the archive that is fetched
prefix=@PREFIX@

# A half-made instance would be counted and do nothing. Five minutes leave time to look; then it ends, and its group makes another.
end() {
  local status=$?
  [ "$status" -ne 0 ] || return 0
  echo "awsense: that failed, so this instance is no use; it ends in five minutes." >&2
  shutdown --poweroff +5
}
trap end EXIT

place() { # MODE PATH: writes what comes in
  mkdir -p "$(dirname "$2")"
  cat > "$2"
  chmod "$1" "$2"
}

@FILES@

# shellcheck source=/dev/null
. /usr/local/lib/awsense/instance.sh
document=$(metadata dynamic/instance-identity/document)
region=$(field region <<< "$document")
account=$(field accountId <<< "$document")
instance=$(field instanceId <<< "$document")

place 0644 /etc/awsense/instance.env << END
ROLE=@ROLE@
INSTANCE=$instance
ARTIFACT_BUCKET=$prefix-artifacts-$account-$region
LOG_BUCKET=$prefix-logs-$account-$region
export AWS_REGION=$region
END
{
  echo "AWS_REGION=$region"
  echo "AWSENSE__Aws__Bucket=$prefix-archive-$account-$region"
  # Other addresses of services, where the environment names any.
  printenv | grep -E '^AWS_(ENDPOINT_URL(_[A-Z0-9_]+)?|EC2_METADATA_SERVICE_ENDPOINT)=' || true
} >> /etc/awsense/awsense.env

folder=/opt/awsense/$release
if [ ! -d "$folder" ]; then
  archive=$(mktemp --suffix .tar.gz)
  # The role of a new deployment takes a while to reach every part of AWS.
  for attempt in {1..12}; do
    AWS_REGION=$region /usr/local/lib/awsense/s3 get "$prefix-artifacts-$account-$region" "releases/$release.tar.gz" "$archive" && break
    [ "$attempt" -lt 12 ]
    sleep "${AWSENSE_RETRY_SECONDS:-10}"
  done
  sha256sum --check --quiet <<< "$release  $archive"
  mkdir -p "$folder.part"
  tar --extract --gzip --no-same-owner --file "$archive" --directory "$folder.part"
  rm "$archive"
  mv "$folder.part" "$folder"
fi
ln --symbolic --force --no-dereference "$folder" /opt/awsense/current

systemctl daemon-reload
systemctl enable awsense.service awsense-chores.timer
# A worker's service lets Auto Scaling go on first of all: this is the end of the boot.
systemctl start --no-block awsense.service awsense-chores.timer
echo "awsense: up as @ROLE@ with release $release"
