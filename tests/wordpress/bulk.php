<?php
// Adds so many generated posts at once: `bulk.php 5000`. Written straight into the tables, as WordPress's own functions take
// minutes for it; what they would have counted is counted at the end.
require __DIR__ . '/load.php';

$wanted = filter_var($argv[1] ?? '', FILTER_VALIDATE_INT, ['options' => ['min_range' => 1]]) ?: stop_with('bulk.php NUMBER');

/** About eight kilobytes, other ones for each number. */
function write_text(int $number): string
{
    $paragraphs = ['Đây là nội dung thử nghiệm, được sinh tự động.'];
    foreach (range(1, 24) as $place) {
        $sentence = "Đoạn thử nghiệm $place của bài $number nói về hội nghị, kế hoạch và kết quả của đơn vị thử nghiệm. ";
        $paragraphs[] = str_repeat($sentence, 1 + ($number + $place) % 3) . 'Số liệu thử nghiệm là ' . ($number * 31 + $place * 7) % 1000 . '.';
    }
    return implode("\n\n", $paragraphs);
}

$categories = get_categories(['hide_empty' => false, 'exclude' => get_option('default_category')]);
$categories = array_column($categories, 'term_taxonomy_id') ?: [(int) get_option('default_category')];
$pictures = get_posts(['post_type' => 'attachment', 'post_mime_type' => 'image', 'post_parent' => 0, 'numberposts' => 10, 'orderby' => 'ID', 'order' => 'ASC', 'fields' => 'ids']);
$first = (int) $wpdb->get_var("SELECT COUNT(*) FROM $wpdb->posts WHERE post_name LIKE 'bai-sinh-%'");
$id = (int) $wpdb->get_var("SELECT MAX(ID) FROM $wpdb->posts");
$date = new DateTimeImmutable('2020-12-31 17:00:00', wp_timezone());

function insert(string $table, array $columns, array $rows): void
{
    global $wpdb;
    foreach (array_chunk($rows, 200) as $some) {
        $values = implode(',', array_map(fn ($row) => "('" . implode("','", array_map('esc_sql', $row)) . "')", $some));
        $wpdb->query("INSERT INTO $table (" . implode(',', $columns) . ") VALUES $values") !== false || stop_with($wpdb->last_error);
    }
}

$wpdb->query('START TRANSACTION');
foreach (array_chunk(range($first + 1, $first + $wanted), 1000) as $numbers) {
    $posts = $terms = $meta = [];
    foreach ($numbers as $number) {
        $id++;
        $time = $date->modify("-$number hours");
        $local = $time->format('Y-m-d H:i:s');
        $utc = $time->setTimezone(new DateTimeZone('UTC'))->format('Y-m-d H:i:s');
        $posts[] = [
            $id, 1 + $number % 3, $local, $utc, $local, $utc, write_text($number), "Thử nghiệm: bài sinh tự động số $number",
            "bai-sinh-$number", home_url("/?p=$id"), 'publish', 'closed', 'closed', 'post', '', '', '', '',
        ];
        $terms[] = [$id, $categories[$number % count($categories)]];
        if ($pictures) {
            $meta[] = [$id, '_thumbnail_id', $pictures[$number % count($pictures)]];
        }
    }
    insert($wpdb->posts, [
        'ID', 'post_author', 'post_date', 'post_date_gmt', 'post_modified', 'post_modified_gmt', 'post_content', 'post_title',
        'post_name', 'guid', 'post_status', 'comment_status', 'ping_status', 'post_type', 'post_excerpt', 'to_ping', 'pinged', 'post_content_filtered',
    ], $posts);
    insert($wpdb->term_relationships, ['object_id', 'term_taxonomy_id'], $terms);
    insert($wpdb->postmeta, ['post_id', 'meta_key', 'meta_value'], $meta);
}
$wpdb->query('COMMIT');
wp_update_term_count_now($categories, 'category');
echo "posts: $wanted\n";
