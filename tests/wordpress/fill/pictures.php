<?php
// Featured pictures: there, of a kind of their own, missing, or somebody else's.

foreach ([
    'anh-thuong' => 'featured', 'anh-co-nguon' => 'featured-with-credit', 'anh-lon' => 'featured-large', 'anh-xoay' => 'featured-rotated',
    'anh-nho' => 'featured-small', 'anh-png' => 'featured-png', 'anh-khong-mo-ta' => 'featured-without-alt',
    'ten-nfc' => 'featured-named-nfc', 'ten-nfd' => 'featured-named-nfd', 'anh-mat-tep' => 'featured-file-gone',
] as $medium => $case) {
    add_post($case, ['title' => "Ảnh đại diện: $case", 'featured' => media($medium)]);
}

// Its row is gone: asked for, WordPress answers with the whole index of its API.
add_post('featured-missing', ['title' => 'Ảnh đại diện không còn', 'featured' => 999999]);
// No picture at all.
add_post('featured-pdf', ['title' => 'Ảnh đại diện là tệp PDF', 'featured' => media('van-ban-pdf')]);
// The same picture as another post's, and in the text as well.
add_post('featured-twice', ['title' => 'Ảnh đại diện cũng ở trong bài', 'featured' => media('anh-thuong'), 'content' => image_block('anh-thuong', 'Chú thích trong bài') . paragraph_block('Lời.')]);
