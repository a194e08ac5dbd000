//! Files of one folder, opened below its descriptor, as `ServeDir` reads them.

use std::future::Future;
use std::io;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use cap_std::fs::Dir;
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::ServeDir;
use tower_http::services::fs::{Backend, DefaultServeDirFallback, File};

/// How much of a file is read at once, and so held in memory for a slow reader.
const CHUNK: usize = 16 * 1024;

/// What answers for the files that `files` opens.
pub(super) fn folder<B: Backend>(files: B, is_compressible: bool) -> ServeDir<DefaultServeDirFallback, B> {
    let folder = ServeDir::with_backend("", files).append_index_html_on_directories(false);
    let folder = folder.ignore_multi_range_requests(true).with_buf_chunk_size(CHUNK);
    if is_compressible { folder.precompressed_br().precompressed_gzip() } else { folder }
}

/// Opens files below one folder and never outside it, even through links.
#[derive(Clone)]
pub(super) struct Descriptor(Arc<Dir>);

impl Descriptor {
    pub(super) fn new(folder: &Arc<Dir>) -> Self {
        Self(Arc::clone(folder))
    }
}

/// A file opened by a `Descriptor`.
pub(super) struct OpenFile(tokio::fs::File);

type Pending<T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send>>;

impl Backend for Descriptor {
    type File = OpenFile;
    type Metadata = std::fs::Metadata;
    type OpenFuture = Pending<OpenFile>;
    type MetadataFuture = Pending<std::fs::Metadata>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        let folder = Arc::clone(&self.0);
        Box::pin(async move {
            let file = tokio::task::spawn_blocking(move || folder.open(path)).await??;
            Ok(OpenFile(tokio::fs::File::from_std(file.into_std())))
        })
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        let opened = self.open(path);
        Box::pin(async move { opened.await?.0.metadata().await })
    }
}

impl File for OpenFile {
    type Metadata = std::fs::Metadata;
    type MetadataFuture<'a> = Pin<Box<dyn Future<Output = io::Result<std::fs::Metadata>> + Send + 'a>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        Box::pin(self.0.metadata())
    }
}

impl AsyncRead for OpenFile {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buf)
    }
}

impl AsyncSeek for OpenFile {
    fn start_seek(mut self: Pin<&mut Self>, position: io::SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.0).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.0).poll_complete(cx)
    }
}
