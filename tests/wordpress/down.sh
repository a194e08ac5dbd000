#!/bin/bash
# Stops what up.sh started, and nothing else. --clean deletes the folder, too.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/rig.sh"

[ -d "$rig" ] || exit 0
# Without it the folder is none of ours, and nothing in it is deleted.
is_ours=
[ ! -d "$rig/processes" ] || is_ours=yes

# What waits for the owner becomes this very script, which must not stop itself.
owner=$(cut -d ' ' -f 1 "$rig/processes/owner" 2> /dev/null || true)
[ "$owner" = $$ ] || stop owner
stop php
stop mariadbd
if [ "${1:-}" = --clean ]; then
  [ -n "$is_ours" ] || die "$rig was not made by up.sh, and is not deleted"
  rm -rf "$rig"
fi
