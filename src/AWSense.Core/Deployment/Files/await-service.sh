#!/bin/bash
# Waits while this instance is only prepared for the warm pool of its group, and mustn't take requests. Started once it has booted, it lets
# Auto Scaling go on where that holds the instance for it: into the pool, and later into service.
set -euo pipefail
# shellcheck source=/dev/null
. /usr/local/lib/awsense/instance.sh

booted() {
  [ -n "${LAUNCH_HOOK:-}" ] || return 0
  local instance
  instance=$(metadata meta-data/instance-id) || return
  signature autoscaling "$AWS_REGION" | curl --silent --show-error --fail --retry 8 --retry-connrefused --max-time 30 --config - --output /dev/null \
    --data-urlencode Action=CompleteLifecycleAction --data-urlencode Version=2011-01-01 --data-urlencode LifecycleActionResult=CONTINUE \
    --data-urlencode "LifecycleHookName=$LAUNCH_HOOK" --data-urlencode "AutoScalingGroupName=$LAUNCH_GROUP" --data-urlencode "InstanceId=$instance" \
    "${AWS_ENDPOINT_URL_AUTO_SCALING:-https://autoscaling.$AWS_REGION.amazonaws.com}/"
}

# What was held may be going on already, as when only the worker starts anew; AWS refuses then, and the hook's own time is the last word.
told=
while state=$(metadata meta-data/autoscaling/target-lifecycle-state 2> /dev/null) && [[ $state == Warmed:* ]]; do
  [ -n "$told" ] || ! booted || told=$state
  sleep 2
done
booted || echo "awsense: nothing holds this instance any more." >&2
