// Search queries and what they must find: the table that tests relevance.
//
// The generated content has articles to tell each row by (tests/fixtures/src/searchable.rs), among many that hold common words,
// too; with 2,000 articles the same has to come first. What is shown has its marks in brackets.

import type { Content } from './portal';

export interface Query {
  says: string;
  query: string;
  content: Content;
  /** Titles the results begin with; within inner brackets in any order. */
  first: (string | string[])[];
  /** What the first result's title holds, where many are as good. */
  holds?: RegExp;
  /** Titles that are found somewhere on the first page. */
  finds?: string[];
  /** The first result's title, or its end, with marks. */
  title?: string;
  /** The first result's excerpts, with marks. */
  excerpts?: string[];
  section?: string;
  year?: string;
  total?: number;
  /** Whether the last word is still being typed. */
  isTyping?: boolean;
  /** What is told: words with other marks, a word for another one, that no page has all. */
  told?: { unmarked?: string[]; corrected?: [typed: string, taken: string][]; missing?: string[] };
}

type Row = Omit<Query, 'content'>;

const test = (about: string) => `Bài thử tìm kiếm: ${about}`;
const word = (text: string) => test(`từ “${text}”`);
const NOTE = 'Đây là văn bản sinh tự động để kiểm thử.';
const IN_TITLE = test('chuồn chuồn ở tiêu đề');
const IN_BODY = test('một từ chỉ có trong thân bài');
const MA = ['ma', 'mà', 'má', 'mả', 'mã', 'mạ'].map(word);
const [DOCUMENT, SPELLED_DAY, SPELLED_MONTH] = [test('số văn bản'), test('ngày viết bằng chữ'), test('tháng viết bằng chữ')];
const [SHORT, FULL] = [test('chữ tắt'), test('chữ đủ')];

const GENERATED: Row[] = [
  // One syllable in six tones: the one asked for comes first, the others are found.
  ...['ma', 'mà', 'má', 'mả', 'mã', 'mạ'].map((tone): Row => ({ says: 'the tone asked for comes first', query: tone, first: [word(tone)], finds: MA, title: `từ “[${tone}]”` })),
  { says: 'upper case', query: 'MÃ', first: [word('mã')], finds: MA },
  { says: 'decomposed letters', query: 'mã'.normalize('NFD'), first: [word('mã')], finds: MA },
  { says: 'a text that was written in decomposed letters', query: 'quạt thóc', first: [word('quạt thóc')], title: '“[quạt thóc]”' },
  { says: 'no diacritics', query: 'quat thoc', first: [word('quạt thóc')], title: '“[quạt thóc]”', total: 1 },
  { says: 'đ', query: 'đường', first: [], holds: /đường/ },
  { says: 'd as it is written', query: 'duong', first: [word('duong')], title: '“[duong]”' },
  { says: 'upper case Đ', query: 'ĐƯỜNG', first: [], holds: /đường/i },
  { says: 'the old place of the tone', query: 'hòa', first: [], holds: /hòa|hoà/ },
  { says: 'the new place of the tone', query: 'hoà', first: [], holds: /hòa|hoà/ },
  { says: 'the old place finds the new', query: 'khỏe như voi', first: [test('dấu kiểu mới')], excerpts: ['[Khoẻ như voi], thuỷ quái, quý hoá.'], total: 1 },
  { says: 'the u of qu bears no tone', query: 'quý hóa', first: [test('dấu kiểu mới')], excerpts: ['Khoẻ như voi, thuỷ quái, [quý hoá].'] },
  // Whole words.
  { says: 'a word is not one that begins so', query: 'sếu', first: [test('chim sếu')], title: 'chim [sếu]', excerpts: ['Trong câu này có [sếu].'], total: 1 },
  { says: 'the longer word', query: 'seul', first: [test('chữ sếul')], total: 1 },
  { says: 'a beginning is no word', query: 'sế', first: [], total: 0 },
  { says: 'a beginning is one while it is typed', query: 'sế', isTyping: true, first: [[test('chim sếu'), test('chữ sếul')]], finds: [test('chim sếu'), test('chữ sếul')], title: '[sế]' },
  { says: 'only the last word may go on', query: 'ch sếu', isTyping: true, first: [[test('chim sếu'), test('chữ sếul')]], told: { missing: ['ch'] }, total: 2 },
  { says: 'a word said twice', query: 'ba ba', first: [test('câu giữa bài')], excerpts: ['Còn câu này nói về kỳ nhông và [ba ba]! Câu sau nói về núi.'], total: 1 },
  // Where words stand.
  { says: 'a title before a body', query: 'chuồn chuồn', first: [IN_TITLE, IN_BODY], title: '[chuồn chuồn] ở tiêu đề', total: 2 },
  { says: 'side by side, then near, then far', query: 'hạc phượng', first: [test('chữ liền nhau'), test('chữ gần nhau'), test('chữ xa nhau')], excerpts: ['Trong câu này có [hạc phượng], hai chữ liền nhau.'], total: 3 },
  { says: 'without marks as well', query: 'hac phuong', first: [test('chữ liền nhau')], excerpts: ['Trong câu này có [hạc phượng], hai chữ liền nhau.'] },
  { says: 'in quotation marks side by side', query: '"hạc phượng"', first: [test('chữ liền nhau')], total: 1 },
  { says: 'in the quotation marks of print', query: '“hạc phượng”', first: [test('chữ liền nhau')], total: 1 },
  { says: 'in quotation marks without diacritics', query: '"hac phuong"', first: [test('chữ liền nhau')], total: 1 },
  { says: 'a phrase that nothing has', query: '"phượng hạc"', first: [], total: 0 },
  { says: 'a phrase and a word', query: '"có hạc" phượng', first: [test('chữ liền nhau'), test('chữ gần nhau')] },
  { says: 'far apart, each in its own sentence', query: '"bài có hạc" phượng', first: [test('chữ xa nhau')], excerpts: ['Ở đầu [bài có hạc].', 'Ở cuối bài có [phượng].'], total: 1 },
  { says: 'all of the words', query: 'diệc cò', first: [test('đủ hai chữ')], excerpts: ['Trong câu này có [diệc] và có [cò].'], total: 1 },
  { says: 'some of the words, told which are missing', query: 'diệc trâu', first: [test('một trong hai chữ diệc'), test('đủ hai chữ')], title: 'hai chữ [diệc]', told: { missing: ['trâu'] } },
  { says: 'newer before older, what is no news last', query: 'vạc bay', first: [test('vạc bay'), test('vạc bay'), test('vạc bay')], title: '[vạc bay]', total: 3 },
  { says: 'news before help', query: 'nhím', first: [test('tin có chữ ở thân bài'), test('con nhím')], excerpts: ['Trong câu này có con [nhím].'], total: 2 },
  { says: 'a section that is kept out', query: 'đà điểu', first: [], total: 0 },
  { says: 'a section', query: 'chuồn chuồn', first: [IN_BODY], section: 'thong-bao', total: 1 },
  { says: 'a year', query: 'chuon chuon', first: [IN_TITLE], year: '2018', total: 1 },
  { says: 'a section and a year that have it not', query: 'chuồn chuồn', first: [], section: 'thong-bao', year: '2018', total: 0 },
  // Numbers and days.
  { says: 'a document by its number', query: '987/2031/NQ-THUNGHIEM14', first: [DOCUMENT], excerpts: ['Căn cứ Nghị quyết số [987/2031/NQ-THUNGHIEM14] ngày 07/8/2031 về rái cá. Câu cuối không có gì.'], total: 1 },
  { says: 'by the end of it', query: 'nq-thunghiem14', first: [test('số văn bản khác'), DOCUMENT], excerpts: ['Căn cứ Nghị quyết số 986/2031/[NQ-THUNGHIEM14].'], total: 2 },
  { says: 'by the beginning of it', query: '987/2031', first: [DOCUMENT], total: 1 },
  { says: 'with what it is', query: 'nghị quyết 987/2031', first: [DOCUMENT], excerpts: ['Căn cứ [Nghị quyết] số [987/2031]/[NQ]-THUNGHIEM14 ngày 07/8/2031 về rái cá. Câu cuối không có gì.'], total: 1 },
  { says: 'with what it is, abbreviated', query: 'nq 987', first: [DOCUMENT] },
  ...['07/08/2031', '7/8/2031', '07-08-2031', '7.8.2031', '7 tháng 8 năm 2031', '7 thang 8 nam 2031', '2031-08-07'].map((query): Row => ({ says: 'a day', query, first: [SPELLED_DAY, DOCUMENT], excerpts: ['Họp vào [ngày 7 tháng 8 năm 2031] tại đây.'], total: 2 })),
  { says: 'a day with the word', query: 'ngày 7/8/2031', first: [SPELLED_DAY, DOCUMENT], excerpts: ['Họp vào [ngày 7 tháng 8 năm 2031] tại đây.'], total: 2 },
  ...['tháng 8/2031', 'thang 8/2031', 'tháng 08/2031', '8/2031', '08-2031', 'tháng 8 năm 2031', 'tháng 8 2031'].map((query): Row => ({ says: 'a month', query, first: [SPELLED_MONTH, SPELLED_DAY, DOCUMENT], excerpts: ['Họp trong [tháng 8/2031] tại đây.'], total: 3 })),
  { says: 'the day that an article was published', query: 'vạc 01/06/2018', first: [test('vạc bay')], total: 1 },
  { says: 'a decimal', query: '8,75', first: [test('số thập phân')], excerpts: ['Cao [8,75] mét, rộng 9.125 mét.'], total: 1 },
  { says: 'a number with a dot', query: '9.125', first: [test('số thập phân')], excerpts: ['Cao 8,75 mét, rộng [9.125] mét.'], total: 1 },
  // Abbreviations.
  { says: 'an abbreviation, then what it stands for', query: 'UBND', first: [SHORT, FULL], excerpts: ['[UBND] và HĐND tê tê khóa XXIX.'], total: 2 },
  { says: 'an abbreviation without đ', query: 'hdnd', first: [SHORT, FULL], excerpts: ['UBND và [HĐND] tê tê khóa XXIX.'], total: 2 },
  { says: 'what is abbreviated, then its abbreviation', query: 'ủy ban nhân dân', first: [FULL, SHORT], excerpts: ['[Ủy ban nhân dân] và Hội đồng nhân dân tê tê khóa 29.'], total: 2 },
  { says: 'without diacritics', query: 'hoi dong nhan dan', first: [FULL, SHORT], excerpts: ['Ủy ban nhân dân và [Hội đồng nhân dân] tê tê khóa 29.'], total: 2 },
  { says: 'the new place of its tone', query: 'Uỷ ban nhân dân', first: [FULL, SHORT], total: 2 },
  { says: 'a numeral', query: 'khóa XXIX', first: [SHORT, FULL], excerpts: ['UBND và HĐND tê tê [khóa XXIX].'], total: 2 },
  { says: 'the number of it', query: 'khoá 29', first: [FULL, SHORT], excerpts: ['Ủy ban nhân dân và Hội đồng nhân dân tê tê [khóa 29].'], total: 2 },
  // Slips.
  { says: 'a letter too many', query: 'kỳ nhôngg', first: [test('câu giữa bài')], told: { corrected: [['nhôngg', 'nhông']] }, excerpts: ['Còn câu này nói về [kỳ nhông] và ba ba! Câu sau nói về núi.'], total: 1 },
  { says: 'a letter for another', query: 'ky nhonf', first: [test('câu giữa bài')], told: { corrected: [['nhonf', 'nhông']] }, total: 1 },
  { says: 'a letter for another in a longer word', query: 'chuồn chuonf', first: [IN_TITLE, IN_BODY], told: { corrected: [['chuonf', 'chuồn']] }, total: 2 },
  { says: 'two letters in the other order', query: 'ky nhogn', first: [test('câu giữa bài')], told: { corrected: [['nhogn', 'nhông']] }, total: 1 },
  { says: 'a wrong tone', query: 'kỳ nhồng', first: [test('câu giữa bài')], told: { unmarked: ['nhồng'] }, excerpts: ['Còn câu này nói về [kỳ nhông] và ba ba! Câu sau nói về núi.'], total: 1 },
  { says: 'a wrong tone is none where the right one is found', query: 'con nhím', first: [test('tin có chữ ở thân bài')], told: {}, total: 2 },
  { says: 'nothing like it', query: 'xyzzyx', first: [], total: 0 },
  // Excerpts.
  { says: 'a sentence from its beginning', query: 'rái cá', first: [DOCUMENT], excerpts: ['Căn cứ Nghị quyết số 987/2031/NQ-THUNGHIEM14 ngày 07/8/2031 về [rái cá]. Câu cuối không có gì.'] },
  { says: 'a cell by itself', query: 'hải cẩu', first: [test('bảng và đề mục')], excerpts: ['[hải cẩu]'], total: 1 },
  { says: 'no phrase from one cell into the next', query: '"hải cẩu sư tử"', first: [], total: 0 },
  { says: 'a heading by itself', query: 'bồ nông', first: [test('bảng và đề mục')], excerpts: ['Đề mục [bồ nông]'], total: 1 },
  { says: 'no phrase from a heading into a sentence', query: '"bồ nông bồ câu"', first: [], total: 0 },
  { says: 'a title that has all', query: 'chữ hoa mcthu', first: [test('CHỮ HOA của McThu VÀ ĐĐTnhỏ')], title: '[CHỮ HOA] của [McThu] VÀ ĐĐTnhỏ', excerpts: [NOTE] },
  { says: 'capitals within words', query: 'đđtnhỏ', first: [test('CHỮ HOA của McThu VÀ ĐĐTnhỏ')], title: 'McThu VÀ [ĐĐTnhỏ]', total: 1 },
  { says: 'a tag', query: 'tắc kè', first: [test('bài có thẻ')], excerpts: ['[Tắc kè]'], total: 1 },
  { says: 'the name of a file', query: 'cá chép', first: [test('bài có tệp')], excerpts: ['Mẫu đơn [cá chép]'], total: 1 },
];

const ELECTION_MEETING =
  'Ủy ban bầu cử tỉnh Lai Châu tổ chức họp về triển khai công tác bầu cử đại biểu Quốc hội khóa XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026';
const ELECTION_TRAINING = 'Hội nghị tập huấn nghiệp vụ công tác bầu cử đại biểu Quốc hội khoá XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026';
const ELECTION_SUMMARY = 'Tổng kết công tác bầu cử đại biểu Quốc hội khoá XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026';
const ELECTION = [ELECTION_SUMMARY, ELECTION_TRAINING, ELECTION_MEETING, ELECTION_MEETING];
const BORDER = 'Hội nghị hiệp thương giải quyết địa giới hành chính giữa hai tỉnh Lai Châu và Sơn La';
const CONTEST = 'Kế hoạch tổ chức Hội thi “Dân vận khéo” khối chính quyền tỉnh Lai Châu lần thứ II, năm 2020';
const KEYBOARD = 'Dùng trang chỉ với bàn phím';

/** The department's own news. */
const EMBEDDED: Row[] = [
  { says: 'a phrase', query: 'bầu cử', first: ELECTION, title: 'Tổng kết công tác [bầu cử] đại biểu Quốc hội khoá XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026' },
  { says: 'a phrase without diacritics', query: 'bau cu', first: ELECTION, title: 'Tổng kết công tác [bầu cử] đại biểu Quốc hội khoá XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026' },
  { says: 'several words', query: 'tập huấn nghiệp vụ', first: [ELECTION_TRAINING] },
  { says: 'several words without diacritics', query: 'tap huan nghiep vu', first: [ELECTION_TRAINING] },
  { says: 'some words with, some without', query: 'nghiep vụ tập huan', first: [ELECTION_TRAINING], total: 1 },
  { says: 'a word with đ, typed without', query: 'dia gioi hanh chinh', first: [BORDER] },
  { says: 'a word with đ', query: 'địa giới hành chính', first: [BORDER] },
  { says: 'a phrase of a title', query: 'Dân vận khéo', first: [CONTEST], total: 1 },
  { says: 'a phrase of a title without diacritics', query: 'dan van kheo', first: [CONTEST], total: 1 },
  { says: 'a letter for another', query: 'dan van kheu', first: [CONTEST], told: { corrected: [['kheu', 'khéo']] }, total: 1 },
  { says: 'a place, of two common syllables', query: 'Sơn La', first: [BORDER], title: 'tỉnh Lai Châu và [Sơn La]', total: 1 },
  { says: 'a place without diacritics', query: 'son la', first: [BORDER], title: 'tỉnh Lai Châu và [Sơn La]', total: 1 },
  { says: 'what no article has', query: 'tuyển dụng công chức', first: [], total: 0 },
  { says: 'what no article has, without diacritics', query: 'tuyen dung cong chuc', first: [], total: 0 },
  { says: 'an abbreviation', query: 'hđnd', first: ELECTION },
  { says: 'an abbreviation without đ', query: 'HDND', first: ELECTION },
  { says: 'what is abbreviated', query: 'hội đồng nhân dân', first: [ELECTION_MEETING, ELECTION_SUMMARY] },
  { says: 'a term of office', query: '2021-2026', first: ELECTION },
  { says: 'the new place of a tone finds the old', query: 'khoá xv', first: ELECTION },
  { says: 'the old place of a tone finds the new', query: 'khóa xv', first: ELECTION },
  { says: 'a number for a numeral', query: 'khóa 15', first: [], holds: /khóa XV|khoá XV/, finds: ELECTION },
  { says: 'the number of a document', query: '133/2020/NQ-UBTVQH14', first: [ELECTION_MEETING], total: 1 },
  { says: 'the end of it', query: 'NQ-UBTVQH14', first: [ELECTION_MEETING], total: 1 },
  { says: 'a directive', query: '45-CT/TW', first: [ELECTION_MEETING], total: 1 },
  { says: 'a directive with what it is', query: 'chỉ thị 45-CT/TW', first: [ELECTION_MEETING], total: 1 },
  { says: 'a day', query: '12/03/2021', first: [ELECTION_MEETING] },
  { says: 'a day with hyphens', query: '12-3-2021', first: [ELECTION_MEETING] },
  { says: 'a month', query: 'tháng 3/2021', first: [ELECTION_MEETING, ELECTION_MEETING] },
  { says: 'a person in capitals', query: 'TRẦN TIẾN DŨNG', first: [ELECTION_MEETING], total: 1 },
  { says: 'what was half typed', query: 'bàn ph', isTyping: true, first: [KEYBOARD], title: 'Dùng trang chỉ với [bàn ph]ím' },
  { says: 'a standing page', query: 'quyền riêng tư', first: ['Quyền riêng tư'], title: '[Quyền riêng tư]' },
  { says: 'contact, which others speak of', query: 'liên hệ', first: ['Liên hệ'], title: '[Liên hệ]' },
  { says: 'nothing', query: 'xyzzy', first: [], total: 0 },
];

export const QUERIES: Query[] = [
  ...GENERATED.map((row): Query => ({ ...row, content: 'generated' })),
  ...GENERATED.map((row): Query => ({ ...row, content: 'large' })),
  ...EMBEDDED.map((row): Query => ({ ...row, content: 'embedded' })),
];
