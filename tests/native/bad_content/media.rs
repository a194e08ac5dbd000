//! Pictures and files that are missing, elsewhere, or not what they say.

use std::io;

use super::{article, folder, of_article, problems, sound, told};

#[test]
fn a_missing_or_remote_picture_is_told_wherever_it_is_named() -> io::Result<()> {
    let body = "Một\n\n![a](https://example.com/a.png)\n\n![b](ảnh.svg)\n\n<img src=\"//example.com/b.png\">\n\n![c](data:image/png;base64,AA)";
    assert_eq!(
        of_article("image = { src = \"anhh.svg\", alt = \"\" }", body)?,
        [
            "articles/hai.md:6: image.src = \"anhh.svg\": there is no such file in content/media. Did you mean `anh.svg`?",
            "articles/hai.md:10: src = \"https://example.com/a.png\": it is not on this site. Download it into content/media and write its file name.",
            "articles/hai.md:12: src = \"ảnh.svg\": there is no such file in content/media. Did you mean `anh.svg`?",
            "articles/hai.md:14: src = \"//example.com/b.png\": it is not on this site. Download it into content/media and write its file name.",
            "articles/hai.md:16: src = \"data:image/png;base64,AA\": it is pasted into the text and is not a file. Save it as a file into content/media and write its name, as `anh.jpg`.",
        ]
    );
    Ok(())
}

#[test]
fn media_names_and_links_cannot_leave_the_folder() -> io::Result<()> {
    for name in ["../site.toml", "media/../../etc/passwd", "/etc/passwd", "a/%2e%2e/%2e%2e/x.png"] {
        let told = of_article(&format!("[image]\nsrc = \"{name}\"\nalt = \"\""), "")?;
        assert!(
            told.len() == 1 && told.iter().all(|line| line.contains("leads out of content/media")),
            "{name}: {told:?}"
        );
    }
    Ok(())
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_refused() -> io::Result<()> {
    let folder = folder(&[])?;
    std::os::unix::fs::symlink("/etc/passwd", folder.path().join("media/passwd.txt"))?;
    std::os::unix::fs::symlink("/etc", folder.path().join("articles/etc"))?;
    assert_eq!(
        told(folder.path()),
        [
            "articles/etc: it is a symbolic link. Put the file itself here.",
            "media/passwd.txt: it is a symbolic link. Put the file itself here.",
        ]
    );
    Ok(())
}

#[test]
fn media_that_could_run_or_lie_are_refused() -> io::Result<()> {
    let told = problems(&[
        ("media/a.html", b"<script>alert(1)</script>"),
        ("media/b.svg", b"<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'\n onload='alert(1)'/>"),
        ("media/c.png", b"GIF89a\x10\x00\x08\x00\x00\x00\x00;"),
    ])?;
    assert_eq!(told.len(), 3, "{told:?}");
    for (line, start) in told.iter().zip([
        "media/a.html: `.html`",
        "media/b.svg:2: it holds the attribute `onload`",
        "media/c.png: it is a GIF picture",
    ]) {
        assert!(line.starts_with(start), "{line}");
    }
    Ok(())
}

#[test]
fn a_file_with_a_problem_of_its_own_is_not_called_missing_where_it_is_named() -> io::Result<()> {
    let body = "![](a.heic)\n\n![](b.jpg)\n\n![](c.png)\n\n[d](d.exe)\n\n<video src=\"e.mov\"></video>\n\n![](f.svg)";
    let fields = "image = { src = \"b.jpg\", alt = \"\" }\naudio = { src = \"g.wma\" }";
    let text = article("haihai", fields, body);
    let told = problems(&[
        ("articles/hai.md", text.as_bytes()),
        ("media/a.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"),
        ("media/b.jpg", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("media/c.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("media/d.exe", b"MZ"),
        ("media/e.mov", b"\0\0\0\x14ftypqt  "),
        ("media/f.svg", b""),
        ("media/g.wma", b"x"),
    ])?;
    let starts = [
        "media/a.heic: it is a HEIC picture of an iPhone, which cannot be published.",
        "media/b.jpg: it is a PNG picture, though its name ends in .jpg. Change the ending of its name to .png,",
        "media/c.png: the picture is cut off or damaged.",
        "media/d.exe: `.exe` is not a kind of file that can be published.",
        "media/e.mov: it is a film of a kind that browsers do not play, which cannot be published.",
        "media/f.svg: the file is empty.",
        "media/g.wma: it is a recording of a kind that not all browsers play, which cannot be published.",
    ];
    assert_eq!(told.len(), starts.len(), "{told:?}");
    for (line, start) in told.iter().zip(starts) {
        assert!(line.starts_with(start), "{line}");
    }
    Ok(())
}

#[test]
fn a_heavy_picture_is_told_and_published() -> io::Result<()> {
    let spaces = " ".repeat(6_000_000);
    let heavy = format!("<svg xmlns='http://www.w3.org/2000/svg' width='1' height='1'>{spaces}</svg>");
    let warnings = sound(&[("media/nang.svg", heavy.as_bytes())])?.warnings.to_string();
    assert!(warnings.contains("nang.svg: the picture has 6 MB, which takes long on a phone."), "{warnings}");
    Ok(())
}
