//! What we publish and serve keeps the contract.

use super::foreign::check;
use crate::published::sites;
use crate::serving::process::Process;

#[test]
fn the_published_sites_keep_the_contract() {
    for (name, site) in sites() {
        let server = Process::start(&site.root, &[]);
        let said = check(&format!("http://{}", server.address), &["--articles", "1000"]);
        assert_eq!(said.code, Some(0), "{name}:\n{}", said.text);
        assert!(said.text.contains("\nĐúng đặc tả: 0 loại lỗi, "), "{name}:\n{}", said.text);
    }
}
