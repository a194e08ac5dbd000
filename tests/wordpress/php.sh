#!/bin/bash
# Runs a script of this folder with the WordPress of $WORDPRESS_RIG loaded: php.sh fill.php
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
script=$1
shift
exec php -d memory_limit=512M -d display_errors=stderr -d log_errors=0 -d error_reporting=E_ALL "$here/$script" "$@"
