//! Manifests: the crate's name is read from one, and its list of service features is kept. What people wrote around that
//! list stays as it is.

use crate::emit::MARKER;
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// The line that ends the list, behind [`MARKER`].
const END: &str = "end of the list";

/// Why a manifest cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be read or written.
    #[error("cannot {action} `{path}`: {source}")]
    Io {
        /// `read` or `write`.
        action: &'static str,
        /// The manifest.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// It is no manifest of a package.
    #[error("`{path}` is not valid:\n{message}")]
    Toml {
        /// The manifest.
        path: PathBuf,
        /// The parser's words.
        message: String,
    },
    /// It has no place for the features.
    #[error(
        "`{path}` has no place for the features of the services; put these two lines below `[features]`:\n{lines}"
    )]
    NoPlace {
        /// The manifest.
        path: PathBuf,
        /// The lines.
        lines: String,
    },
}

/// A manifest as it is on disk.
#[derive(Clone, Debug)]
pub struct Manifest {
    /// Where it is.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Name of its library as Rust code writes it.
    pub crate_name: String,
}

/// What is read of a manifest.
#[derive(Deserialize)]
struct Known {
    package: Named,
    #[serde(default)]
    lib: Option<Library>,
}

#[derive(Deserialize)]
struct Named {
    name: String,
}

#[derive(Deserialize)]
struct Library {
    name: Option<String>,
}

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    /// When there is none, or it describes no package.
    pub fn read(path: &Path) -> Result<Self, Error> {
        let text = std::fs::read_to_string(path).map_err(|source| Error::Io {
            action: "read",
            path: path.to_owned(),
            source,
        })?;
        let Known { package, lib } = toml::from_str(&text)
            .map_err(|error| Error::Toml { path: path.to_owned(), message: error.to_string() })?;
        let name = lib.and_then(|lib| lib.name).unwrap_or(package.name);
        Ok(Self { path: path.to_owned(), text, crate_name: name.replace('-', "_") })
    }

    /// Its text with the list of these features, `full` among them.
    ///
    /// # Errors
    /// When it has no place for them.
    pub fn with_features(&self, features: &[String]) -> Result<String, Error> {
        let lines = format!("{}{}", head(), end());
        let no_place = || Error::NoPlace { path: self.path.clone(), lines: lines.clone() };
        let start = self.line(&format!("# {MARKER}:")).ok_or_else(no_place)?;
        let rest = &self.text[start..];
        let end_line = end();
        let stop = rest.find(end_line.trim_end()).ok_or_else(no_place)?;
        let text = format!("{}{}{}", &self.text[..start], list(features), &rest[stop..]);
        // A feature that somebody wrote by hand has the name of a service.
        toml::from_str::<toml::Table>(&text).map_err(|error| Error::Toml {
            path: self.path.clone(),
            message: format!("with the features of the services {error}"),
        })?;
        Ok(text)
    }

    /// Writes the text in one step.
    ///
    /// # Errors
    /// When the system refuses.
    pub fn write(&self, text: &str) -> Result<(), Error> {
        let failed = |source| Error::Io { action: "write", path: self.path.clone(), source };
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).map_err(failed)?;
        std::io::Write::write_all(&mut file, text.as_bytes()).map_err(failed)?;
        let permissions = std::fs::metadata(&self.path).map_err(failed)?.permissions();
        file.as_file().set_permissions(permissions).map_err(failed)?;
        file.persist(&self.path).map_err(|error| failed(error.error))?;
        Ok(())
    }

    /// Where a line begins that starts so.
    fn line(&self, start: &str) -> Option<usize> {
        let mut at = 0;
        for line in self.text.split_inclusive('\n') {
            if line.starts_with(start) {
                return Some(at);
            }
            at += line.len();
        }
        None
    }
}

/// The features of the services as lines of a manifest.
pub fn features(features: &[String]) -> String {
    list(features) + &end()
}

fn head() -> String {
    format!("# {MARKER}: a feature per service, and `full` for all. Do not edit up to the end of the list.\n")
}

fn end() -> String {
    format!("# {MARKER}: {END}\n")
}

fn list(features: &[String]) -> String {
    let quoted: Vec<String> = features.iter().map(|feature| format!("\"{feature}\"")).collect();
    let full = match format!("full = [{}]", quoted.join(", ")) {
        line if line.len() <= 110 => line + "\n",
        _ => {
            format!("full = [\n{}]\n", quoted.iter().map(|name| format!("    {name},\n")).collect::<String>())
        }
    };
    let own: String = features.iter().map(|feature| format!("{feature} = []\n")).collect();
    format!("{}{full}{own}", head())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "[package]\nname = \"my-api\" # mine\n\n[features]\ndefault = [\"full\"]\n";

    /// Expects the text between what people wrote, or a part of the complaint.
    #[track_caller]
    fn check(list: &str, features: &[&str], expect: Result<&str, &str>) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Cargo.toml");
        std::fs::write(&path, format!("{BEFORE}{list}extra = []\n")).unwrap();
        let manifest = Manifest::read(&path).unwrap();
        assert_eq!(manifest.crate_name, "my_api");
        let features: Vec<String> = features.iter().map(|name| (*name).to_owned()).collect();
        match (manifest.with_features(&features), expect) {
            (Ok(text), Ok(part)) => {
                assert_eq!(text, format!("{BEFORE}{}{part}{}extra = []\n", head(), end()));
                manifest.write(&text).unwrap();
                let again = Manifest::read(&path).unwrap();
                assert_eq!(again.with_features(&features).unwrap(), again.text);
            }
            (Err(error), Err(part)) => assert!(error.to_string().contains(part), "{error}"),
            (got, _) => panic!("{got:?}"),
        }
    }

    #[test]
    fn features_are_kept_and_the_rest_stays() {
        let old = features(&["gone".to_owned()]);
        check(&old, &["a", "b"], Ok("full = [\"a\", \"b\"]\na = []\nb = []\n"));
        check(&old, &["extra"], Err("with the features of the services"));
        check("", &["a"], Err("put these two lines below `[features]`"));
        let (first, second) = ("a".repeat(60), "b".repeat(60));
        let long = format!("full = [\n    \"{first}\",\n    \"{second}\",\n]\n{first} = []\n{second} = []\n");
        check(&old, &[&first, &second], Ok(&long));
    }

    #[test]
    fn what_is_no_manifest() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("Cargo.toml");
        assert!(Manifest::read(&path).unwrap_err().to_string().starts_with("cannot read `"));
        std::fs::write(&path, "[workspace]\n").unwrap();
        assert!(Manifest::read(&path).unwrap_err().to_string().contains("package"));
        std::fs::write(&path, "[package]\nname = \"a\"\n[lib]\nname = \"b\"\n").unwrap();
        assert_eq!(Manifest::read(&path).unwrap().crate_name, "b");
    }
}
