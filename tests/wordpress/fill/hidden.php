<?php
// What no reader may see, with a private word in each part of it. None of them may be in any published byte.

/** A post that is hidden in one way, with an attached picture, which is hidden with it. */
function add_hidden(string $kind, array $fields): int
{
    global $cases;
    $post = add_post($kind, $fields + [
        'raw_title' => 'Bài thử nghiệm ' . private_word("$kind post, title"),
        'content' => 'Thân bài ' . private_word("$kind post, text"),
        'excerpt' => 'Tóm tắt ' . private_word("$kind post, excerpt"),
    ]);
    $seed = 100 + count($cases['hidden']);
    $name = 'anh-' . private_word("$kind post, file name") . '.jpg';
    $bytes = with_comment(draw_picture(800, 600, $seed), private_word("$kind post, file bytes"));
    $picture = add_media("$kind-post", $name, $bytes, ['parent' => $post, 'caption' => private_word("$kind post, file caption"), 'title' => 'Ảnh ẩn thử nghiệm']);
    update_post_meta($post, '_thumbnail_id', $picture);
    return $post;
}

$draft = add_hidden('draft', ['status' => 'draft', 'tags' => [private_word('tag that a draft alone has'), 'Bầu cử']]);
add_hidden('pending', ['status' => 'pending']);
$private = add_hidden('private', ['status' => 'private']);
add_hidden('scheduled', ['status' => 'future', 'date' => '2099-01-01 08:00:00']);
$protected = add_hidden('protected', ['password' => 'mat-khau']);
$trashed = add_hidden('trashed', []);
sure(wp_trash_post($trashed));
unset($cases['posts']['trashed']);
$cases['hidden']['trashed'] = $trashed;

add_post('never-saved', ['status' => 'auto-draft', 'raw_title' => 'Bản thử nghiệm ' . private_word('never saved post')]);

// Public posts with something hidden about them.
add_post('featured-private', ['title' => 'Ảnh đại diện của một bài riêng', 'featured' => media('private-post')]);
add_post('featured-draft', ['title' => 'Ảnh đại diện của một bản nháp', 'featured' => media('draft-post')]);
add_post('links-to-hidden', ['title' => 'Liên kết đến bài ẩn', 'content' => implode(', ', array_map(fn ($id) => '<a href="' . home_url("/?p=$id") . "\">bài $id</a>", [$draft, $private, $protected, $trashed]))]);

$edited = add_post('revised', ['title' => 'Bài có bản cũ']);
$earlier = get_post($edited, ARRAY_A);
sure(_wp_put_post_revision(wp_slash(['post_content' => 'Bản cũ ' . private_word('revision')] + $earlier)));
sure(_wp_put_post_revision(wp_slash(['post_content' => 'Bản tự lưu ' . private_word('autosave')] + $earlier), true));

$alone = 'anh-' . private_word('private picture, file name') . '.jpg';
add_media('private-picture', $alone, with_comment(draw_picture(600, 400, 150), private_word('private picture, file bytes')), ['status' => 'private']);
// In the library for everyone, but of no post: nothing published has a use for it.
add_media('unused-picture', 'anh-' . private_word('picture without a post, file name') . '.jpg', draw_picture(600, 400, 151), ['caption' => private_word('picture without a post, caption')]);

function add_comment(int $post, string $text, string|int $approved, string $address = 'ban-doc@portal.example'): void
{
    sure(wp_insert_comment(wp_slash([
        'comment_post_ID' => $post, 'comment_content' => $text, 'comment_approved' => $approved, 'comment_author' => 'Bạn đọc thử nghiệm',
        'comment_author_email' => $address, 'comment_date' => '2026-10-02 08:00:00',
    ])));
}
$commented = add_post('comments', ['title' => 'Bài có ý kiến', 'comments' => 'open']);
add_comment($commented, 'Ý kiến thử nghiệm đã duyệt.', 1, private_word('address of a commenter') . '@portal.example');
add_comment($commented, private_word('comment that waits'), 0);
add_comment($commented, private_word('comment that is spam'), 'spam');
add_comment($commented, private_word('comment that is trashed'), 'trash');
add_comment($protected, private_word('comment on a protected post'), 1);

// Of those who write, names of published posts' authors alone are public.
sure(wp_update_user(['ID' => author('duchoang'), 'user_email' => private_word('address of an author') . '@portal.example']));
sure(wp_insert_user([
    'user_login' => 'chuadang', 'user_pass' => wp_generate_password(24), 'user_email' => 'chuadang@portal.example', 'role' => 'author',
    'display_name' => 'Thử nghiệm ' . private_word('name of an author without a post'),
]));
update_option('portal_thu_nghiem', private_word('option'));
