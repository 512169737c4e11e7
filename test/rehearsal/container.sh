#!/bin/sh
# Called in mount and process namespaces of its own: runs a program as a task on Fargate would, which is without privileges on
# a read-only root. PATH is that of the container; the rest of the environment is passed on as it is.
# FILES is how many it may have open; WRITABLE are folders, separated by `:`, each an empty volume.
#   container.sh FILES ROOT UID GID DIRECTORY WRITABLE COMMAND...
set -eu
files=$1 root=$2 uid=$3 gid=$4 directory=$5 writable=$6
shift 6
path=$PATH
PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
unshare=$(command -v unshare) setpriv=$(command -v setpriv)

# Where this machine has fewer, its own limit stays.
ulimit -n "$files" 2>/dev/null || ulimit -n "$(ulimit -H -n)"

mount --make-rprivate /
IFS=:
for volume in $writable; do mkdir -p "$root$volume"; done
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount -t tmpfs -o mode=755,size=1m tmpfs "$root/dev"
for device in null zero random urandom; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mount -o remount,bind,ro "$root"
for volume in $writable; do mount -t tmpfs -o mode=1777,size=64m tmpfs "$root$volume"; done
unset IFS

# Root has no rights here any more that a program could get back.
PATH=$path exec "$setpriv" --no-new-privs "$unshare" --setgid "$gid" --setuid "$uid" --root "$root" --wd "$directory" -- "$@"
