<?php
// WordPress's own installer, run once; then its users. Writes what tests need to know into `rig.json`.
define('WP_INSTALLING', true);
$rig = getenv('WORDPRESS_RIG');
(new mysqli(null, 'root', '', '', 0, "$rig/database/socket"))
    ->query('CREATE DATABASE IF NOT EXISTS wordpress CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci');
require __DIR__ . '/load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';

load_default_textdomain('vi');
$GLOBALS['wp_locale'] = new WP_Locale();
wp_install('Cơ quan thử nghiệm', 'quantri', 'quantri@portal.example', true, '', wp_generate_password(24), 'vi');
$GLOBALS['wp_rewrite']->set_permalink_structure('/%postname%/');
flush_rewrite_rules(false);

// The installer's samples say nothing that a test asks for.
foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $post) {
    wp_delete_post($post->ID, true);
}
$options = [
    'blogdescription' => 'Nội dung thử nghiệm',
    'timezone_string' => 'Asia/Ho_Chi_Minh',
    'gmt_offset' => '',
    'template' => 'twentytwentyone',
    'stylesheet' => 'twentytwentyone',
];
foreach ($options as $name => $value) {
    update_option($name, $value);
}

wp_update_user(['ID' => 1, 'display_name' => 'Quản trị thử nghiệm']);
$people = [
    ['bientap', 'editor', 'Biên tập thử nghiệm', 'bien-tap'],
    ['anhtuyet', 'author', 'Nguyễn Thị Ánh Tuyết (thử nghiệm)', 'nguyen-thi-anh-tuyet'],
    ['duchoang', 'author', 'Đỗ Đức Hoàng (thử nghiệm)', 'do-duc-hoang'],
];
foreach ($people as [$login, $role, $name, $slug]) {
    sure(wp_insert_user([
        'user_login' => $login,
        'user_pass' => wp_generate_password(24),
        'user_email' => "$login@portal.example",
        'user_nicename' => $slug,
        'display_name' => $name,
        'role' => $role,
    ]));
}

$rig_json = ['url' => home_url()];
foreach (['administrator' => 'quantri', 'editor' => 'bientap', 'author' => 'anhtuyet'] as $role => $login) {
    $id = get_user_by('login', $login)->ID;
    [$password] = sure(WP_Application_Passwords::create_new_application_password($id, ['name' => 'portal']));
    $rig_json[$role] = ['user' => $login, 'password' => $password];
}
// Moved into its place whole: up.sh takes its presence for an installation that has ended.
file_put_contents("$rig/rig.json.new", json_encode($rig_json, JSON_PRETTY_PRINT | JSON_UNESCAPED_SLASHES) . "\n");
rename("$rig/rig.json.new", "$rig/rig.json");
