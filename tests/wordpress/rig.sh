# What up.sh and down.sh know of the folder and of the processes they start. Sourced, never run.

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
: "${WORDPRESS_RIG:?names the folder that everything is written to}"
rig=$(realpath -m "$WORDPRESS_RIG")
export WORDPRESS_RIG=$rig

die() {
  echo "wordpress: $*" >&2
  exit 1
}

# When a process was started, in ticks since the machine was: kept beside its id, so that an id which the kernel has given to
# another process since is never signalled.
started_at() {
  sed 's/^.*) //' "/proc/$1/stat" 2> /dev/null | cut -d ' ' -f 20
}

# Is what was started under this name still running? A process that waits to be reaped is not.
is_running() {
  local pid started
  read -r pid started 2> /dev/null < "$rig/processes/$1" || return 1
  [ -n "$started" ] && [ "$(started_at "$pid")" = "$started" ] && ! grep -q '^State:[[:space:]]*Z' "/proc/$pid/status" 2> /dev/null
}

# Starts a command in a session of its own, so that an interrupt at the terminal does not reach it.
start() {
  local name=$1
  shift
  setsid "$@" < /dev/null >> "$rig/log/$name.log" 2>&1 &
  echo "$! $(started_at $!)" > "$rig/processes/$name"
}

# Ends the session of what was started under a name: asked first, made to after 30 s.
stop() {
  local pid tries=300
  if is_running "$1"; then
    read -r pid _ < "$rig/processes/$1"
    kill -TERM -- "-$pid" 2> /dev/null || true
    while is_running "$1"; do
      sleep 0.1
      tries=$((tries - 1))
      [ $tries -ne 0 ] || kill -KILL -- "-$pid" 2> /dev/null || true
      [ $tries -gt -50 ] || die "$1 ($pid) does not end"
    done
  fi
  rm -f "$rig/processes/$1"
}

# Waits until a command succeeds, or the named process has ended, or 60 s have passed.
wait_for() {
  local name=$1 tries=600
  shift
  until "$@" > /dev/null 2>&1; do
    is_running "$name" || return 1
    tries=$((tries - 1))
    [ $tries -ne 0 ] || return 1
    sleep 0.1
  done
  is_running "$name"
}
