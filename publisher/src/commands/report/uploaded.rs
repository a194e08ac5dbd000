//! What `portal` tells of a site that was brought to a bucket.

use portal_app::text::Lang;

use super::finished::weight;
use super::some;
use crate::storage::Uploaded;
use crate::storage::address::BucketAddress;

/// Lines that say what was done, or would be.
pub fn told(done: &Uploaded, to: &BucketAddress, lang: Lang) -> String {
    let Uploaded { release, written, bytes, removed, unchanged, purge, purge_list } = done;
    let is_done = purge_list.is_some();
    let heading = match (lang, is_done) {
        (Lang::Vi, true) => format!("đã đưa bản {release} lên {to}"),
        (Lang::Vi, false) => format!("nếu đưa bản {release} lên {to}"),
        (Lang::En, true) => format!("brought release {release} to {to}"),
        (Lang::En, false) => format!("what bringing release {release} to {to} would do"),
    };
    let counts = match lang {
        Lang::Vi => {
            let weight = weight(*bytes).replace('.', ",");
            format!("{written} tệp được ghi ({weight}), {removed} tệp bị xoá, {unchanged} tệp giữ nguyên")
        }
        Lang::En => format!(
            "{} written ({}), {removed} removed, {unchanged} unchanged",
            some(*written, "object"),
            weight(*bytes)
        ),
    };
    let forgets = match (lang, purge_list) {
        _ if *purge == 0 => String::new(),
        (Lang::Vi, Some(list)) => format!("CDN cần xoá bộ nhớ đệm của {purge} địa chỉ: {}\n", list.display()),
        (Lang::Vi, None) => format!("CDN sẽ phải xoá bộ nhớ đệm của {purge} địa chỉ\n"),
        (Lang::En, Some(list)) => {
            format!("the CDN has to forget {}: {}\n", some_addresses(*purge), list.display())
        }
        (Lang::En, None) => format!("the CDN would have to forget {}\n", some_addresses(*purge)),
    };
    format!("{heading}: {counts}\n{forgets}")
}

fn some_addresses(count: usize) -> String {
    format!("{count} address{}", if count == 1 { "" } else { "es" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_told_what_was_done_and_what_a_cdn_has_to_forget() {
        let to = "s3://cong/tin".parse().unwrap();
        let done = Uploaded { release: 3, written: 1, bytes: 2_345_678, unchanged: 9, ..Uploaded::default() };
        assert_eq!(
            told(&done, &to, Lang::En),
            "what bringing release 3 to s3://cong/tin would do: 1 object written (2.3 MB), 0 removed, 9 unchanged\n"
        );
        let done = Uploaded { purge: 2, purge_list: Some("/x/purge.txt".into()), removed: 4, ..done };
        assert_eq!(
            told(&done, &to, Lang::Vi),
            "đã đưa bản 3 lên s3://cong/tin: 1 tệp được ghi (2,3 MB), 4 tệp bị xoá, 9 tệp giữ nguyên\n\
             CDN cần xoá bộ nhớ đệm của 2 địa chỉ: /x/purge.txt\n"
        );
    }
}
