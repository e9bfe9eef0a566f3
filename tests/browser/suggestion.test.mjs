// Whom to meet: a phone is told with reasons, one tap asks for the meeting, and the organiser
// sees it (CAT-08).

import assert from "node:assert/strict";

import { MAIN, PARTICIPANT, enter } from "./enter.mjs";
import { STILL, VIEWPORTS, scene } from "./harness.mjs";

/** A participant with free time ahead. */
const ASKING = PARTICIPANT + 1;

async function openSuggestions(phone) {
  await phone.locator('a[href="#/answers"]').click();
  const panel = phone.getByRole("region", { name: /^Qui rencontrer/ });
  await panel.getByRole("button", { name: "Voir les suggestions" }).click();
  await panel.locator("li").first().waitFor();
  return panel;
}

scene("a suggestion says why, and one tap asks for the meeting", STILL, async (stage) => {
  const console_ = await enter(stage, MAIN);
  const phone = await enter(stage, ASKING, VIEWPORTS.phone);
  const panel = await openSuggestions(phone);
  const rows = panel.locator("ul > li");
  const n = await rows.count();
  assert.ok(n >= 3 && n <= 20, `${n} suggestions`);
  for (const text of await rows.allInnerTexts()) {
    assert.match(text, /(Propose|Recherche)\s: \S/, "each says why");
  }
  await stage.assertAccessible(phone);
  await panel.scrollIntoViewIfNeeded();
  await stage.screenshot(phone, "suggestions", { fullPage: true });

  const row = rows.filter({ has: phone.getByRole("button", { name: "Demander" }) }).first();
  const firm = await row.locator(".title").innerText();
  await row.getByRole("button", { name: "Demander" }).click();
  await panel.locator("ul > li", { hasText: firm }).getByText("Demandé", { exact: true }).waitFor();
  await console_.getByText(/Demande de rendez-vous\s: Sónia Seigadrosa →/).first().waitFor();
  const overflow = await phone.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(overflow <= 0, `nothing is cut off at the side (${overflow} px)`);

  // Asked again, the planner leaves out whom this person knows by now.
  await phone.reload();
  const again = await openSuggestions(phone);
  assert.equal(await again.locator("ul > li", { hasText: firm }).count(), 0);
});

scene("suggestions look right in both themes and in English", STILL, async (stage) => {
  for (const colorScheme of ["light", "dark"]) {
    const phone = await enter(stage, ASKING, VIEWPORTS.phone, { colorScheme });
    await openSuggestions(phone);
    await stage.screenshot(phone, `suggestions-${colorScheme}`, { fullPage: true });
    await phone.context().close();
  }
  const english = await enter(stage, ASKING, VIEWPORTS.phone, { language: "en" });
  await english.locator('a[href="#/answers"]').click();
  await english.getByRole("button", { name: "Show suggestions" }).click();
  await english.getByText(/(Offers|Looks for): \S/).first().waitFor();
});
