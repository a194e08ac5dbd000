//! What is wrong with the storage, its keys or its settings, and what is said of it.

use std::fs;

use hyper::StatusCode;
use portal_publisher::storage::bucket::Settings;
use portal_publisher::storage::{Upload, Uploaded};

use super::bucket_site::{BucketSite, PATIENCE};
use super::server::{BUCKET, KEY, SECRET, Storage};

/// Uploads with some variables set otherwise; empty ones are left out.
fn upload(site: &BucketSite, storage: &Storage, to: &str, other: &[(&str, &str)]) -> Result<Uploaded, String> {
    let mut variables = storage.variables();
    variables.extend(other.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
    let is_last = |name: &str| other.iter().find(|(known, _)| *known == name);
    variables.retain(|(name, value)| is_last(name).is_none_or(|(_, other)| other == value));
    let settings = variables.into_iter().collect::<Settings>();
    let (out, to) = (site.workshop.out(), to.parse().unwrap());
    let upload = Upload { out: &out, to: &to, settings: &settings, patience: PATIENCE, only_tells: false };
    upload.run().map_err(|error| error.to_string())
}

#[test]
fn what_is_wrong_is_told_with_what_to_do_and_without_secrets() {
    let (storage, site) = (Storage::start(), BucketSite::new(""));
    let to = format!("s3://{BUCKET}");
    // No port above zero is bound to nobody for sure; the first one is nobody's.
    let nobody = ("AWS_ENDPOINT_URL", "http://127.0.0.1:1");
    // No resolver has to be asked: a label has 63 letters at most.
    let nowhere = ("AWS_ENDPOINT_URL", &*format!("http://{}.example", "a".repeat(64)));
    for (other, expected) in [
        (&[("AWS_ACCESS_KEY_ID", "AKIASAI")][..], "does not take the key ("),
        (&[("AWS_SECRET_ACCESS_KEY", "sai")], "does not take the key (SignatureDoesNotMatch)"),
        (&[("AWS_ACCESS_KEY_ID", ""), ("AWS_SECRET_ACCESS_KEY", "")], "there are no keys for the object storage"),
        (&[("AWS_ALLOW_HTTP", "")], "is not encrypted"),
        (&[("AWS_VIRTUAL_HOSTED_STYLE_REQUEST", "có")], "the settings of the object storage are not right"),
        (&[("AWS_CONDITIONAL_PUT", "disabled")], "does not write on a condition"),
        (&[nobody], "http://127.0.0.1:1 cannot be reached (Connection refused"),
        (&[nowhere], ".example cannot be looked up ("),
    ] {
        let told = upload(&site, &storage, &to, other).map(drop).expect_err(expected);
        assert!(told.contains(expected), "{other:?}: {told}");
        assert!(!told.contains(SECRET) && !told.contains(KEY), "{told}");
    }
    for (status, code, expected) in [
        (
            403,
            "AccessDenied",
            "s3://cong-thong-tin/.portal-upload/record.json: reading is refused (AccessDenied). The key needs",
        ),
        (403, "RequestTimeTooSkewed", "this machine's clock is wrong"),
        (400, "ExpiredToken", "does not take the key (ExpiredToken)"),
        (400, "AuthorizationHeaderMalformed", "is of another region (AuthorizationHeaderMalformed)"),
        (301, "PermanentRedirect", "is of another region"),
        (507, "XMinioStorageFull", "has no room or no time now (XMinioStorageFull)"),
        (404, "NoSuchBucket", "there is no bucket cong-thong-tin"),
        (418, "", "reading failed: "),
    ] {
        storage.answer(Some((StatusCode::from_u16(status).unwrap(), code)));
        let told = upload(&site, &storage, &to, &[]).unwrap_err();
        assert!(told.contains(expected), "{code}: {told}");
        assert!(!told.contains(SECRET) && !told.contains(KEY), "{told}");
    }
    storage.answer(None);
    assert!(site.objects(&storage).is_empty());
}

#[test]
fn a_storage_that_passes_over_conditions_is_found_out_before_anything_is_written() {
    let (storage, site) = (Storage::start(), BucketSite::new(""));
    storage.pass_over_conditions();
    let told = site.upload(&storage).unwrap_err().to_string();
    assert!(told.contains("does not write on a condition"), "{told}");
    assert_eq!(storage.writes(), Vec::new());
}

#[test]
fn the_place_of_another_site_is_left_alone() {
    let (storage, one, two) = (Storage::start(), BucketSite::new(""), BucketSite::new(""));
    one.upload(&storage).unwrap();
    let settings = two.workshop.content().join("site.toml");
    let text = fs::read_to_string(&settings).unwrap();
    fs::write(&settings, text.replace("https://portal.example", "https://khac.example")).unwrap();
    two.workshop.publish();
    storage.writes();
    let told = two.upload(&storage).unwrap_err().to_string();
    assert!(told.contains("is of the site https://portal.example, and this one is https://khac.example"), "{told}");
    assert_eq!(storage.writes(), Vec::new());
    // A site that got another name: all is its own.
    fs::remove_file(storage.bucket().join(".portal-upload/record.json")).unwrap();
    two.upload(&storage).unwrap();
    two.check_complete(&storage, "renamed");
    let record = storage.bucket().join(".portal-upload/record.json");
    fs::write(&record, "{\"version\":2,\"new\":[]}").unwrap();
    let told = two.upload(&storage).unwrap_err().to_string();
    assert!(told.contains("was written by a newer version of portal"), "{told}");
}
