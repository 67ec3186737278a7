// Every page in a real browser: light, dark, print, 320 px, without script, and what axe finds.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Workplace, browser, paths, tab, violations } from "./support/parallax.js";

let place, started, address, all;

before(async () => {
  place = new Workplace();
  place.run("compare", ...place.sample("courier.txt", "tribune.txt", "wire.txt"), "-o", "harbour", "-q");
  // A decision, so that the pages that show decisions have one.
  place.run("correct", "harbour", "published", "C", "2025-03-04", "--note", "as printed", "-q");
  address = await place.open("harbour");
  all = ["/", "/-/patterns", "/s/1/nothing-here"].map((path) => new URL(path, address).href)
    .concat((await paths(address)).map((path) => address + path));
  started = await browser();
});
after(async () => {
  await started?.close();
  place?.close();
});

test("every page keeps to WCAG 2.2 AA, light and dark, and nothing goes wrong in it", async () => {
  const page = await tab(started);
  for (const scheme of ["light", "dark"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
    for (const url of all) {
      await page.goto(url, { waitUntil: "load" });
      // Everything folded away is looked at too.
      await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
      assert.deepEqual(await violations(page), [], `${scheme} ${url}`);
    }
  }
  assert.deepEqual(page.wrong.filter((w) => !w.includes("404")), []);
  await page.close();
});

test("no page scrolls sideways at 320 px, nor at 400 % zoom of 1280 px", async () => {
  const page = await tab(started);
  await page.setViewport({ width: 320, height: 640, deviceScaleFactor: 4 });
  for (const url of all) {
    await page.goto(url);
    const open = () => document.querySelectorAll("details").forEach((d) => { d.open = true; });
    await page.evaluate(open);
    const [wide, room] = await page.evaluate(() => [document.scrollingElement.scrollWidth, innerWidth]);
    assert.ok(wide <= room, `${url} is ${wide} px wide`);
    const cut = await page.$$eval(".scroll:has(.stack)", (lists) => lists.filter((e) => e.scrollWidth > e.clientWidth).map((e) => e.ariaLabel));
    assert.deepEqual(cut, [], `${url}: lists that are cut off`);
  }
  await page.close();
});

test("every page says the same without script", async () => {
  const [with_, without] = [await tab(started), await tab(started, { script: false })];
  // But for what only a script can do.
  const words = (page) => page.$eval("main", (main) => {
    main.querySelectorAll(".scripted").forEach((e) => e.remove());
    return main.innerText.replace(/\s+/g, " ");
  });
  for (const url of all) {
    await with_.goto(url);
    await without.goto(url);
    const [one, other] = [await words(with_), await words(without)];
    assert.ok(other.length > 20 && (url.includes("method") || one === other), url);
  }
  await with_.close();
  await without.close();
});

test("printed, a page has its content and no controls", async () => {
  const page = await tab(started);
  await page.emulateMediaType("print");
  for (const url of all) {
    await page.goto(url);
    const shown = await page.$$eval("nav, form, .skip, .twins", (list) => list.filter((e) => e.offsetParent && getComputedStyle(e).visibility !== "hidden").map((e) => e.outerHTML.slice(0, 80)));
    assert.deepEqual(shown, [], url);
    assert.ok((await page.$eval("h1", (h) => h.innerText)).length > 0, url);
  }
  assert.ok((await page.pdf()).length > 5000);
  await page.close();
});

test("every page has its twin, lists have their table, and every link of every page leads somewhere", async () => {
  const seen = new Set();
  for (const url of all.filter((u) => u.startsWith(address) && u !== address && !u.includes("nothing-here"))) {
    const [path, query] = url.split("?");
    const twin = await fetch(`${path}.json${query ? `?${query}` : ""}`);
    assert.equal(twin.status, 200, url);
    await twin.json();
  }
  const page = await tab(started, { script: false });
  for (const url of all) {
    await page.goto(url);
    for (const link of await page.$$eval("a[href]", (links) => links.map((a) => new URL(a.getAttribute("href"), location.href).href.split("#")[0]))) seen.add(link);
  }
  for (const link of seen) {
    if (!link.startsWith("http://127.0.0.1")) continue;
    assert.equal((await fetch(link)).status, link.includes("nothing-here") ? 404 : 200, link);
  }
  assert.ok(seen.size > 100);
  await page.close();
});

test("the server answers within a second, says how far the reading is, and then shows the story", async () => {
  const text = readFileSync(place.sample("courier.txt")[0], "utf8");
  const files = Array.from({ length: 12 }, (_, i) => {
    const file = join(place.folder, `long-${i}.txt`);
    writeFileSync(file, Array.from({ length: 6 }, (_, k) => text.replaceAll("12", String(12 + i + k))).join("\n\n"));
    return file;
  });
  const begun = Date.now();
  const long = await place.open({ ready: false }, ...files);
  const first = await fetch(long);
  assert.ok(Date.now() - begun < 1500, `${Date.now() - begun} ms to the first answer`);
  const growing = await first.text();
  assert.match(growing, /Reading the reports/);
  assert.match(growing, /long-3\.txt: read, \d+ statements/);
  assert.equal((growing.match(/: read, /g) ?? []).length, 12);
  const page = await tab(started, { script: false });
  await page.goto(long);
  await page.waitForSelector("#happened");
  assert.deepEqual(page.wrong, []);
  await page.close();
});

test("two texts scroll together, the same event at the same height", async () => {
  const page = await tab(started);
  await page.setViewport({ width: 1200, height: 500 });
  await page.goto(`${address}compare/A-B`);
  assert.ok((await page.$$(".lines path")).length > 2, "the same events are joined by lines");
  await page.keyboard.press("l");
  const heights = await page.evaluate(async () => {
    const [a, b] = document.querySelectorAll(".beside .report");
    for (const pane of [a, b]) pane.style.maxHeight = "150px";
    const chip = [...a.querySelectorAll("[data-event]")].find((c) => b.querySelector(`[data-event="${c.dataset.event}"]`) && c.closest("li").offsetTop > 200);
    a.dispatchEvent(new Event("pointerenter"));
    a.scrollTop += chip.getBoundingClientRect().top - a.getBoundingClientRect().top - 1;
    await new Promise((done) => setTimeout(done, 200));
    const at = [...a.querySelectorAll("[data-event]")].find((c) => c.getBoundingClientRect().top >= a.getBoundingClientRect().top);
    const to = b.querySelector(`[data-event="${at.dataset.event}"]`).getBoundingClientRect().top;
    return [at.getBoundingClientRect().top, to, b.scrollTop, b.scrollHeight - b.clientHeight];
  });
  const [one, other, scrolled, most] = heights;
  assert.ok(Math.abs(one - other) < 2 || scrolled === 0 || most - scrolled < 2, heights.join(" "));
  await page.close();
});

test("links to a sentence, an event and a finding lead to them, and outlive a new report", async () => {
  const story = await (await fetch(`${address}story.json`)).json();
  const several = story.events.find((e) => story.disagreements.some((d) => d.event === e.id));
  const page = await tab(started);
  await page.goto(`${address}e/${several.id}`);
  const event = await page.$eval("h1 .here", (a) => a.href);
  const finding = await page.$eval(".together .here", (a) => a.href);
  await page.goto(`${address}r/r2`);
  const [sentence, words] = await page.$eval("#s3", (li) => [li.querySelector("a.number").href, li.querySelector("p").innerText]);
  // A report that comes before all others.
  const early = join(place.folder, "aaa.txt");
  writeFileSync(early, "Fishermen blocked the road to Karlsund on Monday. Nobody was hurt.\n");
  place.run("compare", early, "-o", "harbour", "--published", "2025-03-05", "-q");
  await page.goto(sentence);
  assert.equal(await page.$eval(":target p", (p) => p.innerText), words);
  await page.goto(finding);
  assert.ok(await page.$(":target"), finding);
  await page.goto(event);
  assert.ok(await page.$(".grid"), event);
  await page.close();
});

test("the outcome in one file: the same pages from disk, with script and without", async () => {
  const file = `${place.folder}/story.html`;
  place.run("export", "harbour", "--to", "html", "-o", file, "-q");
  for (const script of [true, false]) {
    const page = await tab(started, { script });
    await page.goto(`file://${file}`);
    const text = await page.$eval("main", (main) => main.innerText);
    for (const words of ["12 dockworkers", "At least nine", "as printed"]) assert.ok(text.includes(words), words);
    const broken = await page.$$eval("a[href^='#']", (links) => links.map((a) => a.getAttribute("href")).filter((href) => href.length > 1 && !document.getElementById(decodeURIComponent(href.slice(1)))));
    assert.deepEqual([...new Set(broken)], []);
    // Sizes of targets and names of landmarks are those of the single pages; comparing all of one file takes minutes.
    if (script) assert.deepEqual(await violations(page, { whole: false }), []);
    await page.setViewport({ width: 320, height: 640 });
    assert.ok(await page.$eval("html", (html) => html.scrollWidth <= html.clientWidth));
    assert.deepEqual(page.wrong, []);
    await page.close();
  }
});
