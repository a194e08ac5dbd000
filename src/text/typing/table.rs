//! Words to type. Their keys are made by the tests, each word in every order people type.

/// At least a word for every rhyme, then initials and tones.
pub const WORDS: &str = "
    ba các sạch mai làm bạn làng nhanh sao tháp mát màu tay
    bắc năm văn đăng bắp mặt bậc tâm dân nâng tập mất đầu mây
    mẹ séc em đen xẻng đèo đẹp nét về ếch thềm lên lệnh bếp tết đều
    thi kìa thích tìm tin tính kịp thịt chịu việc tiếm điểm tiền tiếng tiếp biết chiều
    nhỏ hòa toạc hoạch ngoài ngoạm toán hoàng doanh ngoáo oạp hoạt xoay
    hoặc oằm ngoằn hoẵng hoắt học khỏe hoen ngoèo khoét nói xóm con phòng họp một bót
    hồ gốc rồi hôm bốn công hộp tốt thờ mới thơm sơn lớp bớt
    thủ mùa cúc vui chum bún cùng túp bút tuần khuâng luật khuây thuế khuếch huênh nguều
    thuốc muối nhuộm luôn xuống chuột thuở
    thúy khuya huých tuýn huynh tuýp suýt khuỷu chuyện tuyết
    từ mưa lực gửi hừm nhưn hưng mứt cứu được người gươm sườn đường mướp lướt hươu
    ý kỹ yếm yên yểng yết yêu
    quà quạc quách quai quản quang quanh quào quát quàu quay quắc quăm quăn quặng quắp quắt quân quâng quất quầy
    que quen quẹo quét quê quếch quên quệnh quết quý quýnh quỵt quyền quyết quỳnh quỷ qui quều quýu quở quới quốc quịt
    bà cả chị dì đã ga gà ghế ghi ghiền già giá giả giã giạ giữ giữa giới giờ giấy gió giúp giảng giết giếng giêng gì
    gìn giỗ giống giường giáo giác hà khó lá mã nà ngã nghề nghỉ nghiên nghiêng nghìn nhà pin phố rõ sổ tổ thẻ trễ
    vé xã đá đò đủ đổi đỗ đợi
    hóa hỏa họa lòa tỏa xòe lóe hòe xõa khóa thỏa ngọa thùy lũy tủy hủy ủy ụy thụy
    nguyễn thuyền chuyến khuyên nguyên tuyển duyệt thuyết xuyên huyện quyển truyền
    hướng dẫn thủ tục hành chính đăng ký khai sinh kết hôn cấp phép xây dựng đất đai hộ khẩu căn cước công dân
    bảo hiểm xã hội y tế giáo dục đào tạo giấy phép lái xe trước sau nước trường phường quận huyện tỉnh ủy ban
    nhân tiếp nhận trả kết quả hồ sơ một cửa tin tức sự kiện thông báo văn bản tuyển dụng đấu thầu lịch làm việc
    phản ánh kiến nghị khiếu nại tố cáo hỏi đáp liên hệ giới thiệu lãnh đạo phòng ban trực thuộc bệnh viện
    cây xanh thuế phí lệ ngân sách nghị quyết định chỉ thị kế hoạch quy hoạch dự án đầu tư doanh nghiệp
    mở rượu bia khói nghiệp trưởng xưởng vườn ruộng biển rừng suối sông núi đồng bằng
    hẻm ngõ ngách hẹp rộng dài ngắn cũ đẹp xấu nặng nhẹ sớm muộn tối sáng trưa chiều
    đắk lắk búk krông prông plông păh
";

/// Keys that are not made from a word: marks of one key for two letters, changed tones, undone marks, capitals.
pub const TELEX: &[(&str, &str)] = &[
    ("duw", "dư"),
    ("muwa", "mưa"),
    ("muaw", "mưa"),
    ("muwaj", "mựa"),
    ("cuuws", "cứu"),
    ("huowjs", "huớ"),
    ("huowjsng", "hướng"),
    ("huowngs", "hướng"),
    ("huwowngs", "hướng"),
    ("huowjng", "hượng"),
    ("duongwf", "dường"),
    ("duongfw", "dường"),
    ("dduwowngf", "đường"),
    ("dduwongf", "đường"),
    ("duongwfd", "đường"),
    ("dinhj", "dịnh"),
    ("dinhdj", "định"),
    ("ddwocj", "được"),
    ("nguoiwf", "người"),
    ("nguwowif", "người"),
    ("nguwfoi", "người"),
    ("ngwowif", "người"),
    ("nwowcs", "nước"),
    ("uow", "ươ"),
    ("uwow", "ươ"),
    ("tw", "tư"),
    ("w", "ư"),
    ("W", "Ư"),
    ("giwx", "giữ"),
    ("gisa", "giá"),
    ("ghifeen", "ghiền"),
    ("tosan", "toán"),
    ("hofang", "hoàng"),
    ("hosa", "hóa"),
    ("hoas", "hóa"),
    ("quowr", "quở"),
    ("thuowr", "thuở"),
    ("thuowngf", "thường"),
    ("vietje", "việt"),
    ("vieetj", "việt"),
    ("vieejt", "việt"),
    ("vietej", "việt"),
    ("viejte", "việt"),
    ("vijeet", "việt"),
    ("chawnja", "chận"),
    ("chanajw", "chặn"),
    ("toow", "tơ"),
    ("towo", "tô"),
    ("tawa", "tâ"),
    ("banfs", "bán"),
    ("bafns", "bán"),
    ("banfz", "ban"),
    ("banfzs", "bán"),
    ("ngoanwf", "ngoằn"),
    ("ngoeof", "ngoèo"),
    ("booong", "boong"),
    ("booongs", "boóng"),
    ("xooong", "xoong"),
    ("mooocs", "moóc"),
    ("boong", "bông"),
    ("chuyenj", "chuyẹn"),
    ("thuyenf", "thuyèn"),
    ("nguyenx", "nguyẽn"),
    ("khuyur", "khuỷu"),
    ("buyts", "buýt"),
    ("ddawklawks", "ddawklawks"),
    ("ddawk", "đăk"),
    // The mark is undone by its own key, which is then a letter.
    ("aaa", "aa"),
    ("eee", "ee"),
    ("ooo", "oo"),
    ("aww", "aw"),
    ("oww", "ow"),
    ("uww", "uw"),
    ("uoww", "uow"),
    ("ww", "w"),
    ("wwin", "win"),
    ("huawwei", "huawei"),
    ("ddd", "dd"),
    ("DDD", "DD"),
    ("ass", "as"),
    ("off", "of"),
    ("herr", "her"),
    ("taxx", "tax"),
    ("ajj", "aj"),
    ("barrn", "barn"),
    ("tesst", "test"),
    ("Asss", "Asss"),
    ("seee", "see"),
    ("manaa", "mana"),
    ("howw", "how"),
    // Capitals.
    ("DD", "Đ"),
    ("Dd", "Đ"),
    ("dD", "đ"),
    ("VIEETJ", "VIỆT"),
    ("Vieetj", "Việt"),
    ("NGUWOWIF", "NGƯỜI"),
    ("DDAWNG", "ĐĂNG"),
    ("UYR", "ỦY"),
    ("YS", "Ý"),
    ("HDDND", "HĐND"),
    ("QDD", "QĐ"),
    ("ddkkd", "đkkd"),
    ("BLDDTBXH", "BLĐTBXH"),
    // Words end at what is no letter.
    ("thuwr-nghieemj", "thử-nghiệm"),
    ("DDi ddaau?", "Đi đâu?"),
];

pub const VNI: &[(&str, &str)] = &[
    ("du7", "dư"),
    ("mua7", "mưa"),
    ("d9uo7c5", "được"),
    ("duoc759", "được"),
    ("nguoi72", "người"),
    ("ngu7o7i2", "người"),
    ("thuo73", "thuở"),
    ("huong71", "hướng"),
    ("viet65", "việt"),
    ("vie65t", "việt"),
    ("viet56", "việt"),
    ("chuyen5", "chuyẹn"),
    ("chuye6n5", "chuyện"),
    ("nguyen46", "nguyễn"),
    ("giu74", "giữ"),
    ("quoc61", "quốc"),
    ("ngoan82", "ngoằn"),
    ("boong1", "boóng"),
    ("khuyu3", "khuỷu"),
    ("hoa2", "hòa"),
    ("hoa20", "hoa"),
    ("ban21", "bán"),
    ("VIE65T", "VIỆT"),
    ("D9", "Đ"),
    ("HD9ND", "HĐND"),
    ("a11", "a1"),
    ("a66", "a6"),
    ("u77", "u7"),
    ("a88", "a8"),
    ("d99", "d9"),
    ("ngay220", "ngay20"),
    ("viet659", "việt9"),
    ("2021", "2021"),
    ("45", "45"),
    ("A4", "A4"),
    ("covid19", "covid19"),
    ("h2o", "h2o"),
    ("mp3", "mp3"),
    ("b12", "b12"),
    ("4G", "4G"),
    ("g20", "g20"),
    ("U23", "U23"),
    ("E10", "E10"),
    ("vn30", "vn30"),
    ("qd15", "qd15"),
    ("wifi6", "wifi6"),
    ("quan651 2", "quấn 2"),
    ("ba0", "ba0"),
    ("nam 2026", "nam 2026"),
    ("test", "test"),
    ("as", "as"),
    ("aa", "aa"),
    ("ow", "ow"),
];

/// What every key shows, written down by hand: nothing here is computed.
pub const STEPS: &[(&str, &str)] = &[
    ("chuyeenj", "c ch chu chuy chuye chuyê chuyên chuyện"),
    ("chuyenj", "c ch chu chuy chuye chuyen chuyẹn"),
    ("chuyeejn", "c ch chu chuy chuye chuyê chuyệ chuyện"),
    ("chuyenje", "c ch chu chuy chuye chuyen chuyẹn chuyện"),
    ("thuyeenf", "t th thu thuy thuye thuyê thuyên thuyền"),
    ("thuyenf", "t th thu thuy thuye thuyen thuyèn"),
    ("nguyeenx", "n ng ngu nguy nguye nguyê nguyên nguyễn"),
    ("nguyeexn", "n ng ngu nguy nguye nguyê nguyễ nguyễn"),
    ("nguyenx", "n ng ngu nguy nguye nguyen nguyẽn"),
    ("khuyur", "k kh khu khuy khuyu khuỷu"),
    ("khuyru", "k kh khu khuy khủy khuỷu"),
    ("dduwowcj", "d đ đu đư đưo đươ đươc được"),
    ("dduwocj", "d đ đu đư đưo đươc được"),
    ("dduocwj", "d đ đu đuo đuoc đươc được"),
    ("nguwowif", "n ng ngu ngư ngưo ngươ ngươi người"),
    ("nguoiwf", "n ng ngu nguo nguoi ngươi người"),
    ("giuwx", "g gi giu giư giữ"),
    ("giux", "g gi giu giũ"),
    ("quoocs", "q qu quo quô quôc quốc"),
    ("quocso", "q qu quo quoc quóc quốc"),
    ("huwowngs", "h hu hư hưo hươ hươn hương hướng"),
    ("huowngs", "h hu huo huơ hươn hương hướng"),
    ("huongws", "h hu huo huon huong hương hướng"),
    ("thuowr", "t th thu thuo thuơ thuở"),
    ("thuowngf", "t th thu thuo thuơ thươn thương thường"),
    ("ngoawnf", "n ng ngo ngoa ngoă ngoăn ngoằn"),
    ("ngoanwf", "n ng ngo ngoa ngoan ngoăn ngoằn"),
    ("ngoeof", "n ng ngo ngoe ngoeo ngoèo"),
    ("ngoefo", "n ng ngo ngoe ngòe ngoèo"),
    ("ruwowuj", "r ru rư rưo rươ rươu rượu"),
    ("ruouwj", "r ru ruo ruou rươu rượu"),
    ("yeeu", "y ye yê yêu"),
    ("yeue", "y ye yeu yêu"),
    ("huynhf", "h hu huy huyn huynh huỳnh"),
    ("huyfnh", "h hu huy hùy huỳn huỳnh"),
    ("hoaf", "h ho hoa hòa"),
    ("hoafn", "h ho hoa hòa hoàn"),
    ("hoafng", "h ho hoa hòa hoàn hoàng"),
    ("hoafi", "h ho hoa hòa hoài"),
    ("thuys", "t th thu thuy thúy"),
    ("khoer", "k kh kho khoe khỏe"),
    ("quys", "q qu quy quý"),
    ("quynhf", "q qu quy quyn quynh quỳnh"),
    ("gias", "g gi gia giá"),
    ("ginf", "g gi gin gìn"),
    ("gifn", "g gi gì gìn"),
    ("giaays", "g gi gia giâ giây giấy"),
    ("gieengs", "g gi gie giê giên giêng giếng"),
    ("gieets", "g gi gie giê giêt giết"),
    ("thueesr", "t th thu thue thuê thuế thuể"),
    ("thues", "t th thu thue thué"),
    ("tieengs", "t ti tie tiê tiên tiêng tiếng"),
    ("tieesng", "t ti tie tiê tiế tiến tiếng"),
    ("vieetj", "v vi vie viê viêt việt"),
    ("vietje", "v vi vie viet viẹt việt"),
    // The circumflex is typed late, and the word still wants its tone: as typed until that comes.
    ("vietej", "v vi vie viet viete việt"),
    ("toans", "t to toa toan toán"),
    ("toasn", "t to toa tóa toán"),
    ("muaf", "m mu mua mùa"),
    ("muwaf", "m mu mư mưa mừa"),
    ("muoons", "m mu muo muô muôn muốn"),
    ("tuaafn", "t tu tua tuâ tuầ tuần"),
    ("xuaats", "x xu xua xuâ xuât xuất"),
    ("nghieengs", "n ng ngh nghi nghie nghiê nghiên nghiêng nghiếng"),
    ("khuyeens", "k kh khu khuy khuye khuyê khuyên khuyến"),
    ("uyr", "u uy ủy"),
    ("ddawks", "d đ đa đă đăk đắk"),
    ("booong", "b bo bô boo boon boong"),
    ("google", "g go gô goog googl google"),
    ("windows", "ư ưi win wind windo window windows"),
    ("hddnd", "h hd hđ hđn hđnd"),
];

/// Given back as they were typed.
pub const FOREIGN: &str = "google wifi windows test case covid facebook zalo email website internet laptop download \
    excel word office user password server update apple samsung fpt www visa taxi bus gas maps momo wc post pass \
    users use life file fire site safe cafe note code date data web online offline hotel photo video radio virus music \
    paris error lesson assist referee canada banana asia iphone ipad android viettel vinaphone mobifone vneid vssid \
    shopee lazada tiki grab youtube yahoo gmail telex twitter tesla microsoft powerpoint pdf docx html usb sms url \
    rose more core book good tool school green feel week view show power runway deadline straight destroyed wolf \
    message process network wallet form fax print scan service support person version server forest center clinic \
    english france world swift linux jquery java zoom pizza size first second next text week few website software \
    welcome www web3 tour sofia karaoke logo auto sushi x-ray e-mail";
