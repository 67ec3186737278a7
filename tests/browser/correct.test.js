// A correction made in the page: seen, kept when a report is added, undone; with script and without.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { Workplace, browser, tab } from "./support/parallax.js";

let place, started, address;

before(async () => {
  place = new Workplace();
  place.run("compare", ...place.sample("courier.txt", "tribune.txt"), "-o", "harbour", "-q");
  address = await place.open("harbour");
  started = await browser();
});
after(async () => {
  await started?.close();
  place?.close();
});

const story = async () => (await fetch(`${address}story.json`)).json();
const submit = async (page, button) => { await Promise.all([page.waitForNavigation(), button.click()]); };
const button = async (page, within, words) => {
  for (const one of await page.$$(`${within} button`)) if ((await one.evaluate((b) => b.innerText.trim())).startsWith(words)) return one;
  assert.fail(`no button “${words}” on ${page.url()}`);
};

test("an event wrongly put together is taken apart, stays apart with a new report, and is one again when undone", async () => {
  const page = await tab(started, { script: false });
  const event = (await story()).events.find((e) => e.type === "COERCE" && new Set(e.accounts.map((a) => a.report)).size > 1);
  await page.goto(`${address}e/${event.id}`);
  await page.click("details.decide > summary");
  await page.click("details.decide input[type=checkbox]");
  await submit(page, await button(page, "details.decide", "Not this event"));
  const split = (await story()).events.map((e) => e.id);
  const before = event.accounts.length;
  const now = (await story()).events.find((e) => e.id === event.id);
  assert.ok(!now || now.accounts.length < before, "the event lost a statement");
  await page.goto(`${address}corrections`);
  assert.match(await page.$eval("main", (m) => m.innerText), /two events/);

  // A new report, from another process, while the pages are open.
  place.run("compare", ...place.sample("wire.txt"), "-o", "harbour", "-q");
  const grown = await story();
  assert.equal(grown.reports.length, 3);
  assert.equal(grown.corrections[0].op, "different_event");
  const apart = grown.corrections[0];
  const holds = (e, quote) => e.accounts.some((a) => grown.reports && a.trigger && quote.includes(a.trigger));
  assert.ok(split.length > 0 && !grown.events.some((e) => e.accounts.length > before && apart.a.every((t) => holds(e, t.quote)) && apart.b.every((t) => holds(e, t.quote))));

  await page.goto(`${address}corrections`);
  await submit(page, await button(page, "tr#c1", "Undo"));
  assert.match(await page.$eval("tr#c1", (row) => row.innerText), /undone/);
  assert.deepEqual((await story()).corrections, []);
  await page.close();
});

test("one key a question: yes, no, skip, undo", async () => {
  const page = await tab(started);
  await page.goto(`${address}review`);
  const question = () => page.$eval(".doubt", (d) => d.innerText);
  const number = async () => Number((await page.$eval(".summary", (p) => p.innerText)).split(" ")[0]);
  const press = async (key) => { await Promise.all([page.waitForNavigation(), page.keyboard.press(key)]); };
  const [first, doubts] = [await question(), await number()];
  await press("n");
  assert.notEqual(await question(), first);
  assert.equal((await story()).corrections.length, 1);
  await press("u");
  assert.deepEqual((await story()).corrections, []);
  assert.equal(await number(), doubts);
  assert.equal(await question(), first, "undone, it is asked again");
  await press("y");
  assert.equal((await story()).corrections.length, 1);
  assert.ok(await number() < doubts);
  await press("u");
  await press("s");
  assert.notEqual(await question(), first);
  assert.deepEqual(page.wrong, []);
  await page.close();
});

test("a name is corrected on its page, and a wrong value is explained, not taken", async () => {
  const page = await tab(started, { script: false });
  const entity = (await story()).entities.find((e) => e.name === "Tomas Ekstrom");
  await page.goto(`${address}actor/${entity.id}`);
  await page.click("details.decide > summary");
  const rename = await page.$("form:has(input[value=rename])");
  await (await rename.$("input[name=value]")).type("T. Ekstrom <b>of the union</b>");
  await (await rename.$("input[name=note]")).type("as he signs");
  await submit(page, await rename.$("button"));
  assert.match(await page.$eval("h1", (h) => h.innerText), /T\. Ekstrom <b>of the union<\/b>/);
  const event = (await story()).events.find((e) => e.type === "COERCE" && e.accounts.length > 1);
  await page.goto(`${address}e/${event.id}`);
  await page.click("details.decide > summary");
  const set = await page.$("details.decide > form:has(input[value=set_field])");
  await (await set.$("select")).select("date");
  await (await set.$("input[name=value]")).type("the day after");
  await submit(page, await set.$("button"));
  assert.match(await page.$eval("main", (m) => m.innerText), /the day after is no day; write 2025-03-04/);
  await page.goto(`${address}e/${event.id}`);
  await page.click("details.decide > summary");
  const again = await page.$("details.decide > form:has(input[value=set_field])");
  await (await again.$("select")).select("date");
  await (await again.$("input[name=value]")).type("2025-03-01/2025-03-02");
  await submit(page, await again.$("button"));
  assert.match(await page.$eval(".summary", (m) => m.innerText), /between 1 and 2 Mar 2025|1 Mar/);
  const file = `${place.folder}/handed-on.html`;
  place.run("export", "harbour", "--to", "html", "-o", file, "-q");
  await page.goto(`file://${file}`);
  assert.match(await page.$eval("#corrections", (m) => m.innerText), /as he signs/);
  await page.close();
});
