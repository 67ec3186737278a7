// A hostile report runs nothing, fetches nothing and hides nothing, on any page and in any export.
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Workplace, browser, paths, tab } from "./support/parallax.js";

const bad = `<script>window.hit = 1; alert(1)</script>`;
// Every trap stands where a part of the pages is made of: headline, names, numbers, quotations, outlet, address.
const report = `---
outlet: "=HYPERLINK(\\"http://evil.example\\") <img src=x onerror=alert(1)>"
title: "Police arrested Anna <script>alert(1)</script> Berg"
url: "javascript:alert(document.domain)"
published: 2025-03-04
---
Police in Oslo arrested seven people on Monday, said Anna "><svg onload=alert(2)> Berg.
${bad} Anna Berg demanded the release of </textarea></title></style><iframe src="javascript:alert(3)"></iframe> the seven.
=cmd|' /C calc'!A0 was said by Anna Berg on Tuesday. @SUM(1+1) of the workers accused the police of violence.
+4917 dockers protested in Oslo, and -1 were injured, the \u202Ereversed\u202C \u2066words\u2069 of the minister denied.
&lt;script&gt;alert(4)&lt;/script&gt; &amp;#x202E; &#60;b&#62; The minister praised <b onmouseover="alert(5)">Anna Berg</b> on Monday.
<a href="javascript:alert(6)">Police</a> in Oslo <form action="http://evil.example"><button>arrested</button></form> nine people on Monday.
</main></body><meta http-equiv="refresh" content="0;url=http://evil.example"><link rel=stylesheet href=http://evil.example/x.css>
Anna Berg met ${"A".repeat(1 << 20)} in Oslo on Monday.
`;

let place, started, address, files;

before(async () => {
  place = new Workplace();
  files = join(place.folder, "in");
  mkdirSync(files);
  writeFileSync(join(files, `a"><img src=x onerror=alert(7)>.txt`), report);
  writeFileSync(join(files, "b.txt"), report.replace("seven", "eleven").replaceAll("Monday", "Sunday"));
  place.run("compare", files, "-o", `<img src=x onerror=alert(8)>`.replaceAll(/[./]/g, ""), "-q");
  place.run("compare", files, "-o", "hostile", "-q");
  address = await place.open("hostile");
  started = await browser();
});
after(async () => {
  await started?.close();
  place?.close();
});

/** What a page holds that only a report could have put there. */
const planted = (page) => page.evaluate(() => ({
  hit: "hit" in globalThis,
  elements: document.querySelectorAll("main script, iframe, object, embed, img, meta[http-equiv=refresh], base, form[action*='evil'], b[onmouseover], main style").length,
  handlers: [...document.querySelectorAll("*")].filter((e) => [...e.attributes].some((a) => a.name.startsWith("on"))).length,
  links: [...document.querySelectorAll("[href], [src], [action]")].filter((e) => /^\s*(javascript|vbscript|data:text)/i.test(e.getAttribute("href") ?? e.getAttribute("src") ?? e.getAttribute("action"))).length,
  outside: [...document.querySelectorAll("link[href], script[src]")].filter((e) => !/^(\/-\/|data:,)/.test(e.getAttribute("href") ?? e.getAttribute("src"))).length,
  turned: /[\u202A-\u202E\u2066-\u2069]/.test(document.documentElement.textContent),
}));
const clean = { hit: false, elements: 0, handlers: 0, links: 0, outside: 0, turned: false };

test("on no page", async () => {
  const page = await tab(started);
  const all = await paths(address);
  const story = await (await fetch(`${address}story.json`)).json();
  all.push(...story.events.slice(0, 12).map((e) => `e/${e.id}`), ...story.entities.slice(0, 12).map((e) => `actor/${e.id}`), "r/r2");
  for (const url of [new URL("/", address).href, ...all.map((path) => address + path)]) {
    const answer = await page.goto(url);
    assert.ok((await answer.buffer()).length < 400_000, `${url} is ${(await answer.buffer()).length} bytes long`);
    assert.deepEqual(await planted(page), clean, url);
    await page.evaluate(() => document.querySelectorAll("main *").forEach((e) => e.dispatchEvent(new MouseEvent("mouseover", { bubbles: true }))));
  }
  assert.deepEqual(page.wrong, []);
  await page.close();
});

test("not in the story in one file", async () => {
  for (const more of [[], ["--full-text"]]) {
    const file = join(place.folder, "story.html");
    place.run("export", "hostile", "--to", "html", "-o", file, "-q", ...more);
    const page = await tab(started);
    await page.goto(`file://${file}`);
    assert.deepEqual({ ...(await planted(page)), outside: 0 }, clean);
    assert.deepEqual(page.wrong, []);
    await page.close();
  }
});

test("not in tables: no cell begins a formula", async () => {
  for (const list of ["timeline", "only", "differences", "people", "network", "map", "reports", "ledger", "r/r1"]) {
    const text = await (await fetch(`${address}${list}.csv`)).text();
    // Cells by RFC 4180: quoted ones first, else up to the next comma or line end.
    const cells = text.match(/"(?:[^"]|"")*"|[^,\r\n]+/g) ?? [];
    const formulas = cells.map((c) => c.replace(/^"/, "")).filter((c) => /^[=+@\t]/.test(c) || /^-(?!\d+(\.\d+)?$)/.test(c));
    assert.deepEqual(formulas.slice(0, 3), [], list);
    assert.ok(!/[\u202A-\u202E\u2066-\u2069]/.test(text), list);
  }
});

test("not in Markdown, and the data stay the report's own words", () => {
  const markdown = place.run("export", "hostile", "--to", "md", "-q");
  assert.ok(!/(^|[^\\`])<(script|img|svg|iframe|form|meta)/i.test(markdown));
  assert.ok(!/\]\(\s*javascript:/i.test(markdown));
  JSON.parse(place.run("export", "hostile", "--to", "json", "-q"));
});

test("what is typed into the pages is as harmless as what is read", async () => {
  const page = await tab(started);
  for (const path of ["search?q=", "timeline?state=", "r/r1?t=", "compare/A-B?a=", "review?part=", "e/", "actor/"]) {
    await page.goto(address + path + encodeURIComponent(`"><script>window.hit=1</script><img src=x onerror=alert(1)>`));
    assert.deepEqual(await planted(page), clean, path);
  }
  assert.deepEqual(page.wrong.filter((w) => !w.includes("404")), []);
  await page.close();
});
