<?php
// What stands beside the text: dates, categories, tags, authors, excerpts, titles, slugs.

/** An article of our own content folder: its fields that are strings, and its paragraphs. */
function read_article(string $name): array
{
    $file = sure(file_get_contents(REPOSITORY . "/content/articles/2021/$name.md"));
    [, $front_matter, $text] = explode('+++', $file, 3);
    preg_match_all('/^(\w+) = "(.*)"$/m', $front_matter, $matches);
    return array_combine($matches[1], array_map('stripslashes', $matches[2])) + ['text' => trim($text)];
}

// The real article, of which a day alone is known: midnight is no time of day.
$election = 'xay-dung-chinh-quyen-va-cong-tac-thanh-nien';
$article = read_article('uy-ban-bau-cu-tinh-to-chuc-hop-12-03');
$text = preg_replace_callback('/^!\[.*?\]\(.*? "(.*?)"\)$/m', fn ($match) => $image('anh-trong-bai', 'aligncenter') . "\n\n<p style=\"text-align: center;\">$match[1]</p>", $article['text']);
add_post('real-article', [
    'raw_title' => $article['title'], 'content' => $article['summary'] . "\n\n" . $text, 'without_note' => true, 'excerpt' => $article['summary'],
    'date' => '2021-03-12 00:00:00', 'categories' => [$election], 'tags' => ['Bầu cử'], 'featured' => media('anh-co-nguon'), 'author' => author('duchoang'),
]);
// Another of the same title, so of a slug that ends in “-2”.
$article = read_article('uy-ban-bau-cu-tinh-to-chuc-hop-15-03');
add_post('same-title', ['raw_title' => $article['title'], 'date' => '2021-03-15 09:22:18', 'categories' => [$election], 'tags' => ['Bầu cử']]);

add_post('midnight', ['title' => 'Lúc nửa đêm', 'date' => '2024-02-29 00:00:00']);
add_post('end-of-year', ['title' => 'Cuối năm', 'date' => '2025-12-31 23:59:59']);
add_post('before-1970', ['title' => 'Rất cũ', 'date' => '1969-12-31 10:00:00']);
add_post('updated', ['title' => 'Đã sửa sau ba ngày', 'date' => '2026-05-10 08:00:00', 'modified' => '2026-05-13 09:30:00']);
add_post('updated-at-once', ['title' => 'Đã sửa sau mười phút', 'date' => '2026-05-10 08:00:00', 'modified' => '2026-05-10 08:10:00']);

add_post('sticky', ['title' => 'Bài ghim', 'date' => '2026-01-05 08:00:00', 'featured' => media('anh-thuong')]);
stick_post($cases['posts']['sticky']);

add_post('excerpt', ['title' => 'Tóm tắt tự viết', 'excerpt' => 'Tóm tắt “tự viết” & có dấu.', 'content' => str_repeat('Thân bài dài của bài có tóm tắt. ', 40)]);
add_post('excerpt-generated', ['title' => 'Tóm tắt tự sinh', 'content' => str_repeat('Thân bài dài của bài không có tóm tắt. ', 40)]);
add_post('excerpt-html', ['title' => 'Tóm tắt có thẻ', 'excerpt' => "Tóm tắt <strong>đậm</strong>\n\nhai đoạn"]);

add_post('parent-category', ['title' => 'Chuyên mục cha', 'categories' => ['tin-tuc-su-kien']]);
add_post('child-category', ['title' => 'Chuyên mục con', 'categories' => [$election]]);
add_post('two-categories', ['title' => 'Hai chuyên mục', 'categories' => ['van-ban', 'thong-bao']]);
add_post('parent-and-child', ['title' => 'Chuyên mục cha và con', 'categories' => ['tin-tuc-su-kien', $election]]);
add_post('encoded-category', ['title' => 'Chuyên mục có tên đường dẫn tiếng Việt', 'categories' => ['chuyên-mục-cũ']]);
add_post('one-of-two-unmapped', ['title' => 'Một chuyên mục lấy, một không', 'categories' => ['khong-lay', 'thong-bao']]);
add_post('unmapped-category', ['title' => 'Chuyên mục không lấy', 'categories' => ['khong-lay']]);
add_post('uncategorised', ['title' => 'Chưa phân loại', 'categories' => [$default->slug]]);

add_post('tags', ['title' => 'Thẻ', 'tags' => ['Bầu cử', 'Cải cách hành chính', 'Q&A <thử>', 'ma', 'má', decomposed('Hội nghị tổ hợp'), '2021']]);
add_post('author', ['title' => 'Tác giả khác', 'author' => author('duchoang')]);
add_post('credit', ['title' => 'Nguồn cuối bài', 'content' => "Thân bài.\n\n<p style=\"text-align: right;\"><strong>Tin, ảnh: Nguyễn Thử Nghiệm</strong></p>", 'without_note' => true]);

add_post('slug-encoded', ['title' => 'Đường dẫn tiếng Việt', 'slug' => percent_encoded('hội-nghị-trực-tuyến-đầu-năm')]);
add_post('slug-encoded-nfd', ['title' => 'Đường dẫn tổ hợp', 'slug' => percent_encoded(decomposed('cuộc-họp-tổ-hợp'))]);
// Two in WordPress, one by our rules.
add_post('slug-twin', ['title' => 'Đường dẫn trùng', 'slug' => 'hop-bao-quy-mot']);
add_post('slug-twin-encoded', ['title' => 'Đường dẫn trùng khi bỏ dấu', 'slug' => percent_encoded('họp-báo-quý-một')]);
add_post('slug-long', ['title' => 'Đường dẫn dài', 'slug' => str_repeat('duong-dan-rat-dai-', 11) . 'het']);

add_post('title-html', ['raw_title' => 'Thử nghiệm: <em>nghiêng</em> & "ngoặc" \'đơn\' -- 3 < 5...']);
add_post('title-empty', ['raw_title' => '']);
add_post('title-long', ['title' => str_repeat('Nhan đề rất dài của bài thử nghiệm ', 15)]);
add_post('title-emoji', ['title' => 'Biểu tượng 🎉 và chữ Hán 会议']);
add_post('decomposed', ['raw_title' => decomposed('Thử nghiệm: Chữ tổ hợp'), 'content' => decomposed('Ủy ban nhân dân tỉnh, nghị quyết, đường, trường. Được viết ở dạng tổ hợp.'), 'excerpt' => decomposed('Tóm tắt tổ hợp')]);
add_post('empty', ['title' => 'Không có thân bài', 'content' => '', 'excerpt' => 'Chỉ có tóm tắt', 'without_note' => true]);
add_post('long', ['title' => 'Bài dài', 'content' => implode("\n\n", array_map(fn ($number) => "Đoạn thử nghiệm số $number của bài dài, để xem bài nhiều đoạn được đọc hết.", range(1, 300)))]);

$aside = add_post('format', ['title' => 'Định dạng riêng']);
set_post_format($aside, 'aside');
$with_meta = add_post('meta', ['title' => 'Trường riêng']);
update_post_meta($with_meta, 'truong_rieng', private_word('meta that is not registered'));
