//! `browser`: the report in a real browser. Chromium, node and npm have to be there; the driver and axe-core are installed
//! below `target` at pinned versions.

mod hostile;

use crate::measure::{self, Usage};
use crate::shell::{built, list, root, run, target};
use docwright::report::ENDPOINT_BYTES;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const DRIVER: &str = "puppeteer-core@24.43.1";
const AXE: &str = "axe-core@4.14.1";

/// Names under which systems have the browser.
const BROWSERS: &[&str] = &["chromium", "chromium-browser", "google-chrome"];

/// Writing the report may take so many times what `check` takes.
const TIMES: f64 = 3.0;

/// Rounds of both, of which the best counts.
const ROUNDS: usize = 3;

/// Largest screenshot, in bytes.
const SCREENSHOT: u64 = 200_000;

/// Writes reports of the seed pages, of hostile pages and of the corpus, and looks at them. Arguments are folders of pages
/// that stand for the corpus.
pub(crate) fn check(paths: &[String]) -> Result<(), String> {
    let tools = install()?;
    let program = built()?;
    let home = target().join("browser");
    let seeds = report(&program, &home.join("seeds"), &[])?;
    let pages = home.join("hostile-pages");
    hostile::write(&pages)?;
    let hostile = report(&program, &home.join("hostile"), &[pages.display().to_string()])?;
    let corpus = corpus(&program, &home, paths)?;
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

/// Runs the program on pages, and says what that took; what it prints is not needed.
fn docwright(program: &Path, arguments: &[&str], pages: &[String]) -> Result<(Usage, Duration), String> {
    let start = Instant::now();
    let mut command = Command::new(program);
    command.args(arguments).args(pages).current_dir(root()).stdout(Stdio::null()).stderr(Stdio::null());
    let usage = measure::usage(&mut command)?;
    match usage.code {
        Some(0 | 1) => Ok((usage, start.elapsed())),
        code => Err(format!("`docwright {}` failed: {code:?}", arguments.join(" "))),
    }
}

/// Writes a report afresh and checks the sizes of its files.
fn report(program: &Path, out: &Path, pages: &[String]) -> Result<PathBuf, String> {
    let _ = std::fs::remove_dir_all(out);
    docwright(program, &["report", "-o", &out.display().to_string()], pages)?;
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
fn corpus(program: &Path, home: &Path, paths: &[String]) -> Result<Option<PathBuf>, String> {
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
    // Other programs disturb one round, and seldom all. What was just deleted makes new files dear for minutes (ext4 passes
    // over numbers that were in use of late), so that former reports go last.
    let former = home.join("former");
    std::fs::create_dir_all(&former).map_err(|error| error.to_string())?;
    let (mut check, mut written) = (f64::MAX, f64::MAX);
    for round in 0..ROUNDS {
        let _ = std::fs::rename(&out, former.join(round.to_string()));
        let (of_check, _) = docwright(program, &["check", "--summary"], &pages)?;
        let (of_report, _) = docwright(program, &["report", "-o", &out.display().to_string()], &pages)?;
        (check, written) = (check.min(of_check.seconds), written.min(of_report.seconds));
    }
    let _ = std::fs::remove_dir_all(&former);
    let times = written / check;
    println!("check {check:.2} s, report {written:.2} s of processor time: {times:.2} times");
    sizes(&out)?;
    // Whatever else the machine does.
    if times > TIMES {
        return Err(format!(
            "the report took more than {TIMES} times the time of `check`; right after another run the file system takes longer, so try again in some minutes"
        ));
    }
    Ok(Some(out))
}
