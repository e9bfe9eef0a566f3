// The same programs and pages in Firefox (UX-04): they start, they live, and what one person does
// is seen by the others. What the other tests say in detail about Chromium is not said again.

import assert from "node:assert/strict";

import { DOOR, MAIN, PARTICIPANT } from "./enter.mjs";
import { Firefox, named, saying } from "./firefox.mjs";
import { STILL_WITH_GUESTS, VIEWPORTS, eventually, scene } from "./harness.mjs";

/** A scene in Firefox alone. */
function inFirefox(name, play, tolerated) {
  scene(`in Firefox, ${name}`, STILL_WITH_GUESTS, async ({ server }) => {
    const firefox = await Firefox.launch(server);
    let fault;
    try {
      await play(firefox);
    } catch (one) {
      fault = one;
      throw one;
    } finally {
      await firefox.leave(tolerated).catch((other) => {
        throw fault ?? other;
      });
    }
  });
}

inFirefox("a participant's lateness reaches the console, and the door scans", async (firefox) => {
  assert.match(await firefox.version(), /^firefox\//u);
  const phone = await firefox.enter(PARTICIPANT, VIEWPORTS.phone);
  const console_ = await firefox.enter(MAIN);
  await console_.locator(".tiles").wait();
  await firefox.screenshot(console_, "firefox-console");
  await phone.locator("li[data-next]").wait();
  await named(phone, "button", "Je suis en retard").click();
  await (await saying(phone, '[role="radio"], label', /^10\s*min$/u)).click();
  await (await saying(phone, "button", /^Prévenir\s: 10\smin$/u)).click();
  await saying(phone, "article.engagement", /Vous avez annoncé 10\smin de retard/u);
  await saying(console_, ".feed .item", /Retard annoncé/u);
  await firefox.screenshot(phone, "firefox-phone");

  await console_.locator('nav a[href="#/floor"]').click();
  await console_.locator('[role="gridcell"] .slot').wait();
  await firefox.screenshot(console_, "firefox-floor");

  const door = await firefox.enter(DOOR, VIEWPORTS.phone);
  await door.locator("#scan").wait();
  await firefox.screenshot(door, "firefox-door");
});

inFirefox("a participant's phone starts again and keeps its day", async (firefox) => {
  const phone = await firefox.enter(PARTICIPANT, VIEWPORTS.phone);
  await phone.locator("li[data-next]").wait();
  const name = await phone.$eval("li[data-next] .title", (title) => title.textContent);
  await phone.reload();
  await eventually("the next meeting is there again", 20_000, async () => {
    const again = await phone.$("li[data-next] .title");
    return (await again?.evaluate((title) => title.textContent)) === name || undefined;
  });
  await phone.locator('a[href="#/badge"]').click();
  await phone.locator("::-p-aria(Code QR de votre badge)").wait();
});

inFirefox("a visitor reads the site, searches the catalogue and fills in the form", async (firefox) => {
  const visitor = await firefox.open("/e/cap-littoral/fr", VIEWPORTS.phone);
  await firefox.screenshot(visitor, "firefox-site");
  await visitor.goto(new URL("/e/cap-littoral/fr/participants", firefox.origin).href);
  const wanted = await visitor.$eval(".site-rows a", (link) => link.textContent.trim());
  await visitor.locator('input[name="q"]').fill(wanted);
  await visitor.keyboard.press("Enter");
  await eventually("the search answers", 20_000, () => new URL(visitor.url()).searchParams.get("q") === wanted || undefined);
  await visitor.locator(".site-rows a").wait();
  assert.equal(await visitor.$eval(".site-rows a", (link) => link.textContent.trim()), wanted);

  await visitor.goto(new URL("/e/cap-littoral/fr/register/company", firefox.origin).href);
  await visitor.locator("input[type=text]").fill("Chantiers Cormoran");
  await (await saying(visitor, "main button:not(.sr-only)", /Continuer/u)).click();
  await visitor.locator('[aria-invalid="true"]').wait();
  assert.equal(await visitor.$eval("input[type=text]", (field) => field.value), "Chantiers Cormoran", "what was typed is kept");
  await firefox.screenshot(visitor, "firefox-register");
}, [/answer 422/u]);
