//! What a run reads, before it runs: more files than it will read, never fewer.

use super::Error;
use super::sources::{extensions, folder};
use crate::config::{Config, DocSet};
use crate::{routes, source};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Every file whose bytes may matter to [`run`](super::run) with this configuration, in order.
pub fn inputs(config: &Config, base: &Path) -> Result<Vec<PathBuf>, Error> {
    let mut inputs = BTreeSet::new();
    for path in config.overrides.iter().map(|path| base.join(path)) {
        match path.is_dir() {
            true => inputs.extend(source::entries(&path)?.files),
            false => _ = inputs.insert(path),
        }
    }
    for set in &config.docs {
        let dialect = set.dialect.iter().filter(|dialect| dialect.ends_with(".toml"));
        inputs.extend(dialect.map(|dialect| base.join(dialect)));
        inputs.extend(set.routes.iter().map(|path| base.join(path)));
        let beside = source::entries(&folder(set, base))?.files;
        inputs.extend(beside.into_iter().filter(|path| routes::is_named_table(path)));
        inputs.extend(pages(set, base)?);
    }
    Ok(inputs.into_iter().collect())
}

/// The pages, and what lies beside and below a template, which may take it in.
fn pages(set: &DocSet, base: &Path) -> Result<Vec<PathBuf>, Error> {
    let root = base.join(&set.path);
    let is_template = |path: &Path| path.extension().is_some_and(|extension| extension == "j2");
    let below = |folder: &Path| source::find(folder, &|_| true);
    let mut files = below(&root)?;
    if root.is_file() && is_template(&root) {
        files.extend(below(&folder(set, base))?);
    }
    let templates = files.iter().filter(|(file, _)| is_template(file)).filter_map(|(file, _)| file.parent());
    let templates: BTreeSet<PathBuf> = templates.map(Path::to_owned).collect();
    let included = |file: &Path| file.ancestors().any(|folder| templates.contains(folder));
    // A dialect that cannot be read is for the run to report.
    let extensions = extensions(set, base).unwrap_or_default();
    let matters = |(file, name): (PathBuf, String)| {
        (file == root || source::is_page_of(&name, &extensions) || included(&file)).then_some(file)
    };
    Ok(files.into_iter().filter_map(matters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Expects the inputs of one doc set among a few files.
    #[track_caller]
    fn check(path: &str, expect: &[&str]) {
        let root = tempfile::tempdir().unwrap();
        for file in ["a/x.md", "a/b.png", "a/routes.yaml", "t/x.md.j2", "t/_part", "t/deep/other", "my.toml"]
        {
            let file = root.path().join(file);
            std::fs::create_dir_all(file.parent().unwrap()).unwrap();
            std::fs::write(file, "x").unwrap();
        }
        let set = DocSet { path: path.into(), dialect: Some("my.toml".to_owned()), ..DocSet::default() };
        let config = Config { docs: vec![set], overrides: Some("fix.toml".into()), ..Config::default() };
        let got = inputs(&config, root.path()).unwrap();
        let got: Vec<_> = got.iter().map(|path| path.strip_prefix(root.path()).unwrap()).collect();
        assert_eq!(got, expect.iter().map(Path::new).collect::<Vec<_>>());
    }

    #[test]
    fn whatever_a_run_may_read_is_an_input() {
        check("a", &["a/routes.yaml", "a/x.md", "fix.toml", "my.toml"]);
        check("a/x.md", &["a/routes.yaml", "a/x.md", "fix.toml", "my.toml"]);
        check("t", &["fix.toml", "my.toml", "t/_part", "t/deep/other", "t/x.md.j2"]);
        check("t/x.md.j2", &["fix.toml", "my.toml", "t/_part", "t/deep/other", "t/x.md.j2"]);
    }
}
