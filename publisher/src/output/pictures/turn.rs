//! Turns pixels as the camera noted it (EXIF 2.32, tag 0x0112).

/// Turns an upright picture's rows: returns the pixels, `depth` bytes each, with their width and height.
pub fn turned(bytes: &[u8], (width, height): (u32, u32), depth: usize, orientation: u16) -> (Vec<u8>, (u32, u32)) {
    let is_sideways = crate::source::media::exif::is_sideways(orientation);
    let size = if is_sideways { (height, width) } else { (width, height) };
    // Where the pixel at a place comes from.
    let source = |x: u32, y: u32| match orientation {
        2 => (width - 1 - x, y),
        3 => (width - 1 - x, height - 1 - y),
        4 => (x, height - 1 - y),
        5 => (y, x),
        6 => (y, height - 1 - x),
        7 => (width - 1 - y, height - 1 - x),
        8 => (width - 1 - y, x),
        _ => (x, y),
    };
    let mut made = Vec::with_capacity(bytes.len());
    for y in 0..size.1 {
        for x in 0..size.0 {
            let (x, y) = source(x, y);
            let start = (y as usize * width as usize + x as usize) * depth;
            made.extend_from_slice(bytes.get(start..start + depth).unwrap_or_default());
        }
    }
    (made, size)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_orientation_is_turned_upright() {
        // An F lying as a camera keeps it, by orientation; `#` and `.` are pixels.
        for (orientation, kept) in [
            (1, ["##", "#.", "##", "#."].as_slice()),
            (2, &["##", ".#", "##", ".#"]),
            (3, &[".#", "##", ".#", "##"]),
            (4, &["#.", "##", "#.", "##"]),
            (5, &["####", "#.#."]),
            (6, &["#.#.", "####"]),
            (7, &[".#.#", "####"]),
            (8, &["####", ".#.#"]),
        ] {
            let (width, height) = (kept[0].len() as u32, kept.len() as u32);
            let (bytes, size) = turned(kept.concat().as_bytes(), (width, height), 1, orientation);
            assert_eq!((String::from_utf8(bytes).unwrap().as_str(), size), ("###.###.", (2, 4)), "{orientation}");
        }
    }
}
