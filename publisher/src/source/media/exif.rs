//! EXIF, the notes of a camera: which way up a picture is, and where it was taken.
//!
//! A block of TIFF: a header and directories of entries, twelve bytes each. Damaged ones are read as far as they go.

const ORIENTATION: u16 = 0x0112;
const PLACE: u16 = 0x8825;

/// The picture's directory and its thumbnail's.
const DIRECTORIES: usize = 2;

/// Entries about a place whose values are cleared; the standard has 32.
const MOST_NOTES: usize = 64;

const ENTRY: usize = 12;

/// How browsers turn the picture, 1 to 8 as the standard counts; 1 for not at all.
pub(super) fn orientation(tiff: &[u8]) -> u16 {
    let read = || {
        let order = Order::of(tiff)?;
        let directory = order.directory(tiff, order.offset(tiff, 4)?)?;
        let entry = directory.entries(tiff).find(|entry| order.word(tiff, *entry) == Some(ORIENTATION))?;
        order.word(tiff, entry + 8)
    };
    read().filter(|orientation| (1..=8).contains(orientation)).unwrap_or(1)
}

/// Whether a picture that is turned so has its width as its height.
pub fn is_sideways(orientation: u16) -> bool {
    matches!(orientation, 5..=8)
}

/// Takes the place out; everything else stays where it is. Whether there was one.
pub(super) fn clear_place(tiff: &mut [u8]) -> bool {
    let Some(order) = Order::of(tiff) else { return false };
    let mut next = order.offset(tiff, 4);
    let mut had_place = false;
    for _ in 0..DIRECTORIES {
        let Some(directory) = next.and_then(|start| order.directory(tiff, start)) else { break };
        next = order.offset(tiff, directory.end());
        let is_place = |tiff: &[u8], entry: usize| order.word(tiff, entry) == Some(PLACE);
        if let Some(entry) = directory.entries(tiff).find(|entry| is_place(tiff, *entry)) {
            had_place = true;
            if let Some(notes) = order.offset(tiff, entry + 8).and_then(|start| order.directory(tiff, start)) {
                order.clear_notes(tiff, notes);
            }
            order.remove(tiff, directory, entry);
        }
    }
    had_place
}

/// A directory that begins with the number of its entries.
#[derive(Clone, Copy)]
struct Directory {
    start: usize,
    count: usize,
}

impl Directory {
    /// Where each entry begins.
    fn entries(self, tiff: &[u8]) -> impl Iterator<Item = usize> + use<> {
        let length = tiff.len();
        let entries = (0..self.count).map(move |position| self.start + 2 + position * ENTRY);
        entries.take_while(move |entry| entry + ENTRY <= length)
    }

    /// Behind the entries, where the next directory is named.
    fn end(self) -> usize {
        self.start + 2 + self.count * ENTRY
    }
}

/// Which byte of a number comes first.
#[derive(Clone, Copy)]
enum Order {
    Big,
    Little,
}

impl Order {
    fn of(tiff: &[u8]) -> Option<Self> {
        match tiff.first_chunk::<4>()? {
            b"MM\0*" => Some(Self::Big),
            b"II*\0" => Some(Self::Little),
            _ => None,
        }
    }

    fn word(self, tiff: &[u8], at: usize) -> Option<u16> {
        let bytes = *tiff.get(at..)?.first_chunk::<2>()?;
        Some(match self {
            Self::Big => u16::from_be_bytes(bytes),
            Self::Little => u16::from_le_bytes(bytes),
        })
    }

    fn offset(self, tiff: &[u8], at: usize) -> Option<usize> {
        let bytes = *tiff.get(at..)?.first_chunk::<4>()?;
        let offset = match self {
            Self::Big => u32::from_be_bytes(bytes),
            Self::Little => u32::from_le_bytes(bytes),
        };
        usize::try_from(offset).ok()
    }

    fn directory(self, tiff: &[u8], start: usize) -> Option<Directory> {
        let count = self.word(tiff, start)?;
        Some(Directory { start, count: usize::from(count) })
    }

    /// Zeroes a directory and what its entries point to.
    fn clear_notes(self, tiff: &mut [u8], notes: Directory) {
        let values = notes.entries(tiff).take(MOST_NOTES).filter_map(|entry| {
            let count = self.offset(tiff, entry + 4)?;
            let length = count.saturating_mul(value_length(self.word(tiff, entry + 2)?));
            (length > 4).then_some((self.offset(tiff, entry + 8)?, length))
        });
        for (start, length) in values.collect::<Vec<_>>() {
            clear(tiff, start, length);
        }
        clear(tiff, notes.start, notes.end() - notes.start);
    }

    /// Closes the gap that an entry leaves in its directory.
    fn remove(self, tiff: &mut [u8], directory: Directory, entry: usize) {
        let end = tiff.len().min(directory.end() + 4);
        if let Some(rest) = tiff.get_mut(entry..end) {
            rest.rotate_left(ENTRY.min(rest.len()));
        }
        clear(tiff, end.saturating_sub(ENTRY), ENTRY);
        let count = u16::try_from(directory.count.saturating_sub(1)).unwrap_or_default();
        let bytes = match self {
            Self::Big => count.to_be_bytes(),
            Self::Little => count.to_le_bytes(),
        };
        if let Some(first) = tiff.get_mut(directory.start..).and_then(<[u8]>::first_chunk_mut) {
            *first = bytes;
        }
    }
}

fn clear(bytes: &mut [u8], start: usize, length: usize) {
    let end = bytes.len().min(start.saturating_add(length));
    if let Some(part) = bytes.get_mut(start..end) {
        part.fill(0);
    }
}

/// The bytes of one value of a type.
fn value_length(kind: u16) -> usize {
    match kind {
        3 | 8 => 2,
        4 | 9 | 11 | 13 => 4,
        5 | 10 | 12 => 8,
        _ => 1,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// What only the place holds.
    pub const SECRET: &[u8] = b"21,01,42";

    /// An orientation, a place (a text and its reference) and a copyright.
    pub fn exif(big: bool, orientation: u16) -> Vec<u8> {
        let word = |number: u16| if big { number.to_be_bytes() } else { number.to_le_bytes() };
        let long = |number: u32| if big { number.to_be_bytes() } else { number.to_le_bytes() };
        let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
            [word(tag).as_slice(), &word(kind), &long(count), &value].concat()
        };
        let [high, low] = word(orientation);
        let mut tiff = if big { b"MM\0*".to_vec() } else { b"II*\0".to_vec() };
        tiff.extend(long(8));
        tiff.extend(word(3));
        tiff.extend(entry(ORIENTATION, 3, 1, [high, low, 0, 0]));
        tiff.extend(entry(PLACE, 4, 1, long(50)));
        tiff.extend(entry(0x8298, 2, 4, *b"Vua\0"));
        tiff.extend(long(0));
        assert_eq!(tiff.len(), 50);
        tiff.extend(word(2));
        tiff.extend(entry(1, 2, 2, *b"N\0\0\0"));
        tiff.extend(entry(2, 2, SECRET.len() as u32, long(80)));
        tiff.extend(long(0));
        tiff.extend(SECRET);
        tiff
    }

    pub fn holds(bytes: &[u8], part: &[u8]) -> bool {
        bytes.windows(part.len()).any(|window| window == part)
    }

    #[test]
    fn the_place_goes_and_all_else_stays() {
        for big in [true, false] {
            for orientation in 0..10 {
                let mut tiff = exif(big, orientation);
                let length = tiff.len();
                let expected = if (1..=8).contains(&orientation) { orientation } else { 1 };
                assert_eq!(super::orientation(&tiff), expected, "{orientation}");
                assert!(clear_place(&mut tiff));
                assert!(!holds(&tiff, SECRET) && !holds(&tiff, b"N\0") && holds(&tiff, b"Vua"));
                assert_eq!((super::orientation(&tiff), tiff.len()), (expected, length));
                assert!(!clear_place(&mut tiff), "twice");
            }
        }
    }

    #[test]
    fn damage_is_survived() {
        let whole = exif(true, 6);
        for length in 0..whole.len() {
            let mut cut = whole[..length].to_vec();
            let _ = (orientation(&cut), clear_place(&mut cut));
            assert!(length < 40 || !holds(&cut, SECRET), "{length}");
        }
        for position in 0..whole.len() {
            for value in [0, 1, 0x7f, 0xff] {
                let mut bent = whole.clone();
                bent[position] = value;
                let _ = (orientation(&bent), clear_place(&mut bent));
            }
        }
    }
}
