// Search queries and the results they must give: the table that tests relevance.
//
// The generated content has one article for each of these words (tests/fixtures/src/searchable.rs), among many that hold them too.

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
  section?: string;
  year?: string;
  total?: number;
}

const word = (text: string) => `Bài thử tìm kiếm: từ “${text}”`;
const IN_TITLE = 'Bài thử tìm kiếm: chuồn chuồn ở tiêu đề';
const IN_BODY = 'Bài thử tìm kiếm: một từ chỉ có trong thân bài';
const MA = ['ma', 'mà', 'má', 'mả', 'mã', 'mạ'].map(word);

const ELECTION_MEETING =
  'Ủy ban bầu cử tỉnh Lai Châu tổ chức họp về triển khai công tác bầu cử đại biểu Quốc hội khóa XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026';
const ELECTION_TRAINING = 'Hội nghị tập huấn nghiệp vụ công tác bầu cử đại biểu Quốc hội khoá XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026';
const ELECTION_SUMMARY = 'Tổng kết công tác bầu cử đại biểu Quốc hội khoá XV và đại biểu HĐND các cấp nhiệm kỳ 2021-2026';
const BORDER = 'Hội nghị hiệp thương giải quyết địa giới hành chính giữa hai tỉnh Lai Châu và Sơn La';
const CONTEST = 'Kế hoạch tổ chức Hội thi “Dân vận khéo” khối chính quyền tỉnh Lai Châu lần thứ II, năm 2020';
/** Says “bau cu” so, as an example: it has the exact form. */
const GUIDE = 'Tìm kiếm trên trang';
const KEYBOARD = 'Dùng trang chỉ với bàn phím';

export const QUERIES: Query[] = [
  // One syllable in six tones: the one asked for comes first, the others are found.
  ...['ma', 'mà', 'má', 'mả', 'mã', 'mạ'].map((tone): Query => ({ says: 'the tone asked for comes first', query: tone, content: 'generated', first: [word(tone)], finds: MA })),
  { says: 'upper case', query: 'MÃ', content: 'generated', first: [word('mã')], finds: MA },
  { says: 'decomposed letters', query: 'mã'.normalize('NFD'), content: 'generated', first: [word('mã')], finds: MA },
  { says: 'a text that was written in decomposed letters', query: 'quạt thóc', content: 'generated', first: [word('quạt thóc')] },
  { says: 'no diacritics', query: 'quat thoc', content: 'generated', first: [word('quạt thóc')] },
  { says: 'đ', query: 'đường', content: 'generated', first: [], holds: /đường/ },
  { says: 'd as it is written', query: 'duong', content: 'generated', first: [word('duong')] },
  { says: 'upper case Đ', query: 'ĐƯỜNG', content: 'generated', first: [], holds: /đường/i },
  { says: 'the old place of the tone', query: 'hòa', content: 'generated', first: [], holds: /hòa|hoà/ },
  { says: 'the new place of the tone', query: 'hoà', content: 'generated', first: [], holds: /hòa|hoà/ },
  { says: 'a title before a body', query: 'chuồn chuồn', content: 'generated', first: [IN_TITLE, IN_BODY], total: 2 },
  { says: 'a section', query: 'chuồn chuồn', content: 'generated', first: [IN_BODY], section: 'thong-bao', total: 1 },
  { says: 'a year', query: 'chuon chuon', content: 'generated', first: [IN_TITLE], year: '2018', total: 1 },
  { says: 'a section and a year that have it not', query: 'chuồn chuồn', content: 'generated', first: [], section: 'thong-bao', year: '2018', total: 0 },
  // The department's own news.
  { says: 'a phrase', query: 'bầu cử', content: 'embedded', first: [[ELECTION_MEETING, ELECTION_TRAINING, ELECTION_SUMMARY]] },
  { says: 'a phrase without diacritics', query: 'bau cu', content: 'embedded', first: [GUIDE, [ELECTION_MEETING, ELECTION_TRAINING, ELECTION_SUMMARY]] },
  { says: 'several words', query: 'tập huấn nghiệp vụ', content: 'embedded', first: [ELECTION_TRAINING] },
  { says: 'several words without diacritics', query: 'tap huan nghiep vu', content: 'embedded', first: [ELECTION_TRAINING] },
  { says: 'a word with đ, typed without', query: 'dia gioi hanh chinh', content: 'embedded', first: [BORDER] },
  { says: 'a word with đ', query: 'địa giới hành chính', content: 'embedded', first: [BORDER] },
  { says: 'a phrase of a title', query: 'Dân vận khéo', content: 'embedded', first: [CONTEST] },
  { says: 'a phrase of a title without diacritics', query: 'dan van kheo', content: 'embedded', first: [CONTEST] },
  { says: 'a place', query: 'Sơn La', content: 'embedded', first: [BORDER] },
  { says: 'an abbreviation', query: 'hđnd', content: 'embedded', first: [[ELECTION_MEETING, ELECTION_TRAINING, ELECTION_SUMMARY]] },
  { says: 'an abbreviation without đ', query: 'HDND', content: 'embedded', first: [[ELECTION_MEETING, ELECTION_TRAINING, ELECTION_SUMMARY]] },
  { says: 'a term of office', query: '2021-2026', content: 'embedded', first: [[ELECTION_MEETING, ELECTION_TRAINING, ELECTION_SUMMARY]] },
  { says: 'the new place of a tone finds the old', query: 'khoá xv', content: 'embedded', first: [[ELECTION_MEETING, ELECTION_TRAINING, ELECTION_SUMMARY]], finds: [ELECTION_MEETING, ELECTION_TRAINING] },
  { says: 'the old place of a tone finds the new', query: 'khóa xv', content: 'embedded', first: [[ELECTION_MEETING, ELECTION_TRAINING, ELECTION_SUMMARY]], finds: [ELECTION_MEETING, ELECTION_TRAINING] },
  { says: 'what was half typed', query: 'bàn ph', content: 'embedded', first: [KEYBOARD] },
  { says: 'a standing page', query: 'quyền riêng tư', content: 'embedded', first: ['Quyền riêng tư'] },
  { says: 'nothing', query: 'xyzzy', content: 'embedded', first: [], total: 0 },
];
