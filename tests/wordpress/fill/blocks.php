<?php
// Posts of the block editor, as it saves them.

function block(string $name, string $html, array $attributes = []): string
{
    $attributes = $attributes ? ' ' . json_encode($attributes, JSON_UNESCAPED_SLASHES) : '';
    return "<!-- wp:$name$attributes -->\n$html\n<!-- /wp:$name -->\n\n";
}

function paragraph_block(string $html): string
{
    return block('paragraph', "<p>$html</p>");
}

function image_block(string $case, string $caption = '', string $class = 'size-large'): string
{
    $id = media($case);
    $alt = esc_attr(get_post_meta($id, '_wp_attachment_image_alt', true));
    $image = '<img src="' . address($case) . "\" alt=\"$alt\" class=\"wp-image-$id\"/>";
    $caption = $caption === '' ? '' : "<figcaption class=\"wp-element-caption\">$caption</figcaption>";
    return block('image', "<figure class=\"wp-block-image $class\">$image$caption</figure>", ['id' => $id, 'sizeSlug' => 'large']);
}

add_post('paragraphs', [
    'title' => 'Đoạn văn và tiêu đề',
    'content' => paragraph_block('Chữ <strong>đậm</strong>, <em>nghiêng</em>, <s>gạch</s>, m<sup>2</sup>, H<sub>2</sub>O và <code>mã</code>.')
        . block('heading', '<h2>Tiêu đề bậc hai</h2>')
        . block('paragraph', '<p class="has-text-align-center has-drop-cap has-vivid-red-color has-text-color">Đoạn ở giữa, có màu.</p>', ['align' => 'center'])
        . block('heading', '<h3 class="has-text-align-center" id="muc-nho">Tiêu đề bậc ba</h3>', ['level' => 3])
        . paragraph_block('Dòng một<br>dòng hai, <mark style="background-color:#ff0" class="has-inline-color">được tô</mark>, <a href="#muc-nho">liên kết trong bài</a>.')
        . block('separator', '<hr class="wp-block-separator has-alpha-channel-opacity"/>')
        . block('spacer', '<div style="height:40px" aria-hidden="true" class="wp-block-spacer"></div>', ['height' => '40px'])
        . paragraph_block(''),
]);

$inner = block('list-item', '<li>Mục con</li>') . block('list-item', '<li>Mục con thứ hai</li>');
add_post('list', [
    'title' => 'Danh sách',
    'content' => block('list', '<ul>' . block('list-item', '<li>Mục một' . block('list', "<ul>$inner</ul>") . '</li>') . block('list-item', '<li>Mục hai</li>') . '</ul>')
        . block('list', '<ol start="4">' . block('list-item', '<li>Mục thứ tư</li>') . block('list-item', '<li>Mục thứ năm</li>') . '</ol>', ['ordered' => true, 'start' => 4]),
]);

add_post('quote', [
    'title' => 'Trích dẫn',
    'content' => block('quote', '<blockquote class="wp-block-quote">' . paragraph_block('Lời trích thử nghiệm.') . '<cite>Người nói thử nghiệm</cite></blockquote>')
        . block('pullquote', '<figure class="wp-block-pullquote"><blockquote><p>Lời trích nổi bật.</p><cite>Nguồn thử nghiệm</cite></blockquote></figure>')
        . block('verse', "<pre class=\"wp-block-verse\">Câu thơ thử nghiệm\n  câu thứ hai</pre>")
        . block('preformatted', "<pre class=\"wp-block-preformatted\">Giữ   khoảng trống\nvà dòng.</pre>")
        . block('code', '<pre class="wp-block-code"><code>&lt;p&gt;mã&lt;/p&gt;</code></pre>'),
]);

add_post('images', [
    'title' => 'Ảnh trong bài',
    'content' => image_block('anh-trong-bai', 'Chú thích của <strong>riêng bài</strong> (Ảnh: Thử Nghiệm)')
        . image_block('anh-khong-mo-ta') . image_block('anh-nho', 'Ảnh nhỏ', 'alignright size-full')
        . image_block('anh-lon', 'Ảnh lớn', 'alignwide size-full') . image_block('anh-xoay') . image_block('anh-webp') . image_block('anh-png')
        . block('image', '<figure class="wp-block-image"><a href="' . address('anh-thuong') . '"><img src="'
            . wp_get_attachment_image_url(media('anh-thuong'), 'medium') . '" alt="Ảnh nhỏ dẫn đến ảnh lớn"/></a></figure>')
        . image_block('anh-mat-tep', 'Tệp của ảnh này không còn'),
]);

$gallery = '';
foreach (range(1, 3) as $number) {
    $gallery .= image_block("bo-anh-$number", $number === 2 ? '' : "Ảnh $number của bộ ảnh");
}
add_post('gallery', [
    'title' => 'Bộ ảnh',
    'content' => block('gallery', "<figure class=\"wp-block-gallery has-nested-images columns-default is-cropped\">$gallery"
        . '<figcaption class="blocks-gallery-caption wp-element-caption">Chú thích chung của bộ ảnh</figcaption></figure>', ['linkTo' => 'none']),
]);

$items = '';
foreach (range(1, 4) as $number) {
    $items .= '<li class="blocks-gallery-item"><figure><img src="' . address("bo-anh-$number") . "\" alt=\"Ảnh $number\" data-id=\"" . media("bo-anh-$number")
        . "\" class=\"wp-image-" . media("bo-anh-$number") . "\"/><figcaption class=\"blocks-gallery-item__caption\">Chú thích $number</figcaption></figure></li>";
}
add_post('gallery-of-old', [
    'title' => 'Bộ ảnh kiểu cũ',
    'content' => block('gallery', "<figure class=\"wp-block-gallery columns-2 is-cropped\"><ul class=\"blocks-gallery-grid\">$items</ul></figure>"),
]);

add_post('table', [
    'title' => 'Bảng',
    'content' => block('table', '<figure class="wp-block-table is-style-stripes"><table class="has-fixed-layout"><thead><tr><th>Đơn vị</th><th class="has-text-align-right" data-align="right">Số phiếu</th></tr></thead>'
        . '<tbody><tr><td>Xã thử nghiệm</td><td class="has-text-align-right" data-align="right">1.250</td></tr><tr><td>Phường thử nghiệm</td><td class="has-text-align-right" data-align="right">980</td></tr></tbody>'
        . '<tfoot><tr><td>Cộng</td><td class="has-text-align-right" data-align="right">2.230</td></tr></tfoot></table><figcaption class="wp-element-caption">Số liệu thử nghiệm</figcaption></figure>')
        . block('table', '<figure class="wp-block-table"><table><tbody><tr><td rowspan="2">Gộp hàng</td><td>một</td></tr><tr><td>hai</td></tr><tr><td colspan="2">Gộp cột</td></tr></tbody></table></figure>'),
]);

$pdf = address('van-ban-pdf');
add_post('file', [
    'title' => 'Tệp đính kèm',
    'categories' => ['van-ban'],
    'content' => block('file', "<div class=\"wp-block-file\"><object class=\"wp-block-file__embed\" data=\"$pdf\" type=\"application/pdf\" style=\"width:100%;height:600px\" aria-label=\"Nhúng Kế hoạch\"></object>"
        . "<a id=\"wp-block-file--media-1\" href=\"$pdf\">Kế hoạch thử nghiệm</a><a href=\"$pdf\" class=\"wp-block-file__button wp-element-button\" download aria-describedby=\"wp-block-file--media-1\">Tải về</a></div>", ['id' => media('van-ban-pdf'), 'href' => $pdf, 'displayPreview' => true]),
]);

function embed_block(string $address, string $provider, string $caption = ''): string
{
    $caption = $caption === '' ? '' : "<figcaption class=\"wp-element-caption\">$caption</figcaption>";
    $attributes = ['url' => $address, 'type' => 'video', 'providerNameSlug' => $provider, 'responsive' => true];
    return block('embed', "<figure class=\"wp-block-embed is-type-video is-provider-$provider wp-block-embed-$provider\">"
        . "<div class=\"wp-block-embed__wrapper\">\n$address\n</div>$caption</figure>", $attributes);
}
$video = 'https://www.youtube.com/watch?v=aaaaaaaaaaa';
$embedded = add_post('embed', [
    'title' => 'Nội dung nhúng',
    'content' => embed_block($video, 'youtube', 'Phim thử nghiệm') . embed_block('https://khong-co.portal.example/bai/', 'portal'),
]);

// What YouTube would have answered, kept where WordPress keeps it: nothing is asked over the network.
function answer_of_youtube(?string $html, string $address): string|false
{
    return str_contains($address, 'youtube.com')
        ? '<iframe title="Phim thử nghiệm" width="750" height="422" src="https://www.youtube.com/embed/aaaaaaaaaaa?feature=oembed" frameborder="0" allow="autoplay; encrypted-media" allowfullscreen></iframe>'
        : false;
}
function keep_embeds(int $post): void
{
    global $wp_embed;
    add_filter('pre_oembed_result', 'answer_of_youtube', 10, 2);
    $wp_embed->cache_oembed($post);
    remove_filter('pre_oembed_result', 'answer_of_youtube');
}
keep_embeds($embedded);

add_post('columns', [
    'title' => 'Các cột',
    'content' => block('columns', '<div class="wp-block-columns">'
        . block('column', '<div class="wp-block-column" style="flex-basis:33%">' . paragraph_block('Cột trái.') . image_block('bo-anh-4', 'Ảnh trong cột') . '</div>', ['width' => '33%'])
        . block('column', '<div class="wp-block-column">' . block('heading', '<h2>Cột phải</h2>') . paragraph_block('Lời của cột phải.') . '</div>') . '</div>'),
]);

add_post('cover', [
    'title' => 'Ảnh bìa',
    'content' => block('cover', '<div class="wp-block-cover"><span aria-hidden="true" class="wp-block-cover__background has-background-dim"></span><img class="wp-block-cover__image-background wp-image-'
        . media('anh-thuong') . '" alt="Ảnh bìa thử nghiệm" src="' . address('anh-thuong') . '" data-object-fit="cover"/><div class="wp-block-cover__inner-container">'
        . paragraph_block('Lời trên ảnh bìa.') . '</div></div>', ['url' => address('anh-thuong'), 'id' => media('anh-thuong')])
        . block('cover', '<div class="wp-block-cover has-parallax"><div role="img" class="wp-block-cover__image-background has-parallax" style="background-image:url(' . address('anh-trong-bai') . ')"></div><div class="wp-block-cover__inner-container">'
        . paragraph_block('Lời trên ảnh bìa là nền.') . '</div></div>', ['url' => address('anh-trong-bai'), 'hasParallax' => true]),
]);

add_post('details', [
    'title' => 'Hỏi và đáp',
    'content' => block('details', '<details class="wp-block-details"><summary>Câu hỏi thử nghiệm?</summary>' . paragraph_block('Câu trả lời thử nghiệm.') . '</details>'),
]);

add_post('layout', [
    'title' => 'Nút, nhóm, ảnh kèm lời',
    'content' => block('group', '<div class="wp-block-group">' . paragraph_block('Trong nhóm.') . '</div>')
        . block('buttons', '<div class="wp-block-buttons">' . block('button', '<div class="wp-block-button"><a class="wp-block-button__link wp-element-button" href="https://portal.example/nop-don/">Nộp đơn</a></div>') . '</div>')
        . block('media-text', '<div class="wp-block-media-text alignwide is-stacked-on-mobile"><figure class="wp-block-media-text__media"><img src="' . address('anh-trong-bai') . '" alt="Ảnh kèm lời" class="wp-image-' . media('anh-trong-bai') . ' size-full"/></figure><div class="wp-block-media-text__content">'
        . paragraph_block('Lời bên ảnh.') . '</div></div>'),
]);

add_post('sound', [
    'title' => 'Âm thanh',
    'content' => block('audio', '<figure class="wp-block-audio"><audio controls src="' . address('am-thanh') . '"></audio><figcaption class="wp-element-caption">Bản đọc thử nghiệm</figcaption></figure>')
        . block('video', '<figure class="wp-block-video"><video controls src="https://portal.example/phim.mp4"></video></figure>'),
]);

// Blocks that a site's sidebar is made of, in the middle of a text.
add_post('sidebar-blocks', [
    'title' => 'Khối của cột bên',
    'content' => paragraph_block('Trước các khối.') . "<!-- wp:categories /-->\n\n<!-- wp:search {\"label\":\"Tìm\",\"buttonText\":\"Tìm\"} /-->\n\n<!-- wp:tag-cloud /-->\n\n"
        . "<!-- wp:nha-phat-trien/khoi-la {\"so\":1} /-->\n\n" . paragraph_block('Sau các khối.'),
]);

$shared = add_post('reusable-block', ['type' => 'wp_block', 'title' => 'Khối dùng lại', 'content' => paragraph_block('Lời của khối dùng lại.'), 'without_note' => true]);
unset($cases['posts']['reusable-block']);
$draft_block = add_post('draft-reusable-block', ['type' => 'wp_block', 'status' => 'draft', 'content' => paragraph_block(private_word('draft reusable block'))]);
$protected_block = add_post('protected-reusable-block', ['type' => 'wp_block', 'password' => 'mat-khau', 'content' => paragraph_block(private_word('protected reusable block'))]);
add_post('reusable', [
    'title' => 'Bài có khối dùng lại',
    'content' => paragraph_block('Trước khối.') . "<!-- wp:block {\"ref\":$shared} /-->\n\n<!-- wp:block {\"ref\":$draft_block} /-->\n\n<!-- wp:block {\"ref\":$protected_block} /-->\n\n" . paragraph_block('Sau khối.'),
]);

add_post('more-and-pages', [
    'title' => 'Đọc tiếp và trang hai',
    'content' => paragraph_block('Lời mở đầu.') . block('more', '<!--more-->') . paragraph_block('Lời tiếp theo.') . block('nextpage', '<!--nextpage-->') . paragraph_block('Trang thứ hai.'),
]);

add_post('html-block', [
    'title' => 'Khối HTML',
    'content' => block('html', '<table border="1"><caption>Bảng tự viết</caption><tr><td>một</td><td>hai</td></tr></table>') . block('shortcode', '[contact-form-7 id="5" title="Liên hệ"]'),
]);
