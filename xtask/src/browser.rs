//! `browser`: the report in a real browser. Chromium, node and npm have to be there; the driver and axe-core are installed
//! below `target` at pinned versions.

mod hostile;

use crate::shell::{list, root, run, target};
use docwright::report::ENDPOINT_BYTES;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const DRIVER: &str = "puppeteer-core@24.43.1";
const AXE: &str = "axe-core@4.14.1";

/// Names under which systems have the browser.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// Writing the report may take so many times what `check` takes.
const TIMES: u32 = 3;

/// Largest screenshot, in bytes.
const SCREENSHOT: u64 = 200_000;

/// Writes reports of the seed pages, of hostile pages and of the corpus, and looks at them. Arguments are folders of pages
/// that stand for the corpus.
pub(crate) fn check(paths: &[String]) -> Result<(), String> {
    let tools = install()?;
    run("cargo build --quiet -p docwright")?;
    let home = target().join("browser");
    let seeds = report(&home.join("seeds"), &[])?;
    let pages = home.join("hostile-pages");
    hostile::write(&pages)?;
    let hostile = report(&home.join("hostile"), &[pages.display().to_string()])?;
    let corpus = corpus(&home, paths)?;
    let images = root().join("docs/images");
    std::fs::create_dir_all(&images).map_err(|error| error.to_string())?;
    let mut command = Command::new("node");
    command.arg(root().join("xtask/src/browser/browser.mjs")).arg(&tools).arg(browser()?);
    command.args([&seeds, &hostile, &images]).args(corpus);
    let status = command.status().map_err(|error| format!("cannot run `node`: {error}"))?;
    if !status.success() {
        return Err("the report does not work in the browser".to_owned());
    }
    for image in list(&images)? {
        let bytes = std::fs::metadata(&image).map_err(|error| error.to_string())?.len();
        println!("{} {bytes} bytes", image.display());
        if bytes > SCREENSHOT {
            return Err(format!("`{}` is larger than {SCREENSHOT} bytes", image.display()));
        }
    }
    Ok(())
}

fn install() -> Result<PathBuf, String> {
    let home = target().join("browser/tools");
    if !home.join("node_modules/axe-core/axe.min.js").exists()
        || !home.join("node_modules/puppeteer-core").exists()
    {
        std::fs::create_dir_all(&home).map_err(|error| error.to_string())?;
        run(&format!(
            "npm install --silent --no-audit --no-fund --prefix {} {DRIVER} {AXE}",
            home.display()
        ))?;
    }
    Ok(home)
}

/// The browser: `CHROMIUM`, or the first of the known names on the path.
fn browser() -> Result<PathBuf, String> {
    if let Some(named) = std::env::var_os("CHROMIUM") {
        return Ok(named.into());
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    let mut all =
        BROWSERS.iter().flat_map(|name| std::env::split_paths(&path).map(move |folder| folder.join(name)));
    all.find(|file| file.is_file())
        .ok_or_else(|| "no Chromium: `apt-get install chromium`, or set CHROMIUM to the program".to_owned())
}

fn program() -> PathBuf {
    target().join("debug/docwright").with_extension(std::env::consts::EXE_EXTENSION)
}

/// Runs the program on pages; what it prints is not needed.
fn docwright(arguments: &[&str], pages: &[String]) -> Result<Duration, String> {
    let start = Instant::now();
    let mut command = Command::new(program());
    command.args(arguments).args(pages).current_dir(root()).stdout(Stdio::null());
    let status = command.status().map_err(|error| format!("cannot run docwright: {error}"))?;
    match status.code() {
        Some(0 | 1) => Ok(start.elapsed()),
        _ => Err(format!("`docwright {}` failed: {status}", arguments.join(" "))),
    }
}

/// Writes a report afresh and checks the sizes of its files.
fn report(out: &Path, pages: &[String]) -> Result<PathBuf, String> {
    let _ = std::fs::remove_dir_all(out);
    docwright(&["report", "-o", &out.display().to_string()], pages)?;
    sizes(out)?;
    Ok(out.to_owned())
}

fn sizes(site: &Path) -> Result<(), String> {
    let mut largest = (0, PathBuf::new());
    for service in list(&site.join("e"))? {
        for page in list(&service)? {
            let bytes = std::fs::metadata(&page).map_err(|error| error.to_string())?.len();
            let is_code = page.to_string_lossy().ends_with(".code.html");
            if !is_code && bytes > largest.0 {
                largest = (bytes, page);
            }
        }
    }
    println!("largest page of an endpoint: {} bytes, {}", largest.0, largest.1.display());
    if largest.0 as usize > ENDPOINT_BYTES {
        Err(format!("more than {ENDPOINT_BYTES} bytes"))
    } else {
        Ok(())
    }
}

/// The report of the corpus, in at most [`TIMES`] the time of `check`; nothing where there is no corpus.
fn corpus(home: &Path, paths: &[String]) -> Result<Option<PathBuf>, String> {
    let shared = root().join("../shared/corpus");
    let mut pages = paths.to_vec();
    if pages.is_empty() && shared.is_dir() {
        pages = list(&shared)?
            .iter()
            .filter(|path| path.is_dir())
            .map(|path| path.display().to_string())
            .collect();
    }
    if pages.is_empty() {
        println!("../shared/corpus is not there: left out");
        return Ok(None);
    }
    let out = home.join("corpus");
    let _ = std::fs::remove_dir_all(&out);
    let check = docwright(&["check", "--summary"], &pages)?;
    let written = docwright(&["report", "-o", &out.display().to_string()], &pages)?;
    let ratio = written.as_secs_f64() / check.as_secs_f64();
    println!("check {check:.1?}, report {written:.1?}: {ratio:.2} times");
    sizes(&out)?;
    if written > check * TIMES {
        return Err(format!("the report took more than {TIMES} times the time of `check`"));
    }
    Ok(Some(out))
}
