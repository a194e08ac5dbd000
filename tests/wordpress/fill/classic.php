<?php
// Posts of the classic editor, of Word and of old themes: HTML that WordPress mends while it is read, and shortcodes.

add_post('autop', [
    'title' => 'Soạn thảo cổ điển',
    'content' => "Đoạn thứ nhất không có thẻ nào.\nDòng thứ hai của đoạn.\n\nĐoạn thứ hai -- \"trong ngoặc\" và 'đơn', 2x3, 1/2...\n\n"
        . "<strong>Tiêu đề giả bằng chữ đậm</strong>\n\n<p style=\"text-align: center;\"><em>Đoạn ở giữa</em></p>\n&nbsp;\n\n<h2>Tiêu đề</h2>\nLời ngay sau tiêu đề.\n"
        . "<ul>\n \t<li>Mục một</li>\n \t<li>Mục hai</li>\n</ul>\n<blockquote>Lời trích.</blockquote>\nĐoạn cuối.",
]);

add_post('unclosed', [
    'title' => 'Thẻ không đóng',
    'content' => "<div>Khối chưa đóng\n\n<p>Đoạn chưa đóng\n\n<strong>Chữ đậm chưa đóng\n\n</p></span>\n\n<div><p>Đoạn trong khối</div>\n\nSau tất cả, 3 < 5 & 7 > 2.",
]);

$image = fn (string $case, string $more = '') => "<img class=\"$more size-full wp-image-" . media($case) . '" src="' . address($case) . '" alt="Ảnh trong bài cổ điển" width="1000" height="667" />';
add_post('caption-shortcode', [
    'title' => 'Chú thích bằng shortcode',
    'content' => 'Trước ảnh.' . "\n\n" . '[caption id="attachment_' . media('anh-trong-bai') . '" align="aligncenter" width="1000"]' . $image('anh-trong-bai')
        . ' Quang cảnh buổi họp <em>thử nghiệm</em>[/caption]' . "\n\n" . $image('anh-nho', 'alignright') . "Lời bên ảnh nhỏ.\n\n<p style=\"text-align: center;\">"
        . $image('anh-png', 'aligncenter') . "</p>\n<p style=\"text-align: center;\"><em>Chú thích là một đoạn ở giữa</em></p>",
]);

$ids = implode(',', array_map(fn ($number) => media("bo-anh-$number"), range(1, 4)));
add_post('gallery-shortcode', [
    'title' => 'Bộ ảnh bằng shortcode',
    'content' => "Trước bộ ảnh.\n\n[gallery columns=\"2\" size=\"large\" link=\"file\" ids=\"$ids\"]\n\nSau bộ ảnh.",
]);
$with_attached = add_post('gallery-of-attached', ['title' => 'Bộ ảnh của các tệp đính kèm', 'content' => "[gallery]\n\nSau bộ ảnh."]);
foreach ([1, 2] as $number) {
    add_picture("dinh-kem-$number", 640, 480, ['parent' => $with_attached, 'caption' => "Ảnh đính kèm $number"]);
}

add_post('sound-shortcodes', [
    'title' => 'Âm thanh bằng shortcode',
    'content' => '[audio wav="' . address('am-thanh') . "\"]\n\n[video src=\"https://portal.example/phim.mp4\" width=\"640\" height=\"360\"]\n\n[playlist ids=\"" . media('am-thanh') . '"]',
]);

keep_embeds(add_post('embed-shortcode', [
    'title' => 'Nhúng bằng shortcode',
    'content' => "Trước phim.\n\n[embed width=\"750\"]https://www.youtube.com/watch?v=aaaaaaaaaaa[/embed]\n\nhttps://www.youtube.com/watch?v=bbbbbbbbbbb\n\nhttps://khong-co.portal.example/bai/\n\nSau phim.",
]));

add_post('unknown-shortcodes', [
    'title' => 'Shortcode không còn',
    'content' => "Trước.\n\n[contact-form-7 id=\"5\" title=\"Liên hệ thử nghiệm\"]\n\n[vc_row][vc_column width=\"1/2\"]Lời nằm trong shortcode của plugin.[/vc_column][/vc_row]\n\n"
        . "[su_quote cite=\"Nguồn\"]Lời trích thử nghiệm.[/su_quote]\n\nGiữa dòng [ngay_hom_nay] vẫn có chữ.\n\n[pdf-embedder url=\"" . address('van-ban-pdf') . "\"]\n\n[rev_slider alias=\"trang-chu\" /]\n\n"
        . "[tabs]\n[tab title=\"Một\"]Lời của thẻ một.[/tab]\n[tab title=\"Hai\"]Lời của thẻ hai.[/tab]\n[/tabs]\n\n[[caption]] là tên của một shortcode.\n\n<a href=\"[lien_ket]\">Liên kết</a>\n\nSau.",
]);

// What stands in brackets and is no shortcode stays text.
add_post('brackets', [
    'title' => 'Ngoặc vuông',
    'content' => "Theo [1] và [2, tr. 15], mức [a; b] hay [0, 1], ông nói: “[…] không [sic] sửa”. Mẫu số [M-01] [điền tên] [ ] không.\n\n[Ảnh: Thử Nghiệm]",
]);

add_post('scripts', [
    'title' => 'Mã trong bài của quản trị',
    'content' => "Trước mã.\n<script>document.title = 'KHONG-DUOC-CHAY';</script>\n<style>.a { color: red; }</style>\n<img src=\"" . address('anh-nho') . "\" onerror=\"KHONG-DUOC-CHAY\" alt=\"Ảnh\" />\n"
        . "<a href=\"javascript:KHONG-DUOC-CHAY\">liên kết</a> <form action=\"https://portal.example/\"><input name=\"a\" value=\"b\" /><button>Gửi</button></form> <base href=\"https://khac.example/\" />\nSau mã.",
]);

add_post('frames', [
    'title' => 'Khung nhúng',
    'content' => '<iframe width="560" height="315" src="https://www.youtube.com/embed/aaaaaaaaaaa" title="Phim thử nghiệm" allowfullscreen></iframe>' . "\n\n"
        . '<iframe src="https://www.google.com/maps/embed?pb=!1m18" width="600" height="450"></iframe>' . "\n\n"
        . '<iframe src="https://docs.google.com/gview?url=' . rawurlencode(address('van-ban-pdf')) . '&amp;embedded=true" width="100%" height="600"></iframe>' . "\n\n"
        . '<iframe src="' . address('van-ban-pdf') . '" width="100%" height="600"></iframe>',
]);

add_post('layout-table', [
    'title' => 'Bài trong bảng dàn trang',
    'content' => '<table border="0" width="100%"><tbody><tr><td><p>Đoạn thứ nhất trong bảng dàn trang.</p><p>Đoạn thứ hai.</p>' . $image('anh-trong-bai') . '</td></tr><tr><td><em>Chú thích dưới ảnh trong bảng</em></td></tr></tbody></table>',
]);

$linked = $cases['posts']['table'];
$host = home_url();
add_post('links', [
    'title' => 'Liên kết',
    'content' => '<a href="' . get_permalink($linked) . "\">Bài về bảng</a>, <a href=\"$host/?p=$linked\">bài đó theo số</a>, <a href=\"/?p=$linked\">theo số, không tên miền</a>, "
        . '<a href="' . wp_make_link_relative(get_permalink($linked)) . '#muc">đường dẫn tương đối</a>, <a href="' . address('van-ban-pdf') . '">tệp PDF</a>, <a href="' . address('anh-lon') . "\">tệp ảnh</a>, "
        . "<a href=\"$host/category/van-ban/\">chuyên mục</a>, <a href=\"$host/khong-co-bai-nay/\">bài không có</a>, <a href=\"www.portal.example\">không giao thức</a>, "
        . '<a href="https://portal.example/?a=1&amp;b=2">bên ngoài</a>, <a href="mailto:thu-nghiem@portal.example">thư</a>, <a href="tel:+840000000000">điện thoại</a>, <a href="">rỗng</a>, <a name="cho-nay"></a>neo.',
]);

// What editors paste, as the tests of reading have it.
$pasted = [
    '01-word-lists-wingdings', '02-ol-start-type-value', '05-google-docs-bold', '06-word-comments-and-changes', '07-word-footnotes', '12-font-shorthand',
    '15-tfoot-first', '26-old-youtube', '28-links-of-all-kinds', '31-br-nbsp-paragraphs', '63-double-escaped', '66-word-style-headings',
];
foreach ($pasted as $name) {
    $file = sure(file_get_contents(REPOSITORY . "/tests/reading-cases/$name/article.html"));
    add_post("pasted-$name", ['title' => "Dán vào: $name", 'content' => preg_replace('/\A\+\+\+\n.*?\n\+\+\+\n/s', '', $file)]);
}
