<?php
// Loads the WordPress of $WORDPRESS_RIG for a script on the command line.

// Nothing that WordPress only warns of may pass unseen: a fill with a hole in it proves nothing.
function stop_with(string $sentence): never
{
    fwrite(STDERR, "wordpress: $sentence\n");
    exit(1);
}

// The value, which WordPress may have answered an error instead of.
function sure(mixed $value): mixed
{
    if (is_wp_error($value)) {
        stop_with($value->get_error_message());
    }
    return $value ?: stop_with('WordPress has answered nothing: ' . (new Exception())->getTraceAsString());
}

$rig = getenv('WORDPRESS_RIG') ?: stop_with('WORDPRESS_RIG names no folder');
$_SERVER['HTTP_HOST'] = '127.0.0.1:' . trim(file_get_contents("$rig/port"));
$_SERVER['REQUEST_URI'] = '/';
$_SERVER['REQUEST_METHOD'] = 'GET';
$_SERVER['SERVER_NAME'] = $_SERVER['REMOTE_ADDR'] = '127.0.0.1';
$_SERVER['SERVER_PROTOCOL'] = 'HTTP/1.1';
// Otherwise a whole page of HTML says that something is wrong.
define('WP_DISABLE_FATAL_ERROR_HANDLER', true);
require "$rig/site/wp-load.php";
// Nothing is sent out.
add_filter('pre_wp_mail', '__return_true');
