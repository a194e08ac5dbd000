//! The display's binary.

fn main() {
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    portal_app::surfaces::kiosk::boot::start();
}
