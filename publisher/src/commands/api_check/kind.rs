//! What may be wrong with a content API: each kind with its weight, what it is, what a reader sees of it and how to fix it, in
//! each language. Errors break the contract (`docs/contracts.md`); notes do not. What a reader sees is told in the app's own words.

use portal_app::text::Lang;

/// How much a kind matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Error,
    Note,
}

/// What is said of a kind in one language.
pub struct Sentences {
    pub what: &'static str,
    pub reader: &'static str,
    pub fix: &'static str,
}

/// Declares the kinds, the worst first: name, code, weight; what, what a reader sees, how to fix it, in Vietnamese and English.
macro_rules! kinds {
    ($($name:ident $code:literal $weight:ident
        $vi_what:literal, $vi_reader:literal, $vi_fix:literal;
        $en_what:literal, $en_reader:literal, $en_fix:literal;)*) => {
        /// A kind of fault. The order is that of the report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Kind {
            $($name,)*
        }

        impl Kind {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$name,)*];

            /// Its name for programs.
            pub fn code(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            pub fn weight(self) -> Weight {
                match self { $(Self::$name => Weight::$weight,)* }
            }

            pub fn sentences(self, lang: Lang) -> Sentences {
                match (self, lang) {
                    $((Self::$name, Lang::Vi) => Sentences { what: $vi_what, reader: $vi_reader, fix: $vi_fix },
                    (Self::$name, Lang::En) => Sentences { what: $en_what, reader: $en_reader, fix: $en_fix },)*
                }
            }
        }
    };
}

kinds! {
    Unreachable "unreachable" Error
        "Không kết nối được, hoặc kết nối bị đứt giữa chừng", "“Chưa kết nối được”, với nút “Thử lại”.", "Kiểm tra địa chỉ, chứng chỉ TLS và máy chủ; Content-Length phải đúng.";
        "There is no connection, or it broke off", "“No connection”, with “Try again”.", "Check the address, the TLS certificate and the server; Content-Length has to be right.";
    Timeout "timeout" Error
        "Quá 10 giây chưa trả lời xong", "Chờ mãi, rồi “Chưa kết nối được”.", "Lưu đệm câu trả lời, hoặc xuất sẵn thành tệp.";
        "It did not answer within 10 s", "A long wait, then “No connection”.", "Cache the answers, or write them as files.";
    LoginRedirect "login-redirect" Error
        "API chuyển hướng sang trang đăng nhập", "“Nội dung bị lỗi” hoặc “Chưa kết nối được”: người đọc không đăng nhập được.", "Cho phép đọc API mà không cần đăng nhập; tài liệu không có thì trả lời 404.";
        "The API leads to a page for logging in", "“Damaged content” or “No connection”: readers cannot log in.", "Let everybody read the API without logging in; answer 404 for what is not there.";
    RedirectedAway "redirected-away" Error
        "API chuyển hướng sang máy chủ khác, hoặc chuyển hướng lòng vòng", "Thường là “Chưa kết nối được”: trình duyệt chặn chuyển hướng tới nơi không cho phép CORS.", "Khai báo địa chỉ thật trong `<meta name=\"content-api\">`, và bỏ chuyển hướng.";
        "The API leads to another host, or in a circle", "Usually “No connection”: browsers block redirects to where CORS is not allowed.", "Write the real address in `<meta name=\"content-api\">`, and redirect no more.";
    Refused "refused" Error
        "API trả lời bằng mã trạng thái báo lỗi", "“Máy chủ đang gặp sự cố”, với nút “Thử lại”.", "Xem nhật ký của máy chủ; tài liệu có thật phải trả lời 200, tài liệu không có phải trả lời 404 hoặc 410.";
        "The API answers with a status that says it failed", "“The server is in trouble”, with “Try again”.", "See the server's log; what is there has to be answered 200, what is not 404 or 410.";
    Html "html" Error
        "Trả lời bằng HTML thay vì JSON", "“Nội dung bị lỗi”.", "Kiểm tra địa chỉ gốc và các quy tắc viết lại địa chỉ; lỗi phải trả về đúng mã trạng thái, không phải một trang HTML với mã 200.";
        "HTML is answered instead of JSON", "“Damaged content”.", "Check the base address and rules that rewrite addresses; a failure needs its status, not a page of HTML with 200.";
    OtherApi "other-api" Error
        "Đây là API khác, không phải API nội dung của cổng", "Không trang nào hiện ra.", "Nhập địa chỉ gốc của API nội dung, thường là https://…/api/v1; WordPress và các hệ thống khác cần có bộ chuyển đổi.";
        "This is another API, not the portal's content API", "No page appears.", "Give the base of the content API, usually https://…/api/v1; WordPress and others need an adapter.";
    Missing "missing" Error
        "Thiếu tài liệu mà mọi trang web đều phải có", "“Không tìm thấy trang”.", "Thêm tài liệu này.";
        "A document is missing that every site has", "“Page not found”.", "Add the document.";
    TooLarge "too-large" Error
        "Tài liệu lớn hơn 5 MB", "Trên điện thoại: chờ rất lâu, có khi không tải được trang.", "Chia nhỏ nội dung; ảnh và tệp để ở ngoài JSON.";
        "A document has more than 5 MB", "On a phone: a very long wait, and sometimes no page.", "Split what it holds; keep pictures and files out of the JSON.";
    Truncated "truncated" Error
        "JSON bị cắt giữa chừng", "“Nội dung bị lỗi”.", "Ghi tệp vào chỗ tạm rồi đổi tên; kiểm tra giới hạn kích thước của máy chủ và proxy.";
        "The JSON breaks off", "“Damaged content”.", "Write files beside and rename them; check the size limits of server and proxy.";
    BadJson "bad-json" Error
        "JSON sai cú pháp", "“Nội dung bị lỗi”.", "Tạo JSON bằng thư viện, không ghép chuỗi; không in cảnh báo của chương trình vào câu trả lời.";
        "It is no valid JSON", "“Damaged content”.", "Make JSON with a library, not of strings; print no warnings of the program into the answer.";
    BadUtf8 "bad-utf8" Error
        "Câu trả lời không phải là UTF-8", "Chữ có dấu hiện thành dấu hỏi đen (�).", "Xuất JSON bằng UTF-8.";
        "The answer is not UTF-8", "Letters with marks appear as �.", "Write the JSON as UTF-8.";
    MissingField "missing-field" Error
        "Thiếu trường bắt buộc", "“Nội dung bị lỗi”: cả trang, không chỉ trường này.", "Điền trường này ở mọi tài liệu; danh sách rỗng thì viết [].";
        "A required field is missing", "“Damaged content”: the whole page, not this field alone.", "Write the field in every document; a list of nothing is [].";
    WrongType "wrong-type" Error
        "Giá trị sai kiểu", "“Nội dung bị lỗi”: cả trang.", "Viết đúng kiểu mà openapi.json quy định; số không đặt trong dấu nháy.";
        "A value is of the wrong type", "“Damaged content”: the whole page.", "Write the type that openapi.json says; numbers without quotation marks.";
    BadId "bad-id" Error
        "Mã bài không đúng mẫu [a-z0-9]+", "“Nội dung bị lỗi”; địa chỉ của bài không mở được.", "Dùng chữ thường a-z và chữ số; không đổi mã đã cấp.";
        "An id is not [a-z0-9]+", "“Damaged content”; the article's address does not open.", "Use a-z and 0-9; an id that was given never changes.";
    BadSlug "bad-slug" Error
        "Slug không đúng mẫu [a-z0-9-]+", "“Nội dung bị lỗi”.", "Bỏ dấu, viết chữ thường, nối bằng dấu gạch ngang.";
        "A slug is not [a-z0-9-]+", "“Damaged content”.", "Write it without marks, in small letters, with hyphens.";
    BadTime "bad-time" Error
        "Thời điểm thiếu múi giờ hoặc sai mẫu", "“Nội dung bị lỗi”: không biết bài đăng lúc nào.", "Viết theo RFC 3339 có múi giờ (2021-04-07T16:36:43+07:00), hoặc chỉ ngày (2021-03-12) khi không rõ giờ.";
        "A time has no offset, or is no time", "“Damaged content”: when it was published is unknown.", "Write RFC 3339 with an offset (2021-04-07T16:36:43+07:00), or a date alone (2021-03-12) where no time was kept.";
    BadPath "bad-path" Error
        "Địa chỉ không đúng dạng cho phép", "“Nội dung bị lỗi”: cả trang.", "Viết đường dẫn bắt đầu bằng một dấu `/`, không có tên miền; ảnh, phim, âm thanh và tệp cũng có thể dùng địa chỉ https đầy đủ (khai báo nơi đó bằng `portal shell --media`).";
        "An address is of a form that is not allowed", "“Damaged content”: the whole page.", "Write a path that begins with one `/`, without a host; pictures, films, sounds and files may have an absolute https address as well (name its origin with `portal shell --media`).";
    WrongLang "wrong-lang" Error
        "Trường `lang` không phải là ngôn ngữ của địa chỉ này", "Chữ của giao diện và các liên kết thuộc ngôn ngữ khác.", "Viết `lang` ở mọi tài liệu; bỏ trống thì được hiểu là tiếng Việt.";
        "`lang` is not the language of this address", "The words around it and its links are of another language.", "Write `lang` in every document; without it it is Vietnamese.";
    Decomposed "decomposed" Error
        "Chữ tiếng Việt ở dạng tổ hợp (NFD), không phải NFC", "Dấu có thể lệch khỏi chữ; tìm kiếm không thấy bài.", "Chuẩn hoá mọi chuỗi sang Unicode NFC khi xuất.";
        "Vietnamese is decomposed (NFD) instead of NFC", "Marks may be beside their letters; search does not find it.", "Normalise every string to Unicode NFC when writing.";
    SpoiltText "spoilt-text" Error
        "Chữ bị hỏng (có ký tự � hoặc ký tự điều khiển)", "Dấu hỏi đen (�) hoặc ô vuông giữa chữ.", "Tìm bước chuyển mã sai, rồi xuất lại từ bản gốc.";
        "Text is spoilt (it has � or control characters)", "� or boxes within words.", "Find the step that read it in the wrong encoding, and write it anew from the source.";
    SoftNotFound "soft-not-found" Error
        "Tài liệu không có nhưng API không trả lời 404 hoặc 410", "“Nội dung bị lỗi” thay vì “Không tìm thấy trang”; bài đã gỡ vẫn còn ở màn hình công cộng và bản lưu.", "Trả lời 404 (hoặc 410 khi đã gỡ) cho mọi tài liệu không có.";
        "What is not there is not answered 404 or 410", "“Damaged content” instead of “Page not found”; what was removed stays on displays and in copies.", "Answer 404 (or 410 for what was removed) for every document that is not there.";
    NoRoute "no-route" Error
        "Đường dẫn không thuộc loại trang nào của ứng dụng", "Bấm vào thì thấy “Không tìm thấy trang”.", "Dùng các dạng địa chỉ trong docs/contracts.md, như /chuyen-muc/{slug}/ hay /tin-tuc/{slug}-{id}/.";
        "A path is no page of the app", "Following it ends at “Page not found”.", "Use the addresses of docs/contracts.md, as /chuyen-muc/{slug}/ or /tin-tuc/{slug}-{id}/.";
    DeadPath "dead-path" Error
        "Đường dẫn tới một trang không có", "Bấm vào thì thấy “Không tìm thấy trang”.", "Thêm tài liệu của trang đó, hoặc bỏ đường dẫn.";
        "A path leads to a page that is not there", "Following it ends at “Page not found”.", "Add that page's document, or remove the path.";
    MissingArticle "missing-article" Error
        "Bài có trong danh sách nhưng không có tài liệu", "Bấm vào tin thì thấy “Không tìm thấy trang”.", "Thêm tài liệu của bài, hoặc bỏ bài khỏi danh sách.";
        "An article of a list has no document", "Following the news ends at “Page not found”.", "Add the article's document, or take it off the list.";
    MissingPage "missing-page" Error
        "Thiếu một trang của danh sách", "Trang sau của danh sách báo “Không tìm thấy trang”; không ai thấy các tin ở đó.", "Xuất tài liệu của mọi trang mà `older` và `newer` dẫn tới.";
        "A page of a list is missing", "The list's next page says “Page not found”; nobody finds the news on it.", "Write the document of every page that `older` and `newer` lead to.";
    MissingMonth "missing-month" Error
        "Thiếu tài liệu của một tháng có trong danh sách", "Bấm vào tháng thì thấy “Không tìm thấy trang”.", "Xuất `sections/{slug}/{yyyy}-{mm}.json` cho mỗi tháng trong `months`, `newer` và `older`.";
        "A month of a list has no document", "Following the month ends at “Page not found”.", "Write `sections/{slug}/{yyyy}-{mm}.json` for each month of `months`, `newer` and `older`.";
    MissingSection "missing-section" Error
        "Chuyên mục được nêu tên nhưng không có tài liệu", "Bấm vào tên chuyên mục thì thấy “Không tìm thấy trang”.", "Thêm `sections/{slug}/newest.json`, hoặc sửa slug.";
        "A section that is named has no document", "Following its name ends at “Page not found”.", "Add `sections/{slug}/newest.json`, or correct the slug.";
    MissingTag "missing-tag" Error
        "Thẻ được nêu tên nhưng không có tài liệu", "Bấm vào thẻ thì thấy “Không tìm thấy trang”.", "Thêm `tags/{slug}.json`, hoặc bỏ thẻ.";
        "A tag that is named has no document", "Following the tag ends at “Page not found”.", "Add `tags/{slug}.json`, or remove the tag.";
    MissingTranslation "missing-translation" Error
        "Bản dịch được nêu nhưng không có, hoặc không thuộc ngôn ngữ đó", "Nút đổi ngôn ngữ dẫn tới trang không có.", "Chỉ nêu trong `translations` những trang đã có ở ngôn ngữ đó.";
        "A translation that is named is not there, or not of that language", "The language switch leads to a page that is not there.", "Name in `translations` only pages that are there in that language.";
    StaleRelated "stale-related" Error
        "Tin liên quan dẫn tới bài không còn nữa", "Mục “Tin liên quan” có tin bấm vào thì thấy “Không tìm thấy trang”.", "Tạo lại `related` mỗi khi gỡ bài; bỏ những bài không còn.";
        "Related news leads to an article that is gone", "“Related news” has an entry that ends at “Page not found”.", "Make `related` anew whenever an article is removed; leave out what is gone.";
    StaleNeighbour "stale-neighbour" Error
        "Bài trước hoặc bài sau không còn nữa", "Liên kết ở cuối bài dẫn tới trang không có.", "Tạo lại `previous` và `next` mỗi khi gỡ bài.";
        "The previous or next article is gone", "The link at the article's end leads to a page that is not there.", "Make `previous` and `next` anew whenever an article is removed.";
    WrongAddress "wrong-address" Error
        "Tài liệu không khớp với địa chỉ của nó", "Mở bài này lại hiện bài khác, hoặc địa chỉ tự đổi liên tục.", "`id`, `slug`, `path` và số trang phải khớp với địa chỉ đó: `path` của bài là /tin-tuc/{slug}-{id}/.";
        "A document is not about its own address", "Opening this shows something else, or the address jumps.", "`id`, `slug`, `path` and the page's number have to be those of the address: an article's `path` is /tin-tuc/{slug}-{id}/.";
    Differs "differs" Error
        "Danh sách và tài liệu của bài ghi khác nhau", "Tên bài hay ngày đăng ở danh sách khác với ở trang của bài.", "Xuất danh sách và bài từ cùng một dữ liệu, xoá bộ đệm cùng lúc.";
        "A list and the article's document disagree", "The title or date in the list is not that on the article's page.", "Write lists and articles from the same data, and purge caches together.";
    Duplicate "duplicate" Error
        "Một bài xuất hiện hai lần trong danh sách", "Một tin hiện hai lần, và một tin khác có thể bị mất.", "Sắp xếp theo một thứ tự chặt chẽ (ngày đăng rồi mã bài) trước khi chia trang.";
        "The same article is twice in a list", "One piece of news is seen twice, and another may be lost.", "Sort by a strict order (time, then id) before it is cut into pages.";
    WrongTotal "wrong-total" Error
        "`total` không khớp với số bài có thật", "Số bài ghi ở đầu danh sách sai.", "`total` ở `newest.json` là số bài của cả danh sách, ở tài liệu của tháng là số bài của tháng đó.";
        "`total` is not what is there", "The number of articles at the list's head is wrong.", "`total` is how many articles the whole list has in `newest.json`, and how many the month has in a month's document.";
    WrongMonths "wrong-months" Error
        "`months` không khớp với các bài trong danh sách", "Lưu trữ theo tháng ghi sai số bài, hoặc thiếu tin.", "Đếm `months` theo ngày đăng (giờ địa phương) của chính các bài trong danh sách.";
        "`months` is not what the list holds", "The archive by month says a wrong number, or lacks news.", "Count `months` by the local day of the list's own articles.";
    ShortPage "short-page" Error
        "Trang của danh sách không đủ hoặc quá số bài quy định", "Các trang dài ngắn khác nhau; tin chuyển từ trang này sang trang khác.", "Trang có số: đúng 20 bài, đánh số từ trang cũ nhất; `newest.json`: 20 đến 39 bài mới nhất, ít hơn 20 chỉ khi không có trang nào khác.";
        "A page of a list has not as many articles as it should", "Pages are of different lengths; news moves from page to page.", "A numbered page has 20 articles, counted from the oldest; `newest.json` the 20 to 39 newest, fewer than 20 only where there is no other page.";
    WrongStep "wrong-step" Error
        "`newer` hoặc `older` không dẫn tới trang ngay cạnh", "Bấm “Mới hơn” hay “Cũ hơn” thì lỡ mất tin, hoặc không đi tiếp được.", "Từ `newest.json`, `older` dẫn tới trang có số lớn nhất, rồi lần lượt tới trang 1; `newer` dẫn ngược lại. Tháng dẫn tới tháng liền trước và liền sau có bài.";
        "`newer` or `older` does not lead to the page beside it", "“Newer” or “Older” passes news over, or leads nowhere.", "From `newest.json` `older` leads to the page with the highest number, and on down to page 1; `newer` leads back. A month leads to the months before and after it that have articles.";
    Unsorted "unsorted" Error
        "Danh sách không theo thứ tự mới nhất trước", "Tin cũ đứng trên tin mới.", "Sắp xếp theo `published_at`, mới nhất trước.";
        "A list is not newest first", "Old news is above new.", "Sort by `published_at`, newest first.";
    NotListed "not-listed" Error
        "Bài không có trong danh sách của chuyên mục, chuyên mục cha hoặc thẻ của nó", "Người xem chuyên mục hay thẻ không thấy bài này.", "Liệt kê mọi bài trong chuyên mục của nó, trong chuyên mục cha và trong từng thẻ.";
        "An article is not in the list of its section, the section above or its tag", "Who looks through the section or tag does not see it.", "List each article in its section, in those above and in each of its tags.";
    BadRelated "bad-related" Error
        "`related` có chính bài đó, có bài lặp lại, hoặc quá mười bài", "Mục “Tin liên quan” lặp lại hoặc dẫn về chính bài đang đọc.", "Nhiều nhất mười bài, mỗi bài một lần, không có chính bài đó.";
        "`related` has the article itself, one twice, or more than ten", "“Related news” repeats, or leads to what is being read.", "At most ten, each once, without itself.";
    WithdrawnShown "withdrawn-shown" Error
        "Bài đã gỡ vẫn có nội dung hoặc vẫn trong danh sách", "Người đọc vẫn thấy điều đã gỡ.", "Bài có `withdrawn` thì `body` là [] và không nằm trong danh sách nào.";
        "A withdrawn article has a text, or is in a list", "Readers still see what was withdrawn.", "With `withdrawn` the `body` is [] and no list has it.";
    BadPictureSize "bad-picture-size" Error
        "Ảnh có chiều rộng hoặc chiều cao bằng 0", "Ảnh không hiện, hoặc trang giật khi ảnh tải xong.", "Ghi kích thước thật của ảnh.";
        "A picture's width or height is 0", "The picture does not appear, or the page jumps when it has come.", "Write the picture's real size.";
    MissingPicture "missing-picture" Error
        "Ảnh không có, hoặc không phải là ảnh", "Khung trống và dòng chữ thay cho ảnh.", "Đưa ảnh lên đúng địa chỉ, với loại tệp image/…";
        "A picture is not there, or is none", "An empty frame with words in place of the picture.", "Put it at its address, with a media type image/….";
    BlockedPicture "blocked-picture" Error
        "Trình duyệt chặn ảnh từ tên miền khác (Cross-Origin-Resource-Policy)", "Khung trống và dòng chữ thay cho ảnh.", "Gửi `Cross-Origin-Resource-Policy: cross-origin` cùng với ảnh.";
        "Browsers block the picture from elsewhere (Cross-Origin-Resource-Policy)", "An empty frame with words in place of the picture.", "Send `Cross-Origin-Resource-Policy: cross-origin` with pictures.";
    MixedContent "mixed-content" Error
        "Địa chỉ http trên một trang https", "Trình duyệt chặn: phần đó không hiện.", "Dùng https.";
        "An http address on an https site", "Browsers block it: that part does not appear.", "Use https.";
    NoCors "no-cors" Error
        "Thiếu Access-Control-Allow-Origin cho trang web", "Trang web ở tên miền khác không tải được gì: “Chưa kết nối được”.", "Gửi `Access-Control-Allow-Origin: *` với mọi câu trả lời, kể cả 404.";
        "Access-Control-Allow-Origin does not admit the site", "A site on another host loads nothing: “No connection”.", "Send `Access-Control-Allow-Origin: *` with every answer, 404 as well.";
    NoEtag "no-etag" Error
        "Thiếu ETag, hoặc không trả lời 304 khi tài liệu chưa đổi", "Tải lại toàn bộ mỗi lần: chậm và tốn dữ liệu trên điện thoại.", "Gửi ETag theo nội dung, và trả lời 304 cho If-None-Match.";
        "There is no ETag, or no 304 for what has not changed", "Everything is loaded again each time: slow and costly on a phone.", "Send an ETag that follows from the content, and answer If-None-Match with 304.";
    BadSettings "bad-settings" Error
        "Thiết lập trong site.json không dùng được", "Liên kết chia sẻ, giờ đăng hoặc bản dịch sai.", "`url` là địa chỉ https không có `/` ở cuối, `time_zone` là tên IANA như Asia/Ho_Chi_Minh.";
        "A setting of site.json is of no use", "Shared links, times or translations are wrong.", "`url` is an https origin without a final `/`, `time_zone` an IANA name as Asia/Ho_Chi_Minh.";
    OneWay "one-way" Note
        "Bài trước, bài sau hoặc bản dịch không dẫn ngược lại", "Bấm sang được nhưng không quay lại được bằng liên kết cùng loại.", "Tạo `previous`, `next` và `translations` của cả hai bên cùng lúc.";
        "Previous, next or a translation does not lead back", "There is a way there and none back.", "Make `previous`, `next` and `translations` of both sides together.";
    DeadLink "dead-link" Note
        "Liên kết trong nội dung tới một trang không có", "Bấm vào thì thấy “Không tìm thấy trang”, trừ khi máy chủ có chuyển hướng địa chỉ cũ.", "Sửa hoặc bỏ liên kết.";
        "A link in a text leads to a page that is not there", "Following it ends at “Page not found”, unless the server redirects an old address.", "Correct or remove the link.";
    DroppedLink "dropped-link" Note
        "Liên kết không được phép nên bị bỏ", "Chỉ thấy phần chữ, không bấm được.", "Dùng http, https, mailto, tel hoặc đường dẫn của trang web.";
        "A link that may not be followed is dropped", "Only its text, which cannot be followed.", "Use http, https, mailto, tel or a path of the site.";
    Unknown "unknown" Note
        "Trường hoặc loại khối mà ứng dụng không biết", "Không thấy phần đó.", "Kiểm tra chính tả; phần riêng của API có thể để nguyên.";
        "Fields or kinds of block that the app does not know", "That part is not seen.", "Check the spelling; what is the API's own may stay.";
    HeadingLevel "heading-level" Note
        "Cấp đề mục không nằm trong khoảng từ 2 đến 4", "Mục lục và trình đọc màn hình có thứ bậc sai.", "Cấp 1 là tên trang; đề mục trong bài từ cấp 2 đến 4.";
        "A heading's level is not 2 to 4", "Contents and screen readers have a wrong order.", "Level 1 is the page's title; headings in a text are 2 to 4.";
    Redirected "redirected" Note
        "Chuyển hướng trong cùng máy chủ", "Mỗi trang chậm thêm một lượt hỏi đáp.", "Trả lời ngay tại địa chỉ đó.";
        "A redirect on the same host", "Each page takes a round trip more.", "Answer at the address itself.";
    Bom "bom" Note
        "Có dấu BOM ở đầu JSON", "Trang hiện đúng; chương trình khác có thể không đọc được.", "Xuất UTF-8 không có BOM.";
        "The JSON begins with a byte order mark", "The page is right; other programs may not read it.", "Write UTF-8 without one.";
    MediaType "media-type" Note
        "Content-Type không phải là application/json", "Trang hiện đúng; bộ đệm và proxy có thể không nén.", "Gửi `Content-Type: application/json`.";
        "The media type is not application/json", "The page is right; caches and proxies may not compress it.", "Send `Content-Type: application/json`.";
    Large "large" Note
        "Tài liệu lớn hơn 500 kB", "Trên điện thoại: chờ vài giây.", "Chia nhỏ nội dung, hoặc bỏ những trường không ai đọc.";
        "A document has more than 500 kB", "On a phone: some seconds of waiting.", "Split what it holds, or leave out fields that nobody reads.";
    NoCacheControl "no-cache-control" Note
        "Thiếu Cache-Control, hoặc cấm lưu (no-store)", "Tin có thể cũ, hoặc phải tải lại mỗi lần.", "Gửi `Cache-Control: public, max-age=60` hoặc `no-cache`.";
        "There is no Cache-Control, or it forbids to keep it (no-store)", "News may be old, or is loaded anew each time.", "Send `Cache-Control: public, max-age=60` or `no-cache`.";
    NoCompression "no-compression" Note
        "Không nén (gzip, br), hoặc nén mà thiếu Vary: Accept-Encoding", "Tải chậm hơn vài lần trên mạng yếu.", "Bật nén cho application/json, và gửi `Vary: Accept-Encoding`.";
        "It is not compressed (gzip, br), or without Vary: Accept-Encoding", "On a weak network it takes some times as long.", "Compress application/json, and send `Vary: Accept-Encoding`.";
    NoNotice "no-notice" Note
        "Không có notice.json", "Thông báo khẩn không bao giờ hiện.", "Xuất `null` khi không có thông báo.";
        "There is no notice.json", "An urgent notice never appears.", "Write `null` while there is none.";
    NoSearch "no-search" Note
        "Không có search.json", "Phần “Lọc” của trang tìm kiếm chỉ có “Mọi chuyên mục” và “Mọi năm”.", "Xuất `search.json` với các chuyên mục và các năm có tin.";
        "There is no search.json", "“Filter” on the search page offers “All sections” and “All years” alone.", "Write `search.json` with the sections and the years that have news.";
    NoMap "no-map" Note
        "Không có map.json", "Sơ đồ trang không có các phần “Chuyên mục”, “Các trang giới thiệu” và “Nguồn tin”.", "Xuất `map.json` với các chuyên mục và các trang.";
        "There is no map.json", "The site map is without “Sections”, “About us” and “Feeds”.", "Write `map.json` with the sections and the pages.";
    NoWidgets "no-widgets" Note
        "Không có widgets.json", "Trang cho đối tác (/nhung/) báo “Không tìm thấy trang”.", "Xuất `widgets.json` nếu trang web có khối nhúng.";
        "There is no widgets.json", "The page for partners (/nhung/) says “Page not found”.", "Write `widgets.json` where the site has widgets.";
    NoKiosk "no-kiosk" Note
        "Không có kiosk.json, kiosk-search.json hoặc kiosk/edition.json", "Màn hình công cộng không có gì để chiếu, không tìm được tin, hoặc không giữ được bản riêng khi mất mạng.", "Chỉ cần khi có màn hình công cộng: xem docs/displays.md.";
        "There is no kiosk.json, kiosk-search.json or kiosk/edition.json", "Displays in halls have nothing to show, cannot search, or keep no copy for when the network fails.", "Needed for displays alone: see docs/displays.md.";
    OtherOrigin "other-origin" Note
        "`url` trong site.json không phải là trang web nêu ở --origin", "Liên kết chia sẻ và mã QR dẫn tới trang web khác.", "Sửa `url` khi đưa vào dùng thật.";
        "`url` of site.json is not the given site (--origin)", "Shared links and QR codes lead to another site.", "Correct `url` before it is used.";
    NotChecked "not-checked" Note
        "Có phần chưa được kiểm tra", "Không rõ.", "Ảnh ở địa chỉ nội bộ và tài liệu vượt quá giới hạn không được đọc; tăng `--articles` để đọc thêm bài.";
        "This was not checked", "Unknown.", "Pictures at private addresses and too many documents are not read; more articles are with `--articles`.";
}

#[cfg(test)]
mod tests {
    use portal_app::content::page_data::PageDocument;
    use portal_app::path::word::MediaAddress;

    use super::*;
    use crate::commands::api_check::crawl::ALWAYS;

    #[test]
    fn what_a_reader_sees_of_a_page_without_its_document_is_what_the_app_shows() {
        for (lang, (page, kind)) in Lang::ALL.into_iter().flat_map(|lang| ALWAYS.map(|page| (lang, page))) {
            let is_shown = PageDocument::of(&page.in_lang(lang)).without_document(lang).is_some();
            let says_not_found = kind.sentences(lang).reader.contains(lang.text().not_found.title);
            assert_eq!(says_not_found, !is_shown, "{} {}", kind.code(), lang.tag());
        }
    }

    #[test]
    fn where_media_may_be_is_what_the_app_reads() {
        assert!(MediaAddress::new("https://media.example/anh.jpg").is_some());
        for lang in Lang::ALL {
            assert!(Kind::BadPath.sentences(lang).fix.contains("https"), "{}", lang.tag());
        }
    }

    #[test]
    fn what_is_quoted_of_the_app_is_what_it_says() {
        for lang in Lang::ALL {
            let text = lang.text();
            let failures = [&text.not_found, &text.unreachable, &text.refused, &text.malformed];
            let search = &text.search_text;
            let search = [search.filters, search.any_section, search.any_year];
            let parts = [text.try_again, text.related_news, text.sections, text.standing_pages, text.feeds];
            let steps = [text.newer, text.older];
            let said = failures.map(|failure| failure.title).into_iter().chain(search).chain(parts).chain(steps);
            let said = said.collect::<Vec<_>>();
            for kind in Kind::ALL.iter().copied() {
                for quote in kind.sentences(lang).reader.split('“').skip(1) {
                    let quote = quote.split('”').next().unwrap_or_default();
                    assert!(said.contains(&quote), "{}: the app does not say {quote}", kind.code());
                }
            }
        }
    }
}
