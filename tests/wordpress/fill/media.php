<?php
// Pictures, documents and sounds, and how they come into the library.

/** A picture of coloured stripes: another seed, other bytes. */
function draw_picture(int $width, int $height, int $seed, string $format = 'jpeg'): string
{
    $image = imagecreatetruecolor($width, $height);
    $stripe = max(1, intdiv($height, 12));
    for ($y = 0; $y < $height; $y += $stripe) {
        $shade = ($seed * 37 + intdiv($y, $stripe) * 19) % 256;
        $colour = imagecolorallocate($image, $shade, ($seed * 91) % 256, 255 - $shade);
        imagefilledrectangle($image, 0, $y, $width, $y + $stripe, $colour);
    }
    imagestring($image, 5, 10, 10, "THU NGHIEM $seed", imagecolorallocate($image, 255, 255, 255));
    ob_start();
    match ($format) {
        'jpeg' => imagejpeg($image, null, 80),
        'png' => imagepng($image),
        'gif' => imagegif($image),
        'webp' => imagewebp($image),
    };
    return sure(ob_get_clean());
}

/** A JPEG with a segment more, behind its first marker. */
function with_segment(string $jpeg, string $marker, string $content): string
{
    return substr($jpeg, 0, 2) . "\xff$marker" . pack('n', strlen($content) + 2) . $content . substr($jpeg, 2);
}

function with_comment(string $jpeg, string $comment): string
{
    return with_segment($jpeg, "\xfe", $comment);
}

/** One whose EXIF says that the camera was held upright. */
function with_rotation(string $jpeg): string
{
    $orientation = pack('nnNnn', 0x0112, 3, 1, 6, 0);
    return with_segment($jpeg, "\xe1", "Exif\0\0MM" . pack('nNn', 42, 8, 1) . $orientation . pack('N', 0));
}

function make_pdf(string $text): string
{
    $stream = "BT /F1 18 Tf 40 100 Td ($text) Tj ET";
    $objects = [
        '<< /Type /Catalog /Pages 2 0 R >>',
        '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
        '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
        '<< /Length ' . strlen($stream) . " >>\nstream\n$stream\nendstream",
        '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ];
    $pdf = "%PDF-1.4\n";
    $table = "0000000000 65535 f \n";
    foreach ($objects as $index => $object) {
        $table .= sprintf("%010d 00000 n \n", strlen($pdf));
        $pdf .= $index + 1 . " 0 obj\n$object\nendobj\n";
    }
    $start = strlen($pdf);
    return "{$pdf}xref\n0 6\n{$table}trailer << /Size 6 /Root 1 0 R >>\nstartxref\n$start\n%%EOF\n";
}

/** A tenth of a second of silence. */
function make_wav(): string
{
    $samples = str_repeat("\x80", 800);
    return 'RIFF' . pack('V', 36 + strlen($samples)) . 'WAVEfmt ' . pack('VvvVVvv', 16, 1, 1, 8000, 8000, 1, 8)
        . 'data' . pack('V', strlen($samples)) . $samples;
}

/** Puts a file into the library under exactly this name, which WordPress itself would make ASCII of. */
function add_media(string $case, string $name, string $bytes, array $fields = []): int
{
    global $cases;
    $uploads = wp_upload_dir('2021/03');
    $path = "{$uploads['path']}/$name";
    file_exists($path) && stop_with("$name is in the library already");
    file_put_contents($path, $bytes);
    $type = sure(wp_check_filetype($name)['type']);
    $id = sure(wp_insert_attachment(wp_slash([
        'post_mime_type' => $type,
        'post_title' => $fields['title'] ?? "Tệp thử nghiệm $case",
        'post_excerpt' => $fields['caption'] ?? '',
        'post_content' => $fields['description'] ?? '',
        'post_status' => $fields['status'] ?? 'inherit',
        'post_author' => author('duchoang'),
        'post_date' => '2021-03-10 08:00:00',
        'guid' => "{$uploads['url']}/$name",
    ]), $path, $fields['parent'] ?? 0, true));
    if (isset($fields['alt'])) {
        update_post_meta($id, '_wp_attachment_image_alt', wp_slash($fields['alt']));
    }
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $path));
    $cases['media'][$case] = $id;
    return $id;
}

function add_picture(string $case, int $width, int $height, array $fields = []): int
{
    global $cases;
    $fields += ['alt' => "Hình thử nghiệm $case: các vạch màu"];
    return add_media($case, "$case.jpg", draw_picture($width, $height, count($cases['media'])), $fields);
}

function media(string $case): int
{
    global $cases;
    return sure($cases['media'][$case] ?? new WP_Error('fill', "there is no medium “{$case}”"));
}

function address(string $case): string
{
    return sure(wp_get_attachment_url(media($case)));
}

add_picture('anh-thuong', 1200, 800, ['caption' => 'Chú thích của ảnh thử nghiệm']);
add_picture('anh-trong-bai', 1000, 667);
add_picture('anh-khong-mo-ta', 900, 600, ['alt' => '']);
add_picture('anh-nho', 120, 90);
add_picture('anh-lon', 2800, 1900, ['caption' => 'Ảnh lớn hơn mức mà WordPress giữ nguyên']);
add_picture('anh-co-nguon', 1100, 733, [
    'caption' => 'Quang cảnh <em>thử nghiệm</em> &amp; đại biểu. <strong>Ảnh: Nguyễn Thử Nghiệm</strong>',
    'description' => 'Mô tả dài của ảnh, không phải chú thích.',
]);
foreach (range(1, 4) as $number) {
    add_picture("bo-anh-$number", 800, 600, ['caption' => "Chú thích thử nghiệm số $number"]);
}
add_picture('anh-mat-tep', 700, 500);
add_media('anh-xoay', 'anh-xoay.jpg', with_rotation(draw_picture(1200, 800, 40)), ['alt' => 'Ảnh chụp dọc']);
add_media('anh-png', 'bieu-do.png', draw_picture(640, 400, 41, 'png'), ['alt' => 'Biểu đồ thử nghiệm']);
add_media('anh-gif', 'hoat-hinh.gif', draw_picture(320, 200, 42, 'gif'), ['alt' => 'Hình GIF thử nghiệm']);
add_media('anh-webp', 'anh-moi.webp', draw_picture(1000, 600, 43, 'webp'), ['alt' => 'Hình WebP thử nghiệm']);
add_media('ten-nfc', 'Ảnh hội nghị.jpg', draw_picture(900, 600, 44), ['alt' => 'Tên tệp dựng sẵn']);
add_media('ten-nfd', decomposed('Ảnh cuộc họp.jpg'), draw_picture(900, 600, 45), ['alt' => 'Tên tệp tổ hợp']);
add_media('van-ban-pdf', 'ke-hoach-thu-nghiem.pdf', make_pdf('Ke hoach thu nghiem'), ['title' => 'Kế hoạch thử nghiệm']);
add_media('am-thanh', 'doc-thu.wav', make_wav(), ['title' => 'Bản đọc thử nghiệm']);

// Listed as before, though the file is gone from the disk.
unlink(get_attached_file(media('anh-mat-tep')));
