#!/bin/bash
# Once a minute and when the service has ended: sends its new log lines to the bucket of logs, and on web instances fetches the API keys.
set -euo pipefail
# shellcheck source=/dev/null
. /etc/awsense/instance.env
s3=/usr/local/lib/awsense/s3

fetch_keys() {
  [ "$ROLE" = web ] && [ -d /var/lib/awsense ] || return 0
  # Without the file the service says by itself that nobody has a key. It replaces the old one only where it differs, and as a whole.
  "$s3" get "$ARTIFACT_BUCKET" config/keys.json /run/awsense-keys.json || return 0
  cmp --quiet /run/awsense-keys.json /var/lib/awsense/keys.json && return 0
  install --mode 0644 /run/awsense-keys.json /var/lib/awsense/.keys.json
  mv -f /var/lib/awsense/.keys.json /var/lib/awsense/keys.json
}

send_logs() {
  local spool=/var/lib/awsense-logs name
  name=$(date --utc +%Y%m%dT%H%M%S)
  mkdir -p "$spool"
  journalctl --unit awsense --cursor-file "$spool/cursor" --output short-iso --quiet --no-pager > "$spool/new"
  if [ -s "$spool/new" ]; then
    gzip --stdout "$spool/new" > "$spool/$name.log.gz"
  fi
  rm -f "$spool/new"
  # What can't be sent is tried again, for half a day.
  find "$spool" -name '*.log.gz' -mmin +720 -delete
  for file in "$spool"/*.log.gz; do
    [ -e "$file" ] || continue
    "$s3" put "$LOG_BUCKET" "$ROLE/${name%T*}/$INSTANCE-$(basename "$file")" "$file"
    rm "$file"
  done
}

exec 9> /run/awsense-chores.lock
flock 9
fetch_keys
send_logs
