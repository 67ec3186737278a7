// Starts Parallax and a browser, and gives tests what both need.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";

const root = new URL("../../..", import.meta.url).pathname;
const program = process.env.PARALLAX ?? join(root, "target/debug/parallax");
const chromium = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
  .find((path) => path && existsSync(path));
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A folder of its own with a library in it, and `parallax` over that library. */
export class Workplace {
  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "parallax-"));
    this.environment = { ...process.env, PARALLAX_LIBRARY: join(this.folder, "library.sqlite") };
    this.servers = [];
  }

  /** Copies files of the sample story here, so that their paths are this folder's. */
  sample(...names) {
    return names.map((name) => {
      cpSync(join(root, "examples/harbour", name), join(this.folder, name));
      return join(this.folder, name);
    });
  }

  run(...options) {
    const done = spawnSync(program, options, { env: this.environment, encoding: "utf8", maxBuffer: 1 << 28 });
    if (done.status !== 0) throw new Error(`parallax ${options.join(" ")}: ${done.stderr}`);
    return done.stdout;
  }

  /** Serves a story and gives its address, with a slash at its end; `ready: false` does not wait until it is read. */
  async open(...options) {
    const { ready = true } = typeof options[0] === "object" ? options.shift() : {};
    const address = await this.started(options);
    if (ready && address.includes("/s/")) await fetch(`${address}story.json`);
    return address;
  }

  async started(options) {
    const server = spawn(program, ["open", "--no-browser", "-q", ...options], { env: this.environment });
    this.servers.push(server);
    let said = "";
    server.stderr.on("data", (bytes) => { said += bytes; });
    return await new Promise((resolve, reject) => {
      let line = "";
      server.stdout.on("data", (bytes) => {
        line += bytes;
        if (line.endsWith("\n")) resolve(line.trim());
      });
      server.on("exit", (code) => reject(new Error(`parallax open ended with ${code}: ${said}`)));
    });
  }

  close() {
    for (const server of this.servers) server.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A headless browser; root needs --no-sandbox, and only pages of this machine are loaded. */
export async function browser() {
  if (!chromium) throw new Error("no Chromium found: install Debian's package chromium, or set CHROMIUM to its path");
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return await puppeteer.launch({ executablePath: chromium, args: [...sandbox, "--disable-gpu", "--hide-scrollbars"] });
}

/** A page on which everything that should never happen is written down. */
export async function tab(started, { script = true } = {}) {
  const page = await started.newPage();
  page.wrong = [];
  page.on("pageerror", (error) => page.wrong.push(`script: ${error.message}`));
  page.on("console", (message) => { if (message.type() === "error") page.wrong.push(`console: ${message.text()}`); });
  page.on("dialog", async (dialog) => { page.wrong.push(`dialog: ${dialog.message()}`); await dialog.dismiss(); });
  page.on("request", (request) => {
    if (!/^(http:\/\/127\.0\.0\.1:|file:|data:|about:)/.test(request.url())) page.wrong.push(`request: ${request.url()}`);
  });
  await page.setJavaScriptEnabled(script);
  await page.setViewport({ width: 1200, height: 900 });
  return page;
}

/** What axe finds against WCAG 2.2 AA and its own best practices, a line each. */
export async function violations(page, { whole = true } = {}) {
  // Evaluated through the debugger's door: the pages' policy forbids every script of elsewhere.
  await page.evaluate(axe);
  const found = await page.evaluate(async (whole) => {
    const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"].concat(whole ? ["wcag22aa", "best-practice"] : []);
    const result = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return result.violations.map((v) => `${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
  }, whole);
  return found;
}

/** Every kind of page of a story, as paths under its address. */
export async function paths(address) {
  const story = await (await fetch(`${address}story.json`)).json();
  const several = story.events.find((e) => new Set(e.accounts.map((a) => a.report)).size > 1) ?? story.events[0];
  return [
    "", "timeline", "timeline?lanes=place", "differences", "only", "people", "network", "map", "reports", "ledger", "review",
    "corrections", "export", "method", "search?q=police", "search?q=nobodyisthere", "r/r1",
    ...(several ? [`e/${several.id}`] : []),
    ...(story.entities.length ? ["actor/n1"] : []),
    ...(story.reports.length > 1 ? ["compare/A-B"] : []),
    ...(story.reports.length > 2 ? ["compare/A-B-C"] : []),
  ];
}
