//! One regeneration of the configured trees, and its report.

use super::{Failure, input, output, progress::Bar};
use clap::Args;
use docwright::config::{CACHE, Config};
use docwright::output::cache::Cache;
use docwright::output::regen::{self, Mode, Regeneration};
use std::path::{Path, PathBuf};

/// What is regenerated, and how.
#[derive(Clone, Debug, Args)]
pub(super) struct Regen {
    /// Configuration file.
    #[arg(long, default_value = docwright::config::FILE)]
    pub(super) config: PathBuf,
    /// Make everything anew; the output is the same.
    #[arg(long)]
    no_cache: bool,
    /// Threads to use; all cores without it.
    #[arg(long)]
    threads: Option<usize>,
}

impl Regen {
    /// One run with the cache that is asked for.
    pub(super) fn run(&self, config: &Config, mode: Mode) -> Result<Regeneration, Failure> {
        let base = self.base();
        let cache = match self.no_cache {
            true => Cache::none(),
            false => Cache::open(&base.join(config.cache.as_deref().unwrap_or(Path::new(CACHE)))),
        };
        let bar = Bar::new();
        let run = || Ok(regen::run(config, &base, mode, &cache, &bar)?);
        let regeneration = input::in_pool(self.threads, run);
        bar.end();
        if regeneration.is_ok()
            && let Err(error) = cache.save()
        {
            output::note(&format!(
                "warning: cannot save the cache, so the next run starts without one: {error}"
            ));
        }
        regeneration
    }

    /// Folder that the paths of the configuration count from.
    pub(super) fn base(&self) -> PathBuf {
        self.config.parent().unwrap_or(Path::new("")).to_owned()
    }
}
