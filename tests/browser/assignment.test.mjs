// Participants are given to co-organisers by rule: written, looked at, applied by one press, taken
// back by one (EEN-18). A co-organiser's administrator sees those who came.

import assert from "node:assert/strict";

import { COLLEAGUE, MAIN, SCOPED, enter } from "./enter.mjs";
import { PUSHED_WITHIN_MS, STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";

/** From the console's settings to the page of rules. */
async function openRules(page) {
  await page.locator('nav a[href="#/settings"]').click();
  await page.locator('a[href$="/assignment"]').click();
  await page.getByRole("heading", { level: 1, name: "Affectation automatique" }).waitFor();
}

const save = (page) => page.getByRole("button", { name: "Enregistrer les règles" }).click();
const everybody = (page) =>
  page.locator("section.panel").filter({ has: page.getByRole("heading", { name: "Tous les participants" }) });

/** How many people somebody's console shows. */
async function nPeople(page) {
  await page.locator('nav a[href="#/people"]').click();
  await page.getByRole("heading", { level: 1, name: "Personnes" }).waitFor();
  const told = page.getByRole("status").filter({ hasText: /personne/ }).first();
  return Number((await told.textContent()).replace(/\D/g, ""));
}

/** Writes a rule into the line for a new one. */
async function write(page, nth, { country, postcodes, organisation }) {
  if (country) await page.locator(`#country-${nth}`).selectOption({ label: country });
  if (postcodes) await page.locator(`#postcodes-${nth}`).fill(postcodes);
  await page.locator(`#organisation-${nth}`).selectOption({ index: organisation });
}

scene("rules give participants to co-organisers, and one press takes it back", STILL, async (stage) => {
  stage.tolerate(/4(09|22)/);
  const [page, colleague, watching] = [await enter(stage, MAIN), await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  const scoped = await enter(stage, SCOPED);
  const before = await nPeople(scoped);
  for (const one of [page, colleague]) await openRules(one);

  // Which of the organisations the scoped administrator looks after shows by who comes to her.
  const names = await page.locator("#organisation-0 option").allTextContents();
  assert.ok(names.length > 2, `there are co-organisers to choose from: ${names}`);
  await write(page, 0, { country: "France", organisation: 1 });
  await page.locator("#newcomer").fill("CCI des Îles");
  await save(page);
  await page.getByText("Règles enregistrées.").waitFor();
  await page.locator("#organisation-1 option", { hasText: "CCI des Îles" }).waitFor({ state: "attached" });

  // A colleague who had the page open is told, sees both, and has replaced nothing.
  await write(colleague, 0, { country: "Allemagne", organisation: 2 });
  await save(colleague);
  await colleague.getByRole("heading", { name: "Les règles ont changé entre-temps" }).waitFor();
  await colleague.locator("li", { hasText: "France" }).waitFor();
  assert.equal(await colleague.locator("#country-0").inputValue(), "DE", "what was typed is kept");
  await stage.assertAccessible(colleague);
  await stage.screenshot(colleague, "assignment-stale", { fullPage: true });

  // What cannot stand is named with its rule.
  await write(page, 1, { country: "France", postcodes: "35", organisation: 2 });
  await save(page);
  await page.getByText("Règle 2\u00a0: une règle placée avant elle prend déjà tous les siens.").waitFor();
  await page.locator("#order-1").fill("0");
  await save(page);
  await page.getByText("Règles enregistrées.").waitFor();
  assert.equal(await page.locator("#postcodes-0").inputValue(), "35", "the order is the one that was typed");

  const shown = await everybody(page).innerText();
  const n = Number(shown.match(/(\d+) personnes? changerai/)?.[1]);
  assert.ok(n > 0, shown);
  for (const [size, viewport] of Object.entries(VIEWPORTS)) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `nothing is cut off at the side (${size}, ${overflow} px)`);
      // A button is on its way from one colour to the other for a moment.
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {}));
      await stage.assertAccessible(page);
      await stage.screenshot(page, `assignment-${size}-${colorScheme}`, { fullPage: true });
    }
  }
  await page.setViewportSize(VIEWPORTS.desk);
  await page.emulateMedia({ colorScheme: "light" });
  await everybody(page).getByRole("button", { name: "Affecter tout le monde" }).click();
  await page.getByText(new RegExp(`${n} personnes? affectées?`)).waitFor();
  await everybody(page).getByText("Personne ne changerait d’organisme.").waitFor();
  const after = await eventually("the scoped console has other people", PUSHED_WITHIN_MS, async () => {
    const now = await nPeople(scoped);
    return now === before ? undefined : now;
  });
  assert.notEqual(after, before);

  await page.getByRole("button", { name: "Annuler" }).click();
  await everybody(page).getByText(new RegExp(`${n} personnes? changerai`)).waitFor();
  await eventually("the scoped console has its own people again", PUSHED_WITHIN_MS, async () =>
    (await nPeople(scoped)) === before ? true : undefined,
  );

  // The feed tells both, and a scoped administrator has no way to the rules.
  await watching.locator(".feed li", { hasText: "affectées à des co-organisateurs" }).first().waitFor();
  await scoped.locator('nav a[href="#/settings"]').click();
  await scoped.getByRole("heading", { level: 1, name: "Réglages" }).waitFor();
  assert.equal(await scoped.locator('a[href$="/assignment"]').count(), 0);
});
