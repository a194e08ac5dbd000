#!/bin/bash
# Starts a WordPress on 127.0.0.1. Safe to repeat: what runs is left alone, what has been stopped goes on as it was.
set -euo pipefail
. "$(dirname "${BASH_SOURCE[0]}")/rig.sh"
umask 077
# Where mariadbd is, which is not on every user's path.
PATH=$PATH:/usr/sbin

# A command or a file, and the Debian package that brings it. xtask/src/tools/system.rs installs the same.
packaged=/usr/share/wordpress
missing=
need() {
  command -v "$1" > /dev/null || [ -e "$1" ] || missing="$missing $2"
}
need php php-cli
need mariadbd mariadb-server-core
need $packaged/wp-load.php wordpress
need $packaged/wp-content/languages/vi.mo wordpress-l10n
need $packaged/wp-content/themes/twentytwentyone/style.css wordpress-theme-twentytwentyone
for extension in gd intl mbstring mysqli xml; do
  php -r "exit(extension_loaded('$extension') ? 0 : 1);" 2> /dev/null || missing="$missing php-${extension/mysqli/mysql}"
done
if [ -n "$missing" ]; then
  # WordPress wants a web server and PHP for one, though nothing here uses them: these do not bring Apache.
  die "these Debian packages are missing:$missing. Install them, then try again:

  sudo apt-get update && sudo apt-get install --yes --no-install-recommends nginx php-cgi php$missing
"
fi

mkdir -p "$rig"/{database,log,processes,temporary}
socket=$rig/database/socket
[ ${#socket} -lt 108 ] || die "the path of $socket is too long for a socket: choose a folder nearer to the root"

if [ -n "${WORDPRESS_OWNER:-}" ] && ! is_running owner; then
  start owner bash -c 'tail --pid="$1" -f /dev/null; exec "$2" --clean' - "$WORDPRESS_OWNER" "$here/down.sh"
fi

# Of its own as PHP finds itself by its real path: a copy of the packaged files, with Vietnamese alone.
site=$rig/site
if [ ! -e "$site/wp-config.php" ]; then
  mkdir -p "$site"
  tar -C $packaged -ch --exclude=./wp-config.php --exclude=./.htaccess --exclude='./wp-content/languages/*' . | tar -C "$site" -x
  cp $packaged/wp-content/languages/vi.mo "$site/wp-content/languages/"
  mkdir -p "$site/wp-content/uploads"
  cp "$here/wp-config.php" "$site/wp-config.php"
fi

# The folder is its user's alone, and the socket is in it: the database needs no password, and no network.
as_root=()
[ "$(id -u)" != 0 ] || as_root=(--user=root)
if [ ! -e "$rig/database/made" ]; then
  rm -rf "$rig/database/data"
  # In a folder that is shared for what is temporary a second one starting would delete the tables of the first.
  TMPDIR=$rig/temporary mariadb-install-db --no-defaults "${as_root[@]}" --datadir="$rig/database/data" --skip-test-db \
    --auth-root-authentication-method=normal > "$rig/log/install-db.log" 2>&1 ||
    die "the database cannot be made: $(cat "$rig/log/install-db.log")"
  touch "$rig/database/made"
fi
if ! is_running mariadbd; then
  rm -f "$socket"
  start mariadbd mariadbd --no-defaults "${as_root[@]}" --datadir="$rig/database/data" --socket="$socket" \
    --pid-file="$rig/database/pid" --skip-networking --tmpdir="$rig/temporary" --innodb-flush-log-at-trx-commit=2 \
    --max-allowed-packet=64M --character-set-server=utf8mb4 --collation-server=utf8mb4_unicode_520_ci
fi
wait_for mariadbd test -S "$socket" || die "the database does not start: $(tail -5 "$rig/log/mariadbd.log")"

is_listening() {
  (exec 3<> "/dev/tcp/127.0.0.1/$1")
}
serve() {
  ! is_listening "$1" 2> /dev/null || return 1
  start php php -d memory_limit=256M -d display_errors=0 -d log_errors=1 -d opcache.enable=1 \
    -S "127.0.0.1:$1" -t "$site" "$here/router.php"
  wait_for php is_listening "$1"
}
# What was filled in names the port, so a folder keeps the one it has begun with.
if ! is_running php; then
  port=$(cat "$rig/port" 2> /dev/null || echo "${WORDPRESS_PORT:-}")
  if [ -n "$port" ]; then
    serve "$port" || die "the server does not start on port $port: $(tail -3 "$rig/log/php.log" 2> /dev/null)"
  else
    # Another program can take a free port before PHP does.
    for _ in 1 2 3 4 5; do
      port=$(php -r 'echo substr(strrchr(stream_socket_get_name(stream_socket_server("tcp://127.0.0.1:0"), false), ":"), 1);')
      serve "$port" && break
      stop php
    done
    is_running php || die "the server starts on no port: $(tail -3 "$rig/log/php.log")"
  fi
  echo "$port" > "$rig/port"
fi

[ -e "$rig/rig.json" ] || "$here/php.sh" install.php
cat "$rig/rig.json"
