//! An article's page: what is around its body.

use serde_json::json;

use super::{all, one, render_article, summary_json, text_of, texts};

#[test]
fn the_way_here_is_a_named_list_of_links() {
    let html = render_article(json!({ "breadcrumb": [
        { "label": "Trang chủ", "path": "/" },
        { "label": "Tin tức sự kiện", "path": "/chuyen-muc/tin-tuc-su-kien/" }
    ] }));
    let links = all(&html, "nav[aria-label='Bạn đang ở'] > ol > li > a");
    let links = links.into_iter().map(|link| (text_of(link), link.attr("href"))).collect::<Vec<_>>();
    assert_eq!(
        links,
        [("Trang chủ".to_owned(), Some("/")), ("Tin tức sự kiện".to_owned(), Some("/chuyen-muc/tin-tuc-su-kien/"))]
    );
}

#[test]
fn the_title_is_the_pages_one_heading_of_level_one_and_can_take_the_focus() {
    let html = render_article(json!({}));
    let heading = one(&html, "h1");
    assert_eq!((text_of(heading).as_str(), heading.attr("tabindex")), ("Tiêu đề bài", Some("-1")));
    assert_eq!(one(&html, "main article").attr("lang"), Some("vi"));
}

#[test]
fn a_day_shows_no_time_of_day_and_a_moment_does() {
    for (published_at, shown) in [
        ("2021-03-12", "12/03/2021"),
        ("2021-04-07T16:36:43+07:00", "07/04/2021 16:36"),
        ("2021-03-15T09:22:18+07:00", "15/03/2021 09:22"),
        ("2021-12-31T23:59:59+07:00", "31/12/2021 23:59"),
        ("2021-01-01T00:00:01+07:00", "01/01/2021 00:00"),
    ] {
        let html = render_article(json!({ "published_at": published_at }));
        let time = one(&html, "time");
        assert_eq!((time.attr("datetime"), text_of(time).as_str()), (Some(published_at), shown));
        assert_eq!(texts(&html, ".publication-time"), [format!("Ngày đăng: {shown}")]);
    }
}

#[test]
fn an_update_is_said_beside_the_publication() {
    let html = render_article(json!({ "updated_at": "2021-03-13T08:05:00+07:00" }));
    assert_eq!(texts(&html, ".publication-time"), ["Ngày đăng: 12/03/2021", "Cập nhật: 13/03/2021 08:05"]);
}

#[test]
fn summary_author_source_tags_and_files_show_where_there_are_any() {
    let html = render_article(json!({
        "summary": "Tóm tắt.", "author": "Vừ A Tiến", "source": { "name": "Báo Lai Châu", "url": "https://example.org/" },
        "tags": [{ "slug": "bau-cu", "name": "Bầu cử" }],
        "attachments": [{ "name": "Kế hoạch", "src": "/media/a.docx", "media_type": "application/msword", "bytes": 2_500_000 }]
    }));
    let article = text_of(one(&html, "main article"));
    for part in ["Tóm tắt.", "Tác giả: Vừ A Tiến", "Nguồn: Báo Lai Châu", "Tệp đính kèm", "Kế hoạch (DOCX, 2,5 MB)"]
    {
        assert!(article.contains(part), "{part} is missing in {article}");
    }
    // Who wrote it and where it is from stand below its date.
    assert_eq!(texts(&html, "header > .article__times ~ p"), ["Tác giả: Vừ A Tiến", "Nguồn: Báo Lai Châu"]);
    assert_eq!(one(&html, "ul[aria-label='Thẻ'] a").attr("href"), Some("/the/bau-cu/"));
    assert_eq!(one(&html, "a[href='https://example.org/']").attr("rel"), Some("noopener"));

    let bare = render_article(json!({ "source": { "name": "Báo Lai Châu" } }));
    let article = text_of(one(&bare, "main article"));
    for part in ["Tác giả", "Thẻ", "Tệp đính kèm", "Cập nhật"] {
        assert!(!article.contains(part), "{part} is in {article}");
    }
    assert_eq!(texts(&bare, "header > .article__times + p"), ["Nguồn: Báo Lai Châu"]);
    assert!(all(&bare, "main article .article__origin a").is_empty());
}

#[test]
fn a_withdrawn_article_says_so_and_has_no_body() {
    let html = render_article(json!({ "withdrawn": { "at": "2021-08-02T08:00:00+07:00", "note": "Lý do gỡ." } }));
    let notice = one(&html, "[role='note']");
    assert_eq!(text_of(notice), "Bài viết này đã được gỡ 02/08/2021 08:00Lý do gỡ.");
    assert_eq!(one(&html, ".article-body").child_elements().count(), 0);
    assert!(!text_of(one(&html, "main")).contains("không có nội dung chữ"));
}

#[test]
fn an_empty_body_says_so() {
    let html = render_article(json!({}));
    assert!(texts(&html, "main article p").contains(&"Bài viết này không có nội dung chữ.".to_owned()));
    let full = render_article(json!({ "body": [{ "kind": "rule" }] }));
    assert!(!text_of(one(&full, "main")).contains("không có nội dung chữ"));
}

#[test]
fn related_news_stand_as_the_api_orders_them_each_with_its_time() {
    let related = [(3, "2021-06-16T09:39:54+07:00"), (1, "2021-03-12"), (2, "2020-05-25T15:55:14+07:00")];
    let related = related.map(|(number, time)| summary_json(number, time));
    let html = render_article(json!({ "related": related }));
    let section = one(&html, "section[aria-labelledby='related-news-heading']");
    assert_eq!(text_of(one(&html, "h2#related-news-heading")), "Tin liên quan");
    let times = all(&html, "section.related-news time")
        .into_iter()
        .map(|time| time.attr("datetime").unwrap())
        .collect::<Vec<_>>();
    assert_eq!(times, ["2021-06-16T09:39:54+07:00", "2021-03-12", "2020-05-25T15:55:14+07:00"]);
    let links = texts(&html, "section.related-news li");
    assert_eq!(links, ["16/06/2021 09:39 Bài 3", "12/03/2021 Bài 1", "25/05/2020 15:55 Bài 2"]);
    assert_eq!(section.child_elements().count(), 2);
}

#[test]
fn of_related_news_ten_show_at_most_and_nothing_where_there_are_none() {
    let related = (1..=12).map(|number| summary_json(number, "2021-03-12")).collect::<Vec<_>>();
    let html = render_article(json!({ "related": related }));
    assert_eq!(texts(&html, "section.related-news li").len(), 10);
    assert!(all(&render_article(json!({})), ".related-news").is_empty());
}

#[test]
fn neighbours_are_named_links() {
    let html =
        render_article(json!({ "previous": summary_json(1, "2021-03-11"), "next": summary_json(2, "2021-03-13") }));
    let links = all(&html, "nav[aria-label='Cùng chuyên mục'] p");
    assert_eq!(links.into_iter().map(text_of).collect::<Vec<_>>(), ["Tin trướcBài 1", "Tin sauBài 2"]);
    assert!(all(&render_article(json!({})), ".neighbours").is_empty());
}

#[test]
fn how_often_an_article_was_opened_is_said_only_where_somebody_counts() {
    let counted = render_article(json!({ "views": 12_554 }));
    assert_eq!(texts(&counted, "article p:has(time) > span:not(:has(time))"), ["12.554 lượt xem"]);
    assert_eq!(
        texts(&render_article(json!({ "views": 0 })), "article p:has(time) > span:not(:has(time))"),
        ["0 lượt xem"]
    );
    let uncounted = render_article(json!({}));
    assert_eq!(texts(&uncounted, "article p:has(time) > span:not(:has(time))"), Vec::<String>::new());
}
