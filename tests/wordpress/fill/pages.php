<?php
// Pages with parents, and a menu of them.

$about = add_post('gioi-thieu', ['type' => 'page', 'title' => 'Giới thiệu', 'slug' => 'gioi-thieu', 'order' => 1, 'content' => paragraph_block('Lời giới thiệu.') . image_block('anh-trong-bai', 'Trụ sở thử nghiệm')]);
$structure = add_post('co-cau', ['type' => 'page', 'title' => 'Cơ cấu tổ chức', 'slug' => 'co-cau-to-chuc', 'parent' => $about, 'order' => 2]);
add_post('phong', ['type' => 'page', 'title' => 'Phòng thử nghiệm', 'slug' => 'phong-thu-nghiem', 'parent' => $structure, 'order' => 1]);
$contact = add_post('lien-he', ['type' => 'page', 'title' => 'Liên hệ', 'slug' => 'lien-he', 'order' => 3, 'content' => "Địa chỉ thử nghiệm\n\n[contact-form-7 id=\"5\"]"]);
// Of the same slug as another, below another parent.
add_post('lien-he-con', ['type' => 'page', 'title' => 'Liên hệ của phòng', 'slug' => 'lien-he', 'parent' => $about]);
add_post('trang-duong-dan', ['type' => 'page', 'title' => 'Trang có đường dẫn tiếng Việt', 'slug' => percent_encoded('công-khai-ngân-sách')]);

foreach (['draft' => 'draft', 'private' => 'private', 'trashed' => 'publish', 'protected' => 'publish'] as $kind => $status) {
    // The slug of a private page is in the address of a public one below it, so it holds no private word.
    $page = add_post("$kind-page", [
        'type' => 'page', 'status' => $status, 'slug' => "trang-an-$kind", 'raw_title' => 'Trang thử nghiệm ' . private_word("$kind page, title"), 'content' => private_word("$kind page, text"),
        'password' => $kind === 'protected' ? 'mat-khau' : '',
    ]);
    if ($kind === 'trashed') {
        sure(wp_trash_post($page));
        unset($cases['pages']['trashed-page']);
        $cases['hidden']['trashed-page'] = $page;
    }
}
add_post('page-below-private', ['type' => 'page', 'title' => 'Trang dưới trang riêng', 'parent' => $cases['hidden']['private-page'], 'slug' => 'trang-duoi-trang-rieng']);

$menu = sure(wp_create_nav_menu('Menu chính'));
function add_menu_item(int $menu, array $fields): int
{
    $item = [];
    foreach ($fields + ['status' => 'publish'] as $name => $value) {
        $item["menu-item-$name"] = $value;
    }
    return sure(wp_update_nav_menu_item($menu, 0, wp_slash($item)));
}
function page_item(int $page, int $below = 0): array
{
    return ['type' => 'post_type', 'object' => 'page', 'object-id' => $page, 'parent-id' => $below];
}
add_menu_item($menu, ['type' => 'custom', 'title' => 'Trang chủ', 'url' => home_url('/')]);
$about_item = add_menu_item($menu, page_item($about));
$structure_item = add_menu_item($menu, page_item($structure, $about_item));
add_menu_item($menu, page_item($cases['pages']['phong'], $structure_item));
$news_item = add_menu_item($menu, ['type' => 'taxonomy', 'object' => 'category', 'object-id' => category('tin-tuc-su-kien'), 'title' => 'Tin tức & sự kiện']);
add_menu_item($menu, ['type' => 'taxonomy', 'object' => 'category', 'object-id' => category($election), 'parent-id' => $news_item]);
add_menu_item($menu, ['type' => 'post_type', 'object' => 'post', 'object-id' => $cases['posts']['real-article'], 'title' => 'Cuộc họp bầu cử']);
add_menu_item($menu, ['type' => 'custom', 'title' => 'Dịch vụ công', 'url' => 'https://dich-vu-cong.portal.example/', 'target' => '_blank']);
add_menu_item($menu, page_item($contact));
// WordPress gives these to an editor who asks for the menu, though no reader may open what they lead to.
add_menu_item($menu, ['title' => 'Mục riêng ' . private_word('private menu item')] + page_item($cases['hidden']['private-page']));
add_menu_item($menu, page_item($cases['hidden']['draft-page']));
set_theme_mod('nav_menu_locations', ['primary' => $menu]);
