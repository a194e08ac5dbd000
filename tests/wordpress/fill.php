<?php
// Fills the WordPress of $WORDPRESS_RIG with test content, each kind of thing that a source can hold as a case with a name.
// Repeatable to the letter, but for what WordPress counts itself: dates are given, and nothing is drawn by chance.
require __DIR__ . '/load.php';
require_once ABSPATH . 'wp-admin/includes/image.php';
require_once ABSPATH . 'wp-admin/includes/media.php';
require_once ABSPATH . 'wp-admin/includes/post.php';
require_once ABSPATH . 'wp-admin/includes/nav-menu.php';

const NOTE = 'Đây là nội dung thử nghiệm.';
const REPOSITORY = __DIR__ . '/../..';

// As an administrator: what others write WordPress cleans when it is saved.
wp_set_current_user(1);

/** Name of a case → its id, by kind. */
$cases = ['posts' => [], 'pages' => [], 'media' => [], 'categories' => [], 'hidden' => []];

/** The private words by their place, each to be used once. */
$private_words = [];
foreach (file(__DIR__ . '/private-words.txt', FILE_IGNORE_NEW_LINES) as $line) {
    [$word, $place] = explode("\t", $line);
    $private_words[$place] = $word;
}

function private_word(string $place): string
{
    global $private_words;
    $word = sure($private_words[$place] ?? new WP_Error('fill', "no private word is left for “{$place}”"));
    unset($private_words[$place]);
    return $word;
}

function decomposed(string $text): string
{
    return sure(Normalizer::normalize($text, Normalizer::FORM_D));
}

/** A slug as WordPress keeps one that is not ASCII. */
function percent_encoded(string $slug): string
{
    return strtolower(rawurlencode($slug));
}

/** A day and a time for what is given none: an hour before the last. */
function next_date(): string
{
    static $time = null;
    $time = ($time ?? new DateTimeImmutable('2026-10-01 16:30:00'))->modify('-1 hour');
    return $time->format('Y-m-d H:i:s');
}

/**
 * Adds a post or, by `type`, something else, and says in it that it is test content.
 * `title` is put after the words “Thử nghiệm: ”, `raw_title` is taken as it is.
 */
function add_post(string $case, array $fields): int
{
    global $cases;
    $content = $fields['content'] ?? 'Thân bài.';
    if (!($fields['without_note'] ?? false)) {
        $note = NOTE;
        $content .= str_contains($content, '<!-- wp:')
            ? "\n\n<!-- wp:paragraph -->\n<p>$note</p>\n<!-- /wp:paragraph -->" : "\n\n$note";
    }
    $type = $fields['type'] ?? 'post';
    $date = $fields['date'] ?? next_date();
    $id = sure(wp_insert_post(wp_slash([
        'post_type' => $type,
        'post_status' => $fields['status'] ?? 'publish',
        'post_title' => $fields['raw_title'] ?? 'Thử nghiệm: ' . ($fields['title'] ?? $case),
        'post_name' => $fields['slug'] ?? '',
        'post_content' => $content,
        'post_excerpt' => $fields['excerpt'] ?? '',
        'post_date' => $date,
        'post_author' => $fields['author'] ?? author('anhtuyet'),
        'post_password' => $fields['password'] ?? '',
        'post_parent' => $fields['parent'] ?? 0,
        'menu_order' => $fields['order'] ?? 0,
        'comment_status' => $fields['comments'] ?? 'closed',
        'post_category' => $type === 'post' ? array_map('category', $fields['categories'] ?? ['tin-tuc-su-kien']) : [],
        'tags_input' => $fields['tags'] ?? [],
    ]), true));
    if (isset($fields['featured'])) {
        sure(update_post_meta($id, '_thumbnail_id', $fields['featured']));
    }
    if (isset($fields['modified'])) {
        set_modified($id, $fields['modified']);
    }
    $kind = match (true) {
        ($fields['status'] ?? 'publish') !== 'publish' || isset($fields['password']) => 'hidden',
        $type === 'page' => 'pages',
        default => 'posts',
    };
    $cases[$kind][$case] = $id;
    return $id;
}

function set_modified(int $id, string $local): void
{
    global $wpdb;
    $wpdb->update($wpdb->posts, ['post_modified' => $local, 'post_modified_gmt' => get_gmt_from_date($local)], ['ID' => $id]);
    clean_post_cache($id);
}

function author(string $login): int
{
    return sure(get_user_by('login', $login))->ID;
}

function category(string $slug): int
{
    global $cases;
    return sure($cases['categories'][$slug] ?? new WP_Error('fill', "there is no category “{$slug}”"));
}

function add_category(string $slug, string $name, ?string $parent = null): void
{
    global $cases;
    $fields = ['slug' => $slug, 'parent' => $parent === null ? 0 : category($parent)];
    $cases['categories'][rawurldecode($slug)] = sure(wp_insert_term($name, 'category', $fields))['term_id'];
}

add_category('tin-tuc-su-kien', 'Tin tức – sự kiện');
add_category('xay-dung-chinh-quyen-va-cong-tac-thanh-nien', 'Xây dựng chính quyền và Công tác thanh niên', 'tin-tuc-su-kien');
add_category('van-ban', 'Văn bản & hướng dẫn');
add_category('thong-bao', 'Thông báo');
add_category(percent_encoded('chuyên-mục-cũ'), 'Chuyên mục cũ');
add_category('khong-lay', 'Chuyên mục không lấy');
$default = get_term((int) get_option('default_category'));
$cases['categories'][$default->slug] = $default->term_id;

foreach (['media', 'blocks', 'classic', 'pictures', 'fields', 'pages', 'hidden'] as $part) {
    require __DIR__ . "/fill/$part.php";
}

if ($private_words) {
    stop_with('these private words are used nowhere: ' . implode(', ', array_keys($private_words)));
}
file_put_contents("$rig/cases.json", json_encode($cases, JSON_PRETTY_PRINT | JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES) . "\n");
foreach ($cases as $kind => $ids) {
    echo "$kind: ", count($ids), "\n";
}
