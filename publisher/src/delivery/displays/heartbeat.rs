//! Reads a heartbeat: hostile text until it is checked. What is too long to show is cut; what makes no sense is refused,
//! with the field's name.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use chrono::DateTime;
use imagesize::ImageType;
use portal_app::path::word::Slug;

use super::message::{Heartbeat, LARGEST_PICTURE, LONGEST_DETAIL, LONGEST_NAME};

/// Characters of a site's or an edition's name, of a version, of a kind of fault.
const LONGEST_ORIGIN: usize = 200;
const LONGEST_ID: usize = 80;
const LONGEST_WORD: usize = 40;

/// The most kinds of faults that hold at once.
const MOST_FAULTS: usize = 16;

/// Longer sides than any screen's: a small file may claim to be a picture of gigabytes.
const LONGEST_SIDE: usize = 4_096;

/// The highest number that every JSON reader keeps exactly: orders are counted up from what a display names.
const HIGHEST_ORDER: u64 = (1 << 53) - 1;

/// A heartbeat, checked and cut, with the picture apart.
pub(super) struct Heard {
    pub name: Slug,
    pub heartbeat: Heartbeat,
    pub picture: Option<Picture>,
}

/// A JPEG and its size.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picture {
    pub bytes: Vec<u8>,
    pub width: usize,
    pub height: usize,
}

/// Reads the body of a heartbeat; the error is a sentence for whoever looks after the display.
pub(super) fn read(body: &[u8]) -> Result<Heard, String> {
    let mut json = serde_json::Deserializer::from_slice(body);
    let mut heartbeat: Heartbeat = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let field = error.path().to_string();
        let reason = cut(&error.inner().to_string(), LONGEST_DETAIL);
        if field == "." { reason } else { format!("{field}: {reason}") }
    })?;
    json.end().map_err(|error| error.to_string())?;
    let name = Slug::new(heartbeat.display.as_str()).filter(|name| name.as_str().len() <= LONGEST_NAME);
    let name = name.ok_or_else(|| format!("display: not a slug (a-z, 0-9 and -) of at most {LONGEST_NAME} bytes"))?;
    let picture = heartbeat.picture.take().map(|picture| read_picture(&picture)).transpose()?;
    let times = [
        ("at", Some(&heartbeat.at)),
        ("edition.made_at", heartbeat.edition.as_ref().map(|edition| &edition.made_at)),
        ("fault.at", heartbeat.fault.as_ref().map(|fault| &fault.at)),
    ];
    for (field, time) in times {
        if time.is_some_and(|time| DateTime::parse_from_rfc3339(time).is_err()) {
            return Err(format!("{field}: not a time as in RFC 3339 (2026-11-02T08:00:00+07:00)"));
        }
    }
    if heartbeat.done > HIGHEST_ORDER {
        return Err(format!("done: above {HIGHEST_ORDER}"));
    }
    shorten(&mut heartbeat);
    Ok(Heard { name, heartbeat, picture })
}

fn read_picture(base64: &str) -> Result<Picture, String> {
    let bytes = STANDARD.decode(base64).map_err(|error| format!("picture: not base64: {error}"))?;
    if bytes.len() > LARGEST_PICTURE {
        return Err(format!("picture: {} bytes, more than {LARGEST_PICTURE}", bytes.len()));
    }
    let is_jpeg = imagesize::image_type(&bytes).is_ok_and(|kind| kind == ImageType::Jpeg);
    let size = imagesize::blob_size(&bytes).ok().filter(|_| is_jpeg);
    let size = size.ok_or("picture: not a JPEG")?;
    let sides = 1..=LONGEST_SIDE;
    if !sides.contains(&size.width) || !sides.contains(&size.height) {
        return Err(format!("picture: {} × {}, more than {LONGEST_SIDE} a side", size.width, size.height));
    }
    Ok(Picture { bytes, width: size.width, height: size.height })
}

fn shorten(heartbeat: &mut Heartbeat) {
    let cut_to = |text: &mut String, limit| *text = cut(text, limit);
    cut_to(&mut heartbeat.site, LONGEST_ORIGIN);
    cut_to(&mut heartbeat.version, LONGEST_WORD);
    if let Some(edition) = &mut heartbeat.edition {
        cut_to(&mut edition.id, LONGEST_ID);
    }
    if let Some(fault) = &mut heartbeat.fault {
        cut_to(&mut fault.kind, LONGEST_WORD);
        cut_to(&mut fault.detail, LONGEST_DETAIL);
    }
    heartbeat.faults_now.truncate(MOST_FAULTS);
    heartbeat.faults_now.iter_mut().for_each(|kind| cut_to(kind, LONGEST_WORD));
    if let Some(screen) = &mut heartbeat.screen {
        cut_to(screen, LONGEST_WORD);
    }
}

/// At most so many characters, without control characters.
fn cut(text: &str, limit: usize) -> String {
    let plain = text.chars().map(|c| if c.is_control() { ' ' } else { c });
    if text.chars().count() <= limit {
        return plain.collect();
    }
    plain.take(limit.saturating_sub(1)).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn heartbeat(change: impl FnOnce(&mut Value)) -> Vec<u8> {
        let mut told = json!({
            "display": "sanh-tang-1", "site": "https://snv.example.vn", "version": "1.4.0",
            "at": "2026-11-02T08:00:00+07:00", "seconds_up": 60,
            "edition": { "id": "1f2e", "made_at": "2026-11-02T07:30:00+07:00" },
            "memory_mb": { "own": 18, "browser": 412 }, "restarts": 0, "done": 0,
        });
        change(&mut told);
        told.to_string().into_bytes()
    }

    /// The head of a JPEG that claims a size.
    fn jpeg([width, height]: [u16; 2]) -> String {
        let ([a, b], [c, d]) = (height.to_be_bytes(), width.to_be_bytes());
        let frame = [0xff, 0xc0, 0, 17, 8, a, b, c, d, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1];
        STANDARD.encode([&[0xff, 0xd8][..], &frame, &[0xff, 0xd9]].concat())
    }

    #[test]
    fn what_makes_no_sense_is_refused_by_its_field() {
        assert!(read(&heartbeat(|_| ())).is_ok());
        type Change = fn(&mut Value);
        for (change, reason) in [
            ((|told| told["display"] = json!("Sảnh 1")) as Change, "display: not a slug"),
            (|told| told["display"] = json!("a".repeat(65)), "display: not a slug"),
            (|told| told["display"] = json!(["a"]), "display: invalid type: sequence"),
            (|told| told["memory_mb"]["own"] = json!(-1), "memory_mb.own: invalid value"),
            (|told| told["memory_mb"] = json!({ "own": 1 }), "memory_mb: missing field `browser`"),
            (|told| drop(told.as_object_mut().unwrap().remove("done")), "missing field `done`"),
            (|told| told["done"] = json!(u64::MAX), "done: above"),
            (|told| told["at"] = json!("hôm qua"), "at: not a time"),
            (|told| told["edition"]["made_at"] = json!(""), "edition.made_at: not a time"),
            (|told| told["fault"] = json!({ "at": "x", "kind": "", "detail": "" }), "fault.at: not a time"),
            (|told| told["faults_now"] = json!([1]), "faults_now[0]: invalid type"),
            (|told| told["picture"] = json!("???"), "picture: not base64"),
            (|told| told["picture"] = json!(STANDARD.encode("<svg/>")), "picture: not a JPEG"),
            (|told| told["picture"] = json!(STANDARD.encode(vec![0; 65_537])), "picture: 65537 bytes"),
            (|told| told["picture"] = json!(jpeg([65_000, 65_000])), "picture: 65000 × 65000"),
        ] {
            let refused = read(&heartbeat(change)).err().unwrap_or_default();
            assert!(refused.starts_with(reason), "{refused:?} is not {reason}");
        }
        for body in ["", "{", "[]", "null", "\u{0}", "{\"display\":\"a\",\"display\":\"b\"}"] {
            assert!(read(body.as_bytes()).is_err(), "{body}");
        }
        assert!(read(&[b"[".repeat(10_000), b"]".repeat(10_000)].concat()).is_err());
        assert!(read(&[heartbeat(|_| ()), b"{}".to_vec()].concat()).is_err(), "two in one");
    }

    #[test]
    fn what_is_too_long_is_cut_and_a_picture_is_apart() {
        let heard = read(&heartbeat(|told| {
            told["version"] = json!("1\n2\u{0}3");
            told["edition"]["id"] = json!("ư".repeat(500));
            told["fault"] = json!({ "at": "2026-11-02T08:00:00Z", "kind": "x".repeat(99), "detail": "ệ".repeat(999) });
            told["faults_now"] = json!(vec!["disk-full"; 99]);
            told["picture"] = json!(jpeg([320, 180]));
        }));
        let Heard { heartbeat, picture, .. } = heard.unwrap();
        assert_eq!(heartbeat.version, "1 2 3");
        assert_eq!(heartbeat.edition.unwrap().id, format!("{}…", "ư".repeat(79)));
        let fault = heartbeat.fault.unwrap();
        assert_eq!([fault.kind.chars().count(), fault.detail.chars().count()], [40, 300]);
        assert_eq!((heartbeat.faults_now.len(), heartbeat.picture), (16, None));
        let picture = picture.unwrap();
        assert_eq!([picture.width, picture.height], [320, 180]);
    }
}
