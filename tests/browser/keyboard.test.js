// By keyboard alone, from the overview to the highlighted sentence: with single keys, and with Tab and Enter without script.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Workplace, browser, tab } from "./support/parallax.js";

let place, started, address;

before(async () => {
  place = new Workplace();
  place.run("compare", ...place.sample("courier.txt", "tribune.txt", "wire.txt"), "-o", "harbour", "-q");
  address = await place.open("harbour");
  started = await browser();
});
after(async () => {
  await started?.close();
  place?.close();
});

const go = async (page, keys) => { await Promise.all([page.waitForNavigation(), page.keyboard.press(keys)]); };

/** Tabs until what has the focus fits; fails after too many. */
async function tabTo(page, fits, most = 120) {
  for (let n = 0; n < most; n++) {
    await page.keyboard.press("Tab");
    const focused = await page.evaluate(() => ({ tag: document.activeElement.tagName, words: document.activeElement.innerText, href: document.activeElement.href ?? "", class: document.activeElement.className }));
    if (fits(focused)) return focused;
  }
  assert.fail(`nothing fits after ${most} tabs on ${page.url()}`);
}

test("with single keys", async () => {
  const page = await tab(started);
  await page.goto(address);
  await go(page, "t");
  assert.match(page.url(), /timeline/);
  await page.keyboard.press("j");
  const focused = async () => page.evaluate(() => document.activeElement.href ?? "");
  for (let n = 0; n < 60 && !/\/e\//.test(await focused()); n++) await page.keyboard.press("j");
  await go(page, "Enter");
  assert.match(page.url(), /\/e\//);
  // The sentence opens in place, the words marked.
  await page.keyboard.press("j");
  await page.keyboard.press("s");
  assert.ok(await page.$eval("details.sentence[open] mark", (mark) => mark.innerText.length > 0));
  await go(page, "Escape");
  assert.match(page.url(), /timeline/);
  await go(page, "g");
  assert.equal(page.url(), address);
  await page.keyboard.press("/");
  await page.keyboard.type("police");
  await go(page, "Enter");
  assert.match(page.url(), /search\?q=police/);
  await page.close();
});

test("with Tab and Enter alone, without script", async () => {
  const page = await tab(started, { script: false });
  const story = await (await fetch(`${address}story.json`)).json();
  const several = story.events.filter((e) => new Set(e.accounts.map((a) => a.report)).size > 2);
  const event = several.find((e) => e.accounts.some((a) => a.quantities.length));
  const arrest = `/e/${event.id}`;
  const number = event.accounts.flatMap((a) => a.quantities.map((q) => [a.report, q.text]))[0];
  await page.goto(address);
  await tabTo(page, (f) => f.class === "skip", 1);
  await page.keyboard.press("Enter");
  await tabTo(page, (f) => f.class === "event" && f.href.endsWith(arrest));
  await go(page, "Enter");
  assert.match(page.url(), /\/e\//);
  await tabTo(page, (f) => f.class === "quote" && f.words.includes(number[1]));
  await go(page, "Enter");
  assert.match(page.url(), /\/r\/r\d\?t=\d+-\d+#t$/);
  const seen = await page.$$eval("mark", (marks) => {
    const box = marks[0].getBoundingClientRect();
    return [marks.map((mark) => mark.innerText).join(""), box.top >= 0 && box.bottom <= innerHeight];
  });
  assert.ok(seen[0].includes(number[1]), seen[0]);
  assert.ok(seen[1], "the marked words are on the screen");
  await page.close();
});

test("what has the focus is always seen", async () => {
  const page = await tab(started);
  for (const path of ["", "timeline", "review"]) {
    await page.goto(address + path);
    for (let n = 0; n < 40; n++) {
      await page.keyboard.press("Tab");
      const style = await page.evaluate(() => {
        const e = document.activeElement;
        if (e === document.body) return "end";
        const s = getComputedStyle(e);
        return s.outlineStyle !== "none" && parseFloat(s.outlineWidth) >= 2 ? "seen" : e.outerHTML.slice(0, 120);
      });
      assert.ok(style === "seen" || style === "end", style);
    }
  }
  await page.close();
});

test("single keys can be switched off", async () => {
  const page = await tab(started);
  await page.goto(`${address}method`);
  await page.click("#keys");
  await page.keyboard.press("t");
  await new Promise((done) => setTimeout(done, 200));
  assert.match(page.url(), /method$/);
  await page.close();
});
