<?php
// The router of `php -S`: files as they are, everything else to WordPress, as .htaccess or nginx do elsewhere.
$root = $_SERVER['DOCUMENT_ROOT'];
$path = rawurldecode(explode('?', $_SERVER['REQUEST_URI'], 2)[0]);
if (!str_contains($path, "\0") && !str_contains($path, '/.')) {
    if (is_file($root . $path) || ($path !== '/' && is_file(rtrim($root . $path, '/') . '/index.php'))) {
        return false;
    }
}
chdir($root);
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = '/index.php';
$_SERVER['SCRIPT_FILENAME'] = "$root/index.php";
unset($_SERVER['PATH_INFO']);
require "$root/index.php";
