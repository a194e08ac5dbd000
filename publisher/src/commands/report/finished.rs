//! What `portal` tells of a release that is made: what it keeps of earlier ones, and what it could not take over.

use portal_app::text::Lang;

use super::some;
use crate::release::{Finished, Kept};

/// What stays for pages that are still open, where anything does.
pub fn kept(finished: &Finished, lang: Lang) -> Option<String> {
    let Kept { files, bytes } = finished.kept;
    (files > 0).then(|| match lang {
        Lang::Vi => {
            format!(
                "giữ {files} tệp ({}) của các bản trước cho những trang còn đang mở",
                weight(bytes).replace('.', ",")
            )
        }
        Lang::En => {
            format!(
                "kept for pages that are still open: {} of earlier releases ({})",
                some(files, "file"),
                weight(bytes)
            )
        }
    })
}

/// What is to be warned of.
pub fn warnings(finished: &Finished, lang: Lang) -> Vec<String> {
    [damage(finished, lang), remains(finished, lang)].into_iter().flatten().collect()
}

/// That the disk gave back other bytes than were written, where it did.
fn damage(finished: &Finished, lang: Lang) -> Option<String> {
    let Finished { damaged, .. } = finished;
    let first = damaged.first()?.display();
    Some(match lang {
        Lang::Vi => format!(
            "{} tệp của các bản trước không còn đúng như lúc ghi nên không được dùng lại, đầu tiên là {first}. \
             Hãy kiểm tra đĩa (dmesg | tail).",
            damaged.len()
        ),
        Lang::En => format!(
            "{} of earlier releases no longer as written and not taken over, the first {first}. Look at the disk (dmesg | tail).",
            some(damaged.len(), "file")
        ),
    })
}

/// That an old release is still there, where one could not be removed.
fn remains(finished: &Finished, lang: Lang) -> Option<String> {
    let first = finished.remains.first()?.display();
    Some(match lang {
        Lang::Vi => format!(
            "không xoá được bản đăng cũ {first}, có lẽ do người dùng khác đã đăng. Hãy xoá với quyền của người đó, và luôn đăng bằng một người dùng."
        ),
        Lang::En => format!(
            "the old release {first} could not be removed: somebody else may have published it. Remove it as that user, and publish as one user always."
        ),
    })
}

/// Bytes as people say them, with a full stop.
pub(super) fn weight(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} kB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_told_of_nothing_and_weights_are_in_the_readers_own_signs() {
        let of = |files, bytes| Finished { kept: Kept { files, bytes }, ..Finished::default() };
        assert_eq!((kept(&of(0, 0), Lang::Vi), warnings(&of(0, 0), Lang::Vi)), (None, Vec::new()));
        assert!(kept(&of(1, 1), Lang::En).is_some_and(|told| told.contains("1 file of") && told.contains("(1 kB)")));
        assert!(kept(&of(7, 2_345_678), Lang::Vi).is_some_and(|told| told.contains("7 tệp (2,3 MB)")));
    }
}
