#!/bin/sh
# Runs a command as root of its own user, network, mount and process namespace: the whole lab without privileges, and
# nothing of it outlives the command.
#   test/lab/unprivileged.sh npm run test:lab
exec unshare --user --map-root-user --net --mount --pid --fork --mount-proc --kill-child \
  sh -c 'mount -t tmpfs tmpfs /run && ip link set lo up && exec "$@"' sh "$@"
