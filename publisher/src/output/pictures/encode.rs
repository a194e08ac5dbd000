//! Files of pixels: WebP by libwebp, whose decoder is not used; JPEG and PNG for who cannot read that.
//!
//! Nothing but pixels and a profile of colours gets in. The same pixels are the same bytes.

use std::borrow::Cow;

use jpeg_encoder::{ColorType as JpegColours, SamplingFactor};
use webp::{PixelLayout, WebPConfig};

use crate::source::media::container::read_webp;

/// Below these, leaves and faces are washed out (decision 0072).
const WEBP_QUALITY: f32 = 80.0;
const JPEG_QUALITY: u8 = 80;

/// A chunk's flags in `VP8X`.
const HAS_PROFILE: u8 = 0x20;
const HAS_OPACITY: u8 = 0x10;

/// Pixels to be written: of a known size, upright.
pub struct Raster<'a> {
    pub bytes: &'a [u8],
    pub width: u32,
    pub height: u32,
    pub is_transparent: bool,
    pub profile: Option<&'a [u8]>,
}

/// The smaller of what looks the same and, where `may_be_exact`, what is the same.
pub fn webp(raster: &Raster<'_>, may_be_exact: bool) -> Option<Vec<u8>> {
    let lossy = encode_webp(raster, false, may_be_exact)?;
    let exact = may_be_exact.then(|| encode_webp(raster, true, may_be_exact)).flatten();
    let smaller = exact.filter(|exact| exact.len() < lossy.len()).unwrap_or(lossy);
    match raster.profile {
        Some(profile) => with_profile(raster, &smaller, profile),
        None => Some(smaller),
    }
}

fn encode_webp(raster: &Raster<'_>, is_exact: bool, is_drawn: bool) -> Option<Vec<u8>> {
    let mut config = WebPConfig::new().ok()?;
    (config.lossless, config.quality) = if is_exact { (1, 75.0) } else { (0, WEBP_QUALITY) };
    config.method = 4;
    // Red letters on white keep their edges; of a photograph it costs as long again and is not seen.
    config.use_sharp_yuv = i32::from(is_drawn);
    let layout = if raster.is_transparent { PixelLayout::Rgba } else { PixelLayout::Rgb };
    let encoder = webp::Encoder::new(raster.bytes, layout, raster.width, raster.height);
    encoder.encode_advanced(&config).ok().map(|bytes| bytes.to_vec())
}

/// A WebP in the form that has room for a profile (RFC 9649, section 2.7).
fn with_profile(raster: &Raster<'_>, webp: &[u8], profile: &[u8]) -> Option<Vec<u8>> {
    let edge = |pixels: u32| pixels.saturating_sub(1).to_le_bytes().into_iter().take(3);
    let flags = HAS_PROFILE | if raster.is_transparent { HAS_OPACITY } else { 0 };
    let head = [flags, 0, 0, 0].into_iter().chain(edge(raster.width)).chain(edge(raster.height)).collect::<Vec<_>>();
    let mut body = b"WEBP".to_vec();
    write_chunk(&mut body, *b"VP8X", &head);
    write_chunk(&mut body, *b"ICCP", profile);
    for (kind, part) in read_webp(webp)?.into_iter().filter(|(kind, _)| kind != b"VP8X") {
        write_chunk(&mut body, kind, webp.get(part)?);
    }
    let mut whole = Vec::with_capacity(body.len() + 8);
    write_chunk(&mut whole, *b"RIFF", &body);
    Some(whole)
}

fn write_chunk(file: &mut Vec<u8>, kind: [u8; 4], data: &[u8]) {
    file.extend(kind);
    file.extend(u32::try_from(data.len()).unwrap_or_default().to_le_bytes());
    file.extend(data);
    file.extend(std::iter::repeat_n(0, data.len() % 2));
}

/// Of an opaque picture.
pub fn jpeg(raster: &Raster<'_>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut bytes, JPEG_QUALITY);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_sampling_factor(SamplingFactor::F_2_2);
    if let Some(profile) = raster.profile {
        encoder.add_icc_profile(profile).ok()?;
    }
    let (width, height) = (u16::try_from(raster.width).ok()?, u16::try_from(raster.height).ok()?);
    encoder.encode(raster.bytes, width, height, JpegColours::Rgb).ok()?;
    Some(bytes)
}

pub fn png(raster: &Raster<'_>) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut info = png::Info::with_size(raster.width, raster.height);
    info.color_type = if raster.is_transparent { png::ColorType::Rgba } else { png::ColorType::Rgb };
    info.bit_depth = png::BitDepth::Eight;
    info.icc_profile = raster.profile.map(Cow::Borrowed);
    let mut encoder = png::Encoder::with_info(&mut bytes, info).ok()?;
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().ok()?;
    writer.write_image_data(raster.bytes).ok()?;
    writer.finish().ok()?;
    Some(bytes)
}
