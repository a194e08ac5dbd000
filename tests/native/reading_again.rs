//! What is read of a folder with what is remembered of it is what is read of it without.
//!
//! `PORTAL_EDITS=1000` is the long form.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::{DateTime, FixedOffset, TimeDelta};
use portal_app::content::model::Block;
use portal_fixtures::random::Random;
use portal_publisher::source::folder::{self, FolderMemory};
use portal_publisher::source::media::MediaFile;
use portal_publisher::source::problem::Problems;
use portal_publisher::source::{ArticleSource, Source};

use crate::published::{AT, write_files};
use crate::publishing::killed::times;
use crate::workshop::Workshop;

const PICTURES: [&str; 4] = ["a.svg", "b.svg", "Anh hop.svg", "moi/c.svg"];

const PICTURE: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"9\"/>";

/// Everything that is read of a folder, or what is wrong with it.
type Told = Result<(Vec<(ArticleSource, Vec<Block>)>, Vec<MediaFile>, Problems), Problems>;

fn told(read: Result<Source, Problems>) -> Told {
    read.map(|Source { editions, media, warnings, .. }| {
        let articles = editions.into_iter().flat_map(|edition| edition.articles);
        let articles = articles.map(|article| {
            let blocks = article.body.blocks().unwrap();
            (article, blocks)
        });
        (articles.collect(), media, warnings)
    })
}

struct Desk {
    workshop: Workshop,
    site: String,
    at: DateTime<FixedOffset>,
    dice: Random,
}

impl Desk {
    fn new(seed: u64) -> Self {
        let workshop = Workshop::new(&[]);
        workshop.add_english();
        let sections = "[[section]]\nslug = \"con\"\nname = \"Child\"\n";
        write_files(&workshop.content(), &[("en/sections.toml", sections)]);
        let site = fs::read_to_string(workshop.content().join("site.toml")).unwrap();
        for picture in PICTURES {
            write_files(&workshop.content(), &[(&format!("media/{picture}"), PICTURE)]);
        }
        Self { workshop, site, at: DateTime::parse_from_rfc3339(AT).unwrap(), dice: Random::of(seed, "reading again") }
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.dice.below(end as u64)).unwrap()
    }

    fn write(&self, name: &str, text: &str) {
        write_files(&self.workshop.content(), &[(name, text)]);
    }

    fn name_of_article(&mut self) -> String {
        let folder = ["", "en/"][usize::from(self.dice.chance(20))];
        format!("{folder}articles/tep{}.md", self.below(6))
    }

    fn picture(&mut self) -> &'static str {
        PICTURES[self.below(PICTURES.len())]
    }

    /// Any of the names that a text may write.
    fn name_of_picture(&mut self) -> String {
        let name = self.picture();
        match self.below(20) {
            0 => name.to_uppercase(),
            1 => format!("/media/{name}"),
            2 => name.replace(".svg", ".png"),
            _ => name.to_owned(),
        }
    }

    /// The text of an article that lies there.
    fn article(&mut self, name: &str) -> String {
        let (title, month) = (self.below(9), 1 + self.below(9));
        // Mostly one of its own.
        let id = if self.dice.chance(5) { "tep1" } else { name.trim_end_matches(".md") };
        let id = format!("bai{}", id.replace("articles", "").replace('/', ""));
        let year = ["2021", "2027", "2029"][self.below(3)];
        let mut fields = format!(
            "id = \"{id}\"\ntitle = \"Bài {title}\"\nsection = \"con\"\npublished_at = \"{year}-0{month}-01\"\n"
        );
        let link = if self.dice.chance(10) { "/tin-tuc/bai-1-baitep1/" } else { "/tin-moi/" };
        let mut body = format!("Thân bài {title}, [liên kết]({link}).\n\n");
        if self.dice.chance(30) {
            fields.push_str(&format!("tags = [\"Thẻ {}\"]\n", self.below(3)));
        } else if self.dice.chance(30) {
            fields.push_str(&format!("tags = [{{ name = \"Thẻ {}\", slug = \"rieng-{0}\" }}]\n", self.below(3)));
        }
        if self.dice.chance(40) {
            fields.push_str(&format!("[image]\nsrc = \"{}\"\nalt = \"\"\n", self.name_of_picture()));
        }
        if self.dice.chance(40) {
            body.push_str(&format!("![Ảnh](<{}>)\n\n", self.name_of_picture()));
        }
        if self.dice.chance(40) {
            body.push_str(&format!("[Tệp](<{}>)\n", self.name_of_picture()));
        }
        match self.below(40) {
            0 => format!("+++\n{fields}title = \n+++\n{body}"),
            _ => format!("+++\n{fields}+++\n{body}"),
        }
    }

    fn files_below(&self, folder: &str) -> Vec<PathBuf> {
        let folder = self.workshop.content().join(folder);
        if !folder.is_dir() {
            return Vec::new();
        }
        let files = crate::published::files_below(&folder);
        files.into_iter().map(|file| folder.join(file)).collect()
    }

    fn any_file(&mut self) -> Option<PathBuf> {
        let folder = ["articles", "media", "en/articles"][self.below(3)];
        let files = self.files_below(folder);
        (!files.is_empty()).then(|| files[self.below(files.len())].clone())
    }

    /// Changes one thing, and says what.
    fn edit(&mut self) -> &'static str {
        match self.below(12) {
            0..4 => {
                let name = self.name_of_article();
                let text = self.article(&name);
                self.write(&name, &text);
                "an article"
            }
            4 | 5 => {
                let (name, size) = (self.picture(), 1 + self.below(9));
                let svg = format!("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{size}\" height=\"9\"/>");
                self.write(&format!("media/{name}"), &svg);
                "a picture"
            }
            6 => {
                if let Some(file) = self.any_file().filter(|_| self.dice.chance(50)) {
                    fs::remove_file(file).unwrap();
                }
                "a file less"
            }
            7 => {
                if let Some(file) = self.any_file() {
                    let name = self.name_of_article();
                    let other = self.workshop.content().join(name).with_extension(file.extension().unwrap());
                    let other = if file.to_string_lossy().contains("media/") {
                        file.with_file_name(self.picture().replace('/', "-"))
                    } else {
                        other
                    };
                    fs::create_dir_all(other.parent().unwrap()).unwrap();
                    fs::rename(file, other).unwrap();
                }
                "a file of another name"
            }
            8 => {
                // As long as it was, at the same time as far as its date says.
                if let Some(file) = self.any_file() {
                    let before = fs::metadata(&file).unwrap().modified().unwrap();
                    let text = fs::read_to_string(&file).unwrap();
                    fs::write(&file, text.replace("Thân", "Thăn").replace("width=\"1\"", "width=\"2\"")).unwrap();
                    File::options().write(true).open(&file).unwrap().set_modified(before).unwrap();
                }
                "as long and as old as it was"
            }
            9 => {
                if let Some(file) = self.any_file() {
                    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(self.dice.below(1 << 31));
                    File::options().write(true).open(file).unwrap().set_modified(time).unwrap();
                }
                "another date"
            }
            10 => {
                self.at += TimeDelta::days(i64::try_from(self.dice.below(500)).unwrap());
                "time goes by"
            }
            _ => {
                let zone = ["Asia/Ho_Chi_Minh", "Europe/Berlin"][usize::from(self.dice.chance(30))];
                self.write("site.toml", &self.site.replace("Asia/Ho_Chi_Minh", zone));
                "other settings"
            }
        }
    }

    fn read(&self, memory: &FolderMemory) -> Told {
        told(folder::read_again(&self.workshop.content(), self.at, memory))
    }

    fn readings(&self) -> PathBuf {
        self.workshop.content().parent().unwrap().join("readings")
    }
}

#[test]
fn after_any_edit_what_is_remembered_makes_no_difference() {
    let (edits, seed) = (times("PORTAL_EDITS", 150), times("PORTAL_SEED", 1));
    let mut desk = Desk::new(seed);
    let (in_process, long) = (FolderMemory::default(), FolderMemory::in_folder(desk.readings()));
    let mut sound = 0;
    for step in 0..edits {
        let mut what = format!("seed {seed}, step {step}: {}", desk.edit());
        while desk.dice.chance(30) {
            what = format!("{what}, {}", desk.edit());
        }
        let plain = desk.read(&FolderMemory::none());
        assert_eq!(desk.read(&in_process), plain, "{what}, in the process");
        // The same file is used by a program that stays and by ones that come and go.
        if desk.dice.chance(60) {
            assert_eq!(desk.read(&long), plain, "{what}, in the process and a file");
        }
        if desk.dice.chance(60) {
            let memory = FolderMemory::in_folder_alone(desk.readings());
            assert_eq!(desk.read(&memory), plain, "{what}, in a file");
        }
        sound += u64::from(plain.is_ok());
    }
    assert!(sound * 20 > edits, "of {edits} edits {sound} left a sound folder");
}

/// The files of the readings with their lengths.
fn lengths(folder: &Path) -> BTreeMap<String, u64> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap());
    let of = |entry: fs::DirEntry| (entry.file_name().to_string_lossy().into_owned(), entry.metadata().unwrap().len());
    entries.map(of).collect()
}

/// A folder of some articles that ask for pictures, a while after it was written.
fn settled() -> Desk {
    let desk = Desk::new(1);
    desk.write("media/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"3\" height=\"9\"/>");
    for number in 0..9 {
        let ask = if number < 3 { "![Ảnh](a.svg)" } else { "" };
        let text = format!(
            "+++\nid = \"motbai{number}\"\ntitle = \"Bài\"\nsection = \"con\"\npublished_at = \"2021-01-01\"\n+++\n{ask}\n\nThân bài {number}.\n"
        );
        desk.write(&format!("articles/{number}.md"), &text);
    }
    std::thread::sleep(Duration::from_millis(100));
    desk
}

#[test]
fn an_article_is_read_again_only_when_it_or_what_it_asked_for_has_changed() {
    let mut desk = settled();
    let texts = |desk: &Desk| {
        let memory = FolderMemory::in_folder_alone(desk.readings());
        assert_eq!(desk.read(&memory), desk.read(&FolderMemory::none()));
        lengths(&desk.readings())
    };
    let first = texts(&desk);
    let written = |after: &BTreeMap<String, u64>, before: &BTreeMap<String, u64>| {
        assert_eq!(after.keys().collect::<Vec<_>>(), before.keys().collect::<Vec<_>>());
        after.iter().filter(|(name, length)| name.starts_with("texts-") && before[*name] < **length).count()
    };
    assert_eq!(texts(&desk), first, "nothing has changed, and nothing is written");
    desk.at += TimeDelta::days(400);
    assert_eq!(texts(&desk), first, "another day");
    desk.write("media/b.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"9\"/>");
    std::thread::sleep(Duration::from_millis(100));
    let with_picture = texts(&desk);
    assert_eq!(written(&with_picture, &first), 0, "nobody asked for the new picture");
    assert_ne!(with_picture["index"], first["index"], "it is remembered");
    desk.write("media/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"5\" height=\"9\"/>");
    std::thread::sleep(Duration::from_millis(100));
    let with_other = texts(&desk);
    assert_eq!(written(&with_other, &with_picture), 1, "three articles show the other picture");
}

#[test]
fn what_is_damaged_or_anothers_is_as_if_it_were_not_there() {
    let (rounds, seed) = (times("PORTAL_DAMAGES", 60), times("PORTAL_SEED", 1));
    let desk = settled();
    let plain = desk.read(&FolderMemory::none());
    let read =
        || folder::read_again(&desk.workshop.content(), desk.at, &FolderMemory::in_folder_alone(desk.readings()));
    let mut dice = Random::of(seed, "damages");
    for round in 0..rounds {
        assert_eq!(told(read()), plain);
        let file = desk.readings().join("index");
        let mut bytes = fs::read(&file).unwrap();
        let at = usize::try_from(dice.below(bytes.len() as u64)).unwrap();
        match dice.below(3) {
            0 => bytes.truncate(at),
            1 => bytes[at] ^= 1 << dice.below(8),
            _ => bytes.extend_from_slice(b"what somebody else has left behind"),
        }
        fs::write(&file, bytes).unwrap();
        assert_eq!(told(read()), plain, "seed {seed}, round {round}");
    }
    // Of another folder.
    let other = settled();
    let theirs =
        folder::read_again(&other.workshop.content(), other.at, &FolderMemory::in_folder_alone(desk.readings()));
    assert_eq!(told(theirs), other.read(&FolderMemory::none()));
    assert_eq!(told(read()), plain);
    // Their texts gone, or others in their place.
    let texts = lengths(&desk.readings()).into_keys().find(|name| name.starts_with("texts-")).unwrap();
    let texts = desk.readings().join(texts);
    let bytes = fs::read(&texts).unwrap();
    fs::write(&texts, bytes.iter().map(|byte| byte ^ 1).collect::<Vec<_>>()).unwrap();
    let articles = read().unwrap().editions.into_iter().flat_map(|edition| edition.articles);
    assert!(articles.map(|article| article.body).all(|body| body.blocks().is_err()), "none is taken for the text");
    fs::remove_file(&texts).unwrap();
    assert_eq!(told(read()), plain);
    // A folder that cannot be one.
    let file = desk.readings().join("index/readings");
    let memory = FolderMemory::in_folder(file);
    assert_eq!((desk.read(&memory), desk.read(&memory)), (plain.clone(), plain));
}
