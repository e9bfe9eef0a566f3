// Every page there is, as everybody who may open it: led from link to link and to every address of
// the routes' table that answers with a page, in both languages, narrow and wide, light and dark.
// axe finds nothing, nothing is wider than its window, no link is broken (UX-02, UX-05, SEO-02).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { after } from "node:test";

import { MAIN, PARTICIPANT, enter } from "./enter.mjs";
import { STILL_WITH_GUESTS, VIEWPORTS, scene } from "./harness.mjs";
import { examine } from "./looks.mjs";
import { ROOT } from "./server.mjs";

const WIDE = { width: 1280, height: 900 };
/** Far above what there is: a trail that gets this long leads in circles. */
const PAGES_MAX = 300;

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/giu;
/** What answers with something that is no page: it must answer, and is not looked at. */
const NO_PAGE = /\.(json|jsonl|csv|ics|svg|css|xml|txt|js|wasm|webmanifest|pdf|png|jpg|webp)$|\/files\/|^\/(live|health|metrics|calendar|shared|phone|console|door)\b/u;

/** Addresses that show one page, whatever ids they carry; a list that was narrowed is one more. */
function patternOf(address) {
  const { pathname, search } = address;
  const place = pathname.replace(ID, "{id}").replace(/^\/e\/[^/]+\/(fr|en)(\/[^/]+)\/[^/]+$/u, "/e/{slug}/$1$2/{item}").replace(/\/\d+\b/gu, "/{n}");
  return search === "" ? place : `${place}?`;
}

/** The addresses of pages in the routes' table, as patterns of paths. */
async function pagesOfTable() {
  const table = await readFile(path.join(ROOT, "server/web/src/routes.rs"), "utf8");
  const found = [...table.matchAll(/^ {4}get "([^"]+)" \w+ Always => (?:pages|site)::/gmu)].map(([, address]) => address);
  assert.ok(found.length > 40, `the table has ${found.length} pages`);
  return found.filter((address) => !NO_PAGE.test(address));
}

const asPattern = (address) => new RegExp(`^${address.replace(/\./gu, "\\.").replace(/\{\w+\}/gu, "[^/]+")}$`, "u");

/** The paths that were looked at by all scenes together. */
const seen = new Set();

/**
 * Walks from page to page as one person and looks at each page once; gives how many there were.
 * Links that lead out of `within` are another's walk.
 */
async function walk(stage, page, starts, who, within = /^\//u) {
  const waiting = starts.map((start) => new URL(start, stage.server.origin));
  const known = new Set(waiting.map(patternOf));
  let nLooked = 0;
  while (waiting.length > 0) {
    const address = waiting.shift();
    if (NO_PAGE.test(address.pathname)) {
      const answer = await page.request.get(address.href, { maxRedirects: 5 });
      assert.ok(answer.status() < 400, `${who}: ${address.pathname} answers ${answer.status()}`);
      continue;
    }
    const answer = await page.goto(address.href);
    const isPage = /^text\/html/u.test(answer?.headers()["content-type"] ?? "");
    assert.ok(isPage, `${who}: ${address.pathname} is a page`);
    seen.add(address.pathname);
    seen.add(new URL(page.url()).pathname);
    if (/^\/(console|phone|door)\b/u.test(new URL(page.url()).pathname)) continue;
    await examine(stage, page, `${who}, ${patternOf(address)}`);
    nLooked += 1;
    const links = await page.$$eval("a[href]", (all) => all.filter((a) => !a.hasAttribute("download")).map((a) => a.href));
    for (const link of links) {
      const next = new URL(link);
      next.hash = "";
      if (next.origin !== stage.server.origin || known.has(patternOf(next)) || !within.test(next.pathname)) continue;
      known.add(patternOf(next));
      waiting.push(next);
    }
    assert.ok(known.size < PAGES_MAX, `${who}: the trail does not end: ${[...known].slice(-10).join(" ")}`);
  }
  return nLooked;
}

scene("every page that a visitor reaches", STILL_WITH_GUESTS, async (stage) => {
  // Without a valid token these say so.
  stage.tolerate(/answer (4\d\d)|status of 4\d\d/u);
  const page = await stage.open("/e/cap-littoral/fr", { viewport: WIDE });
  const starts = ["/e/cap-littoral/fr", "/e/cap-littoral/en", "/e/cap-littoral", "/", "/sign-in", "/sign-in?lang=en"];
  const addresses = ["/sign-in/link?token=none", "/sign-in/code", "/password/forgotten", "/password/new?token=none"];
  const nLooked = await walk(stage, page, [...starts, ...addresses], "visitor");
  assert.ok(nLooked > 15, `${nLooked} pages`);
});

for (const language of ["fr", "en"]) {
  scene(`every page of a participant's own, in ${language}`, STILL_WITH_GUESTS, async (stage) => {
    stage.tolerate(/answer 410|status of 410/u);
    const page = await enter(stage, PARTICIPANT, VIEWPORTS.phone, { language });
    await page.locator(".tabbar").waitFor();
    const event = page.url().match(ID)[0];
    const mine = ["", "/requests", "/availability", "/badge", "/profile", "/messages"].map((part) => `/my/${event}${part}`);
    const own = ["/my", "/account", "/account/data", "/account/second-factor", "/account/email/confirm?token=none"];
    const nLooked = await walk(stage, page, [...mine, ...own], `participant in ${language}`, /^\/(my|account)\b/u);
    assert.ok(nLooked > 10, `${nLooked} pages`);
  });

  scene(`every page of an organiser, in ${language}`, STILL_WITH_GUESTS, async (stage) => {
    const page = await enter(stage, MAIN, WIDE, { language });
    await page.locator(".tiles").waitFor();
    const event = page.url().match(ID)[0];
    const table = (await pagesOfTable()).filter((address) => /^\/desk\/\{event\}\/[\w-]+(\/on-site)?$/u.test(address));
    const desk = table.map((address) => address.replace("{event}", event));
    // A list that begins with what waits, and nothing waits.
    desk.push(`/desk/${event}/profiles?state=companies`);
    const nLooked = await walk(stage, page, desk, `organiser in ${language}`, /^\/desk\b/u);
    assert.ok(nLooked > desk.length, `${nLooked} pages`);
  });
}

// What needs more than a link: each has a scene of its own elsewhere.
const ELSEWHERE = [
  "/desk/{event}/registrations/{id}", // registration.test.mjs
  "/desk/{event}/registrations/{id}/edit", // registration.test.mjs
  "/my/{event}/meetings/{id}", // private.test.mjs
  "/desk/{event}/site/pages/{page}/{language}/{number}/preview", // editor.test.mjs
  "/e/{slug}/{language}/register/{step}/files", // leads back to the step
];

after(async () => {
  const table = await pagesOfTable();
  const missed = table.filter((address) => ![...seen].some((one) => asPattern(address).test(one)));
  assert.deepEqual(missed.filter((address) => !ELSEWHERE.includes(address)), [], "pages that nobody looked at");
});
