//! Styles in a picture: read as tokens, as a browser reads them, so that escapes and comments hide nothing.

use cssparser::{Parser, ParserInput, Token};

/// Brackets within brackets. Real styles have three or four; endless ones would overflow the stack.
const MAX_DEPTH: usize = 32;

/// Rules that load nothing.
const RULES: &[&str] = &["-webkit-keyframes", "charset", "keyframes", "media", "supports"];

/// Functions that load nothing: colours, numbers, transforms, effects, shapes, selectors.
const FUNCTIONS: &[&str] = &[
    "blur",
    "brightness",
    "calc",
    "circle",
    "clamp",
    "color",
    "color-mix",
    "contrast",
    "cubic-bezier",
    "device-cmyk",
    "drop-shadow",
    "ellipse",
    "grayscale",
    "hsl",
    "hsla",
    "hue-rotate",
    "hwb",
    "icc-color",
    "inset",
    "invert",
    "is",
    "lab",
    "lang",
    "lch",
    "matrix",
    "matrix3d",
    "max",
    "min",
    "not",
    "nth-child",
    "nth-last-child",
    "nth-of-type",
    "oklab",
    "oklch",
    "opacity",
    "path",
    "perspective",
    "polygon",
    "rect",
    "rgb",
    "rgba",
    "rotate",
    "rotate3d",
    "rotatex",
    "rotatey",
    "rotatez",
    "saturate",
    "scale",
    "scale3d",
    "scalex",
    "scaley",
    "sepia",
    "skew",
    "skewx",
    "skewy",
    "steps",
    "translate",
    "translate3d",
    "translatex",
    "translatey",
    "translatez",
    "var",
    "where",
];

/// A value, a list of declarations or a whole sheet; the error is what it must not hold.
pub(super) fn check(style: &str) -> Result<(), String> {
    // Most attributes are numbers and names.
    if !style.contains(['(', '\\', '@']) {
        return Ok(());
    }
    let mut input = ParserInput::new(style);
    let mut found = None;
    check_block(&mut Parser::new(&mut input), 0, false, &mut found);
    found.map_or(Ok(()), Err)
}

fn check_block(parser: &mut Parser<'_, '_>, depth: usize, is_address: bool, found: &mut Option<String>) {
    while found.is_none() {
        let Ok(token) = parser.next_including_whitespace_and_comments() else { return };
        let mut opens_address = false;
        let opens = match token {
            Token::UnquotedUrl(address) if !address.starts_with('#') => {
                return *found = Some(format!("url({address})"));
            }
            Token::QuotedString(address) if is_address && !address.starts_with('#') => {
                return *found = Some(format!("url({address})"));
            }
            Token::BadUrl(address) => return *found = Some(format!("url({address})")),
            Token::AtKeyword(name) if !is_one_of(RULES, name) => return *found = Some(format!("@{name}")),
            Token::Function(name) if name.eq_ignore_ascii_case("url") => {
                opens_address = true;
                true
            }
            Token::Function(name) if !is_one_of(FUNCTIONS, name) => return *found = Some(format!("{name}()")),
            Token::Function(_) | Token::ParenthesisBlock | Token::SquareBracketBlock | Token::CurlyBracketBlock => true,
            _ => false,
        };
        if opens && depth >= MAX_DEPTH {
            return *found = Some("(((…".to_owned());
        }
        if opens {
            let inside = parser.parse_nested_block(|inside| {
                check_block(inside, depth + 1, opens_address, found);
                Ok::<_, cssparser::ParseError<'_, ()>>(())
            });
            // The block's own end is the only thing that can be missing, and a browser adds it.
            let _ = inside;
        }
    }
}

fn is_one_of(list: &[&str], name: &str) -> bool {
    list.iter().any(|known| known.eq_ignore_ascii_case(name))
}
