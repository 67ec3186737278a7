//! How fast, and in how much memory, corpora are coded by the command of the same build.

use super::{Plan, Source};
use anyhow::Context;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const BEGIN: &str = "<!-- corpus: written by `cargo xtask corpus --write` -->\n";
const END: &str = "<!-- end of corpus -->\n";

/// What one run took.
struct Run {
    seconds: f64,
    /// Processor time of all threads.
    busy: f64,
    /// Most memory held, MB.
    memory: f64,
    words: f64,
}

/// The section of the page, marks included.
pub fn section(page: &str) -> Option<&str> {
    let from = page.find(BEGIN)?;
    let to = from + page[from..].find(END)? + END.len();
    page.get(from..to)
}

/// The page with its section replaced, or added at the end.
pub fn put(page: &str, table: &str) -> String {
    let new = format!("{BEGIN}{table}{END}");
    match section(page) {
        Some(old) => page.replace(old, &new),
        None => format!("{}\n\n{new}", page.trim_end()),
    }
}

/// Codes corpora of all sizes and lengths; a row for each.
pub fn table(source: &Source, plan: &Plan) -> anyhow::Result<String> {
    let place = tempfile::tempdir()?;
    let mut table = format!(
        "\n## Corpus mode\n\n`parallax code` on {}. Machine: {}\n\n",
        described(source),
        crate::perf::machine()
    );
    table.push_str(
        "Processor time is that of all threads together: it does not depend on what else the machine does.\n\n",
    );
    table.push_str("| reports | words each | threads | reports/s | words/s | processor ms a report | most memory |\n|---:|---:|---:|---:|---:|---:|---:|\n");
    for &words in &plan.words {
        for &size in &plan.reports {
            let input = place.path().join("corpus.jsonl");
            source.write(size, words, &input)?;
            for &threads in &plan.threads {
                let run = measured(&input, &place.path().join("out"), threads)?;
                let row = format!(
                    "| {size} | {:.0} | {threads} | {:.1} | {:.0} | {:.1} | {:.0} MB |\n",
                    run.words / size as f64,
                    size as f64 / run.seconds,
                    run.words / run.seconds,
                    1e3 * run.busy / size as f64,
                    run.memory
                );
                eprint!("{row}");
                table.write_str(&row)?;
            }
        }
    }
    Ok(table)
}

fn described(source: &Source) -> String {
    match source {
        Source::Own(_) => "reports made of our own sentences (`xtask/src/corpus`)".into(),
        Source::Given(texts) => {
            format!("reports made of {} given ones by varying names, figures and days", texts.len())
        }
    }
}

fn measured(input: &Path, out: &Path, threads: usize) -> anyhow::Result<Run> {
    let command = std::env::current_exe()?.with_file_name("parallax");
    let _ = std::fs::remove_dir_all(out);
    let begun = Instant::now();
    let mut child = Command::new(&command)
        .arg("code")
        .arg(input)
        .arg("-o")
        .arg(out)
        .args(["-q", "--progress", "never", "-j", &threads.to_string()])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .with_context(|| format!("{}: build it first (cargo build --release -p parallax-cli)", command.display()))?;
    let mut run = Run { seconds: 0.0, busy: 0.0, memory: 0.0, words: 0.0 };
    let done = loop {
        // Both only grow: what was read last before the end is all but the end.
        run.busy = run.busy.max(busy(child.id()).unwrap_or(0.0));
        run.memory = run.memory.max(memory(child.id()).unwrap_or(0.0));
        if let Some(done) = child.try_wait()? {
            break done;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    run.seconds = begun.elapsed().as_secs_f64();
    anyhow::ensure!(done.success(), "{} code ended with {done}", command.display());
    let told: serde_json::Value = serde_json::from_slice(&std::fs::read(out.join("run.json"))?)?;
    run.words = told["words"].as_f64().unwrap_or(0.0);
    Ok(run)
}

/// Processor seconds of a running process, user and system; Linux alone tells.
fn busy(id: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    // After the name in brackets, which may hold anything, user and system time are the 12th and 13th field.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
    // Linux shows ticks of 1/100 s to programs, whatever it counts in itself.
    Some(ticks / 100.0)
}

/// Most memory a running process has held, MB.
fn memory(id: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let kb = status.lines().find_map(|l| l.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?;
    Some(kb.trim().parse::<f64>().ok()? / 1e3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_replaced_and_all_else_stays() {
        let page = put("# Speed\n\nText.\n", "\none\n");
        assert_eq!(put(&page, "\ntwo\n"), page.replace("one", "two"));
        assert!(page.starts_with("# Speed\n\nText.\n\n<!-- corpus"));
    }
}
