<?php
// One change, as an editor would make it: `change.php ACTION ID [VALUE]`. Writes what became of the post as JSON.
// ID is a post's, a page's or a medium's; of `rename-category` a category's, of `rename-author` a user's.
require __DIR__ . '/load.php';
require_once ABSPATH . 'wp-admin/includes/image.php';

$action = $argv[1] ?? '';
$id = (int) ($argv[2] ?? 0);
$value = $argv[3] ?? '';
wp_set_current_user(1);
if ($id !== 0 && !in_array($action, ['rename-category', 'rename-author', 'add'], true)) {
    sure(get_post($id));
}

function update(array $fields): void
{
    global $id;
    sure(wp_update_post(wp_slash(['ID' => $id] + $fields), true));
}

function set_date(string $local, string $status): void
{
    update(['post_status' => $status, 'post_date' => $local, 'post_date_gmt' => get_gmt_from_date($local), 'edit_date' => true]);
}

/** Without a password; what was scheduled now. */
function publish(): void
{
    global $id;
    update(['post_password' => '']);
    get_post_status($id) === 'future' ? set_date(current_time('mysql'), 'publish') : update(['post_status' => 'publish']);
}

/** Other colours, of the same size. */
function recolour(string $from, string $to): void
{
    $image = sure(imagecreatefromjpeg($from));
    imagefilter($image, IMG_FILTER_NEGATE);
    sure(imagejpeg($image, $to, 80));
}

match ($action) {
    // A post, so that its `modified` moves.
    'edit' => update(['post_content' => get_post($id)->post_content . "\n\n" . ($value ?: 'Câu thử nghiệm được thêm sau.')]),
    'replace' => update(['post_content' => $value]),
    'title' => update(['post_title' => $value]),
    'slug' => update(['post_name' => $value]),
    'trash' => sure(wp_trash_post($id)),
    'untrash' => sure(wp_untrash_post($id)) && publish(),
    'private' => update(['post_status' => 'private']),
    'draft' => update(['post_status' => 'draft']),
    'publish' => publish(),
    'password' => update(['post_password' => $value ?: 'mat-khau']),
    'schedule' => set_date($value ?: '2099-01-01 08:00:00', 'future'),
    'delete' => sure(wp_delete_post($id, true)),
    'stick' => stick_post($id),
    'unstick' => unstick_post($id),
    // A category of the post, by slug. The last one gone, WordPress gives it the default category.
    'add-category' => set_categories(array_merge(wp_get_post_categories($id), [category($value)])),
    'remove-category' => set_categories(array_diff(wp_get_post_categories($id), [category($value)])),
    'featured' => update_post_meta($id, '_thumbnail_id', (int) $value),
    // A medium: no post moves for it.
    'caption' => update(['post_excerpt' => $value]),
    'alt' => update_post_meta($id, '_wp_attachment_image_alt', wp_slash($value)),
    'edit-picture' => edit_picture(),
    'overwrite' => recolour(get_attached_file($id), get_attached_file($id)),
    'delete-media' => sure(wp_delete_attachment($id, true)),
    // Others: nothing moves.
    'rename-category' => sure(wp_update_term($id, 'category', ['name' => $value])),
    'rename-author' => sure(wp_update_user(['ID' => $id, 'display_name' => $value])),
    // Many at once: as many posts as the value says, from this id on, in one second.
    'touch' => touch_many((int) $value),
    'add' => $id = sure(wp_insert_post(wp_slash([
        'post_title' => $value ?: 'Thử nghiệm: bài mới', 'post_content' => 'Đây là nội dung thử nghiệm.', 'post_status' => 'publish', 'post_category' => [$id],
    ]), true)),
    default => stop_with("“{$action}” is no change that change.php knows"),
};

/** As the editor of pictures does it: another file beside the first. Even the picture's own `modified` stays. */
function edit_picture(): void
{
    global $id;
    $from = get_attached_file($id);
    $to = preg_replace('/(-e\d+)?(\.\w+)$/', '-e' . hrtime(true) . '$2', $from);
    recolour($from, $to);
    update_attached_file($id, $to);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $to));
}

function category(string $slug): int
{
    return sure(get_term_by('slug', $slug, 'category'))->term_id;
}

function set_categories(array $categories): void
{
    // Given none, `wp_update_post` would leave them as they are.
    update(['post_category' => array_values($categories) ?: [(int) get_option('default_category')]]);
}

function touch_many(int $number): void
{
    global $wpdb, $id;
    $now = [current_time('mysql'), current_time('mysql', true)];
    $wpdb->query($wpdb->prepare("UPDATE $wpdb->posts SET post_modified = %s, post_modified_gmt = %s WHERE post_type = 'post' AND ID >= %d ORDER BY ID LIMIT %d", ...$now, ...[$id, $number]));
}

$post = get_post($id);
echo json_encode(['id' => $id, 'status' => $post?->post_status, 'modified_gmt' => $post?->post_modified_gmt]), "\n";
