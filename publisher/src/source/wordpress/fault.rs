//! Why a WordPress cannot be read, in sentences.

use std::io;

use reqwest::StatusCode;

use crate::source::http::Failure;
use crate::source::problem::Fault;

const LATER: &str = "What was read before stays as it was: try again later, and look at the address in a browser.";

pub fn of_failure(failure: Failure) -> Fault {
    match failure {
        Failure::Timeout => Fault::new("it does not answer in time", LATER),
        Failure::Unreachable(reason) => Fault::new(format!("it cannot be reached ({reason})"), LATER),
        Failure::TooLarge => Fault::new("its answer is larger than anything that is read", LATER),
        Failure::Login(to) => Fault::new(
            format!("it leads to a page for logging in ({to})"),
            "Let its REST API be read by anybody: a plugin or the web server asks for a password.",
        ),
        Failure::Away(to) => Fault::new(
            format!("it leads to another address ({to})"),
            "If the site has moved, write that address as `url` in sources.toml.",
        ),
    }
}

pub fn of_status(status: StatusCode, code: Option<&str>) -> Fault {
    let code = code.unwrap_or("-");
    Fault::new(format!("it answers {} ({code})", status.as_u16()), LATER)
}

/// Of a file that a text names.
pub fn of_file(status: StatusCode) -> Fault {
    let help = "Correct in WordPress the text that names it: the text is published without it.";
    Fault::new(format!("this file is not to be had ({})", status.as_u16()), help)
}

pub fn web_page() -> Fault {
    Fault::new("it answers with a web page in place of its data", LATER)
}

pub fn malformed(reason: &str) -> Fault {
    Fault::new(format!("what it answers cannot be understood ({reason})"), LATER)
}

pub fn no_wordpress() -> Fault {
    Fault::new(
        "there is no REST API of a WordPress",
        "Write the address of its home page as `url` in sources.toml; a plugin may have switched the API off.",
    )
}

pub fn of_disk(error: &io::Error) -> Fault {
    if error.kind() == io::ErrorKind::WouldBlock {
        return Fault::new("another sync is running", "Wait until it has ended.");
    }
    Fault::new(
        format!("the store cannot be written ({error})"),
        "See that there is room on the disk and that the content folder may be written.",
    )
}
