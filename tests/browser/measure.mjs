// How long until a program can be used, on the full event: prints figures, by hand.
//
//   node tests/browser/measure.mjs [--event full] [--runs 5]
//
// Takes the server and the site that REGIE_SERVER and REGIE_SITE name, else those of the last build.
// A *cold* visit has an empty cache, a *warm* one comes back with its cache. "Usable" is the moment
// when the first figures stand and the page has answered a press: the press is made as soon as its
// control is there, and answered when the page that it leads to is drawn.

import { parseArgs } from "node:util";

import { launchChromium } from "./chromium.mjs";
import { COLLEAGUE, DOOR, MAIN, PARTICIPANT } from "./enter.mjs";
import { Server } from "./server.mjs";
import { VIEWPORTS } from "./viewports.mjs";

/** A program that is not usable by then is broken, not slow. */
const BROKEN_AFTER_MS = 30_000;

const PROGRAMS = [
  { name: "console", role: MAIN, viewport: VIEWPORTS.desk, ready: "button.tile .figure", press: 'nav a[href="#/floor"]', answer: '[role="gridcell"] .slot' },
  { name: "console (co-administrator)", role: COLLEAGUE, viewport: VIEWPORTS.desk, ready: "button.tile .figure", press: 'nav a[href="#/people"]', answer: ".list .item" },
  { name: "phone", role: PARTICIPANT, viewport: VIEWPORTS.phone, ready: "article", press: 'a[href="#/badge"]', answer: ".badge-card" },
  { name: "door", role: DOOR, viewport: VIEWPORTS.laptop, ready: ".occupancy", press: "#scan", answer: "#scan:focus" },
];

const { values } = parseArgs({
  options: { event: { type: "string", default: "full" }, runs: { type: "string", default: "5" } },
});
const runs = Number(values.runs);

/** Runs in the page, before anything else: notes when things appear, and presses as soon as it can. */
function watch({ ready, press, answer }) {
  const marks = {};
  globalThis.regieMarks = marks;
  const look = () => {
    const control = document.querySelector(press);
    if (marks.ready === undefined && control && document.querySelector(ready)) {
      marks.ready = performance.now();
      control.focus();
      control.click();
    }
    if (marks.ready !== undefined && document.querySelector(answer)) {
      marks.answered = performance.now();
      observer.disconnect();
    }
  };
  const observer = new MutationObserver(look);
  observer.observe(document, { childList: true, subtree: true, attributes: true });
  document.addEventListener("focusin", look);
}

/** One visit: milliseconds until ready, until usable, and what travelled. */
async function visit(context, address, program) {
  const page = await context.newPage();
  await page.addInitScript(watch, program);
  await page.goto(address, { waitUntil: "commit" });
  await page.waitForFunction(() => globalThis.regieMarks?.answered !== undefined, undefined, { timeout: BROKEN_AFTER_MS });
  const seen = await page.evaluate(() => ({
    ...globalThis.regieMarks,
    bytes: performance.getEntriesByType("resource").reduce((sum, entry) => sum + entry.transferSize, 0),
  }));
  await page.close();
  return seen;
}

const spread = (numbers) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  return `${Math.round(middle)} ms (${Math.round(sorted[0])}–${Math.round(sorted.at(-1))})`;
};

const server = await Server.start({ event: values.event, extraArguments: ["--still", "--speed", "1"] });
const browser = await launchChromium();
try {
  console.log(`event ${values.event}, ${runs} visits each, middle (least–most)`);
  for (const program of PROGRAMS) {
    const { viewport, role } = program;
    const options = { baseURL: server.origin, viewport, locale: "fr-FR", timezoneId: "Europe/Paris" };
    const first = await browser.newContext(options);
    const page = await first.newPage();
    await page.goto("/demo?lang=fr");
    await page.click(`button[name="role"][value="${role}"]`);
    await page.getByRole("button", { name: "Se connecter" }).click();
    await page.locator(program.ready).first().waitFor();
    const [address, storageState] = [page.url().split("#")[0], await first.storageState()];
    await first.close();

    const found = { cold: [], warm: [] };
    for (let run = 0; run < runs; run += 1) {
      const context = await browser.newContext({ ...options, storageState });
      found.cold.push(await visit(context, address, program));
      found.warm.push(await visit(context, address, program));
      await context.close();
    }
    for (const [kind, visits] of Object.entries(found)) {
      const kilobytes = Math.round(Math.max(...visits.map(({ bytes }) => bytes)) / 1000);
      console.log(
        `${program.name}, ${kind}: first figures ${spread(visits.map(({ ready }) => ready))}, ` +
          `usable ${spread(visits.map(({ answered }) => answered))}, ${kilobytes} kB`,
      );
    }
  }
} finally {
  await browser.close();
  await server.discard();
}
