//! `portal upload`, against a storage that speaks Amazon S3's API: what is in the bucket and in which order it came there.

mod bucket_site;
mod killed;
mod refused;
mod server;
mod uploads;
