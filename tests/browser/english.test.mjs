// In English, every word of ours is English; what people and companies are called stays as it is.

import assert from "node:assert/strict";
import { readFile, readdir } from "node:fs/promises";
import path from "node:path";

import { DOOR, EXPERT, MAIN, PARTICIPANT, enter } from "./enter.mjs";
import { openFloor } from "./floor.mjs";
import { STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";
import { ROOT } from "./server.mjs";

const CATALOGUES = path.join(ROOT, "client/web/i18n");

/**
 * Words that the demo's own data shares with our catalogues: functions, places, sessions; and the
 * name of a language, which is offered in that language.
 */
const DATA = new Set(["français", "accueil", "table", "stand", "salle", "atelier", "expert", "écran", "animation"]);

/** Announcements of the demo are written by its organiser. */
const ANNOUNCED = /^(Bienvenue à Cap Littoral|Café d’accueil des experts|Les badges oubliés)/;

/** What the demo's organiser put on the lists of words: a keyword, and the unit of a key figure. */
const LISTED = /Crédit d’impôt recherche|(?<=[\d,] )personnes$/g;

/** The sentences of the catalogues of a language, in pieces between what is filled in. */
async function piecesOf(language) {
  const pieces = new Set();
  for (const file of await readdir(CATALOGUES)) {
    if (!file.endsWith(`.${language}.ftl`)) continue;
    const source = await readFile(path.join(CATALOGUES, file), "utf8");
    for (const line of source.split("\n")) {
      if (line.startsWith("#")) continue;
      const value = /^\s*(?:[a-z][a-z0-9-]* =|\*?\[[a-z0-9]+\])(.*)$/.exec(line)?.[1] ?? "";
      for (const piece of value.split(/\{[^}]*\}?/)) {
        const words = tidy(piece).replace(/^[\s–:.,;!?·+()«»]+|[\s–:.,;!?·+()«»]+$/g, "");
        if (/\p{L}{3}/u.test(words)) pieces.add(words.toLowerCase());
      }
    }
  }
  return pieces;
}

const tidy = (text) => text.replace(/[\s\u00a0\u202f]+/g, " ").trim();

const english = await piecesOf("en");
const onlyFrench = [...(await piecesOf("fr"))].filter((piece) => !english.has(piece) && !DATA.has(piece));

/** Everything that a page says, to the eye and to the ear. */
async function sayings(page) {
  const found = await page.evaluate(() => {
    const texts = [document.title];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (!node.parentElement.closest("script, style, noscript, [hidden], [lang]:not(html)")) texts.push(node.data);
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
      for (const element of document.querySelectorAll(`[${name}]`)) {
        if (!element.closest("[lang]:not(html)")) texts.push(element.getAttribute(name));
      }
    }
    return texts;
  });
  return [...new Set(found.map(tidy).filter((text) => text && !ANNOUNCED.test(text)))];
}

/** Fails on a French piece, or on a key that nobody translated. */
async function assertEnglish(page, where) {
  assert.equal(await page.evaluate(() => document.documentElement.lang), "en", `lang of ${where}`);
  const said = await sayings(page);
  assert.ok(said.length > 5, `${where} says something`);
  const isFrench = (text) => {
    const ours = text.replace(LISTED, "");
    const words = ` ${ours.toLowerCase().replace(/[–:.,;!?·+()«»/]/g, " ").replace(/ +/g, " ")} `;
    // A short piece is only French when it is all that is said: "Agenda", "a", "de".
    return onlyFrench.find((piece) => {
      const plain = ` ${piece.replace(/[–:.,;!?·+()«»/]/g, " ").replace(/ +/g, " ").trim()} `;
      return piece.length >= 8 ? words.includes(plain) : words === plain;
    });
  };
  const french = said.flatMap((text) => {
    const piece = isFrench(text);
    return piece ? [`"${text}" has "${piece}"`] : [];
  });
  assert.deepEqual(french, [], `French on ${where}`);
  const keys = said.filter((text) => /^[a-z]+(-[a-z]+)+$/.test(text) && !/^(check-in|check-out|on-site)$/.test(text));
  assert.deepEqual(keys, [], `keys without words on ${where}`);
}

/** Waits until a page has stopped waiting. */
async function settled(page) {
  await eventually("nothing is being loaded", 15_000, async () =>
    (await page.locator(".skeleton, [aria-busy='true']").count()) === 0 ? true : undefined,
  );
}

scene("the whole console is English", STILL, async (stage) => {
  // A flaw in a template is an answer of its own.
  stage.tolerate(/409/);
  const page = await enter(stage, MAIN, VIEWPORTS.desk, { language: "en" });
  await page.locator(".tiles").waitFor();
  for (const way of ["/", "/people", "/programme", "/messages", "/settings"]) {
    await page.locator(`nav a[href="#${way}"]`).click();
    await settled(page);
    await assertEnglish(page, way);
    await stage.screenshot(page, `english-console${way.replace("/", "-")}`);
  }
  for (const part of ["outbox", "templates", "settings"]) {
    await page.goto(`${page.url().split("#")[0]}#/letters/${part}`);
    await settled(page);
    await assertEnglish(page, `letters, ${part}`);
  }
  await page.goto(`${page.url().split("#")[0]}#/letters/templates`);
  await page.getByRole("button", { name: "Meeting changed, English" }).click();
  await page.locator("#template-body").fill("{{ nom }}");
  await page.getByRole("button", { name: "Preview" }).click();
  await page.locator("#template-body-error").waitFor();
  await assertEnglish(page, "a template with a flaw");

  await page.locator('nav a[href="#/people"]').click();
  await page.getByRole("button", { name: "Agenda" }).first().click();
  await settled(page);
  await assertEnglish(page, "a person's agenda");

  await openFloor(page);
  await assertEnglish(page, "the floor");
  await page.locator('[role="gridcell"] .slot[data-state="planned"]').last().click();
  await page.locator("#side .candidates, #side .muted").first().waitFor();
  await settled(page);
  await assertEnglish(page, "a meeting");
  await stage.screenshot(page, "english-console-meeting");
  await page.getByRole("button", { name: "Call the meeting off" }).or(page.locator("#side footer .btn")).first().click();
  await page.getByRole("dialog").waitFor();
  await assertEnglish(page, "calling a meeting off");
  await page.keyboard.press("Escape");
  await page.locator('[role="gridcell"] .slot[data-state="freed"]').first().click();
  await settled(page);
  await assertEnglish(page, "a freed slot");

  await page.goto(`${page.url().split("#")[0]}#/floor?absent`);
  await page.locator("#absent-expert").selectOption({ index: 1 });
  await page.locator(".plan > li, .empty").first().waitFor();
  await settled(page);
  await assertEnglish(page, "an absent expert's plan");
  await stage.screenshot(page, "english-console-absence");
});

scene("the whole phone is English", STILL, async (stage) => {
  for (const role of [PARTICIPANT, EXPERT]) {
    const page = await enter(stage, role, VIEWPORTS.phone, { language: "en" });
    await page.locator("article").first().waitFor();
    for (const way of ["/", "/answers", "/badge", "/messages"]) {
      await page.locator(`a[href="#${way}"]`).click();
      await settled(page);
      await assertEnglish(page, `${way} of role ${role}`);
    }
    await page.locator('a[href="#/"]').click();
    await page.locator('[aria-haspopup="dialog"]').first().click();
    await page.getByRole("dialog").waitFor();
    await assertEnglish(page, `settings of role ${role}`);
    await stage.screenshot(page, `english-phone-settings-${role}`);
    await page.keyboard.press("Escape");
    await page.locator("article .btn").first().click();
    await page.getByRole("dialog").waitFor();
    await assertEnglish(page, `running late, role ${role}`);
    await page.keyboard.press("Escape");
    await page.locator("article .btn[data-icon-only]").first().click();
    await page.getByRole("dialog").waitFor();
    await assertEnglish(page, `a meeting of role ${role}`);
    await page.getByRole("dialog").locator(".btn").last().click();
    await page.getByRole("radio").first().waitFor();
    await assertEnglish(page, `calling off, role ${role}`);
  }
});

scene("the whole door is English", STILL, async (stage) => {
  const page = await enter(stage, DOOR, VIEWPORTS.laptop, { language: "en" });
  await page.locator("#scan").waitFor();
  await settled(page);
  await assertEnglish(page, "the door");
  await page.locator("#scan").fill("0000 0000 0000");
  await page.locator("#scan").press("Enter");
  await page.locator('.verdict:not([data-result="waiting"])').waitFor();
  await assertEnglish(page, "a code that is none");
  const tick = page.locator('.checklist [role="checkbox"], .checklist button, .checklist input');
  await tick.first().click();
  await page.locator(".verdict").waitFor();
  await assertEnglish(page, "a name that was ticked");
  await stage.screenshot(page, "english-door");
});
