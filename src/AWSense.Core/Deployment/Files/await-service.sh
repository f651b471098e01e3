#!/bin/bash
# Waits while this instance is only prepared for the warm pool of its group, and mustn't take requests.
set -euo pipefail
# shellcheck source=/dev/null
. /usr/local/lib/awsense/instance.sh

while state=$(metadata meta-data/autoscaling/target-lifecycle-state 2> /dev/null) && [[ $state == Warmed:* ]]; do
  sleep 2
done
