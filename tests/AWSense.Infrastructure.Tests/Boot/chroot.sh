#!/bin/bash
# Runs the shell part of user data in a root of its own, in which systemd and shutdown are stand-ins. Needs root; changes nothing outside.
# usage: chroot.sh ROOT BOOT_SCRIPT    with AWS_ENDPOINT_URL_* and AWS_EC2_METADATA_SERVICE_ENDPOINT set. To be run by unshare --mount --pid --fork --kill-child.
set -euo pipefail
root=$1 script=$2

mount --make-rprivate /
mkdir -p "$root"/{usr,etc,opt,var/lib,proc,dev,tmp,run,root}
mount --rbind --options ro /usr "$root/usr"
mount --types tmpfs tmpfs "$root/usr/local"
mount --types proc proc "$root/proc"
mount --rbind /dev "$root/dev"
for folder in bin sbin lib lib64; do
  ln --symbolic --force --no-dereference "usr/$folder" "$root/$folder"
done
cp /etc/passwd /etc/group /etc/nsswitch.conf /etc/hosts "$root/etc/"
[ ! -d /etc/alternatives ] || cp --archive /etc/alternatives "$root/etc/"
mkdir -p "$root"/usr/local/{bin,sbin} "$root/etc/systemd/system" "$root/var/tmp"
chmod 1777 "$root/tmp" "$root/var/tmp"

# Starts the unit's own commands, with its environment, as somebody who isn't root.
cat > "$root/usr/local/sbin/systemctl" << 'END'
#!/bin/bash
echo "$*" >> /run/systemctl.log
[[ $1 == start && $* == *awsense.service* ]] || exit 0
unit=/etc/systemd/system/awsense.service
mkdir -p /var/lib/awsense
chown nobody /var/lib/awsense
cd /var/lib/awsense
(
  mapfile -t settings < /etc/awsense/awsense.env
  as_service() { exec setpriv --reuid nobody --regid nogroup --clear-groups --no-new-privs env --ignore-environment PATH=/usr/bin:/bin HOME=/tmp "${settings[@]}" "$@"; }
  before=$(sed -n 's/^ExecStartPre=//p' "$unit")
  read -ra command <<< "$(sed -n 's/^ExecStart=//p' "$unit")"
  case $before in
    -+*) "${before#-+}" || true ;; # as root, and its failure is no matter
    *) (as_service "$before") ;;
  esac
  as_service "${command[@]}" &
  echo $! > /run/awsense.pid
  wait $!
  echo $? > /run/awsense.exit
) > /run/awsense.log 2>&1 &
END
cat > "$root/usr/local/sbin/shutdown" << 'END'
#!/bin/bash
echo "$*" >> /run/shutdown.log
END
printf '#!/bin/bash\necho one line of the journal\n' > "$root/usr/local/sbin/journalctl"
chmod +x "$root"/usr/local/sbin/*
cp "$script" "$root/boot.sh"
chmod +x "$root/boot.sh"
status=0
PATH=/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin chroot "$root" /boot.sh > "$root/run/boot.log" 2>&1 || status=$?
echo "$status" > "$root/run/boot.exit"
if command -v systemd-analyze > /dev/null; then
  verified=0
  PATH=/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin chroot "$root" systemd-analyze verify --man=no --recursive-errors=no \
    /etc/systemd/system/awsense.service /etc/systemd/system/awsense-chores.service /etc/systemd/system/awsense-chores.timer > "$root/run/verify.log" 2>&1 || verified=$?
  echo "$verified" > "$root/run/verify.exit"
fi

# All of it lives as long as whoever started it keeps the input open. Orders are what systemd does: stop the service, run the chores.
while read -r order; do
  case $order in
    stop) kill -TERM "$(cat "$root/run/awsense.pid")" ;;
    chores)
      done=0
      PATH=/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin chroot "$root" /usr/local/lib/awsense/chores > "$root/run/chores.log" 2>&1 || done=$?
      echo "$done" > "$root/run/chores.exit"
      ;;
  esac
done
