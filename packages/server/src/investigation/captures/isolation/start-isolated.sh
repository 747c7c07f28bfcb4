#!/bin/sh
# Starts the browser in a network of its own, whose only interface is its own loopback. Playwright starts one
# program with the browser's arguments, so that everything else comes in the environment.
set -u
PATH="$PATH:/usr/sbin:/sbin"

if [ "${TOUCHSTONE_STAGE:-outer}" = outer ]; then
  export TOUCHSTONE_STAGE=inner
  # The flags are words that isolation.ts chose.
  # shellcheck disable=SC2086
  exec unshare $TOUCHSTONE_NAMESPACES -- /bin/sh "$0" "$@"
fi
unset TOUCHSTONE_STAGE

# SIOCSIFFLAGS with IFF_UP, for machines without iproute2: perl-base is there on every Debian and Ubuntu.
ip link set lo up 2>/dev/null ||
  perl -e 'socket(S, 2, 2, 0) && ioctl(S, 0x8914, pack("a16 s x22", "lo", 1)) or exit 1' 2>/dev/null ||
  ifconfig lo up 2>/dev/null ||
  {
    echo 'touchstone-isolation: no program sets the loopback interface up; install iproute2' >&2
    exit 70
  }

# The capabilities that set the interface up end here: a further user namespace starts without them.
if [ -z "$TOUCHSTONE_BROWSER_USER" ]; then
  exec unshare --user --map-current-user -- "$TOUCHSTONE_NODE" "$TOUCHSTONE_FORWARDER" "$@"
fi
exec "$TOUCHSTONE_NODE" "$TOUCHSTONE_FORWARDER" "$@"
