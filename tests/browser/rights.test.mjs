// A main administrator opens one function on some rows to a colleague, who then finds what waits in
// her rows and nothing else; what is not open to her says so on a page (BO-02, EEN-16).

import assert from "node:assert/strict";

import { MAIN, SCOPED, enter } from "./enter.mjs";
import { PUSHED_WITHIN_MS, STILL, eventually, scene } from "./harness.mjs";
import { look } from "./looks.mjs";

const WIDE = { width: 1280, height: 900 };

const eventOf = (page) => page.url().match(/[0-9a-f-]{36}/)[0];

/** Another page of the same browser. */
const beside = async (stage, page, address) =>
  stage.open(address, { viewport: WIDE, storageState: await page.context().storageState() });

/** The companies in the queue. */
const waiting = (page) => page.locator(".register-rows li b").allInnerTexts();

/** The names of the functions that are ticked. */
const ticked = (page) =>
  page.locator('.rights input:checked').evaluateAll((boxes) => boxes.map((box) => box.closest("label").querySelector("span").textContent));

scene("one function on some rows opens what waits there, and nothing else", STILL, async (stage) => {
  stage.tolerate(/40[34]/);
  const [main, scoped] = [await enter(stage, MAIN, WIDE), await enter(stage, SCOPED, WIDE)];
  for (const page of [main, scoped]) await page.locator(".tiles").waitFor();
  const event = eventOf(main);

  // The team, and whose rows the colleague sees.
  const team = await beside(stage, main, `/desk/${event}/team`);
  const row = team.locator("tbody tr").filter({ hasText: "Co-administrateur" }).filter({ hasNotText: "Toutes" });
  assert.equal(await row.count(), 1, "one colleague looks after some rows");
  const organisation = (await row.locator("td").nth(3).innerText()).trim();
  await row.getByRole("link", { name: /^Modifier/ }).click();
  await team.getByRole("heading", { name: "Droits du co-administrateur" }).waitFor();
  await look(stage, team, "rights-team");

  // A set ticks its boxes and saves nothing; one box more or less is one press.
  await team.getByRole("button", { name: "Contenus", exact: true }).click();
  assert.deepEqual(await ticked(team), ["Formulaire et listes", "Annonces", "Courriels", "Site public"]);
  await team.getByRole("button", { name: "Rien", exact: true }).click();
  assert.deepEqual(await ticked(team), []);
  await team.getByRole("checkbox", { name: "Inscriptions et profils", exact: true }).check();
  await team.getByRole("button", { name: "Enregistrer", exact: true }).last().click();
  await team.getByText("C’est fait.").waitFor();
  assert.equal((await row.locator("td").nth(2).innerText()).trim(), "Inscriptions et profils");

  // France is hers by rule.
  const rules = await beside(stage, main, `/desk/${event}/assignment`);
  await rules.locator("#country-0").selectOption({ label: "France" });
  await rules.locator("#organisation-0").selectOption({ label: organisation });
  await rules.getByRole("button", { name: "Enregistrer les règles" }).click();
  await rules.getByText("Règles enregistrées.").waitFor();
  const all = await beside(stage, main, `/desk/${event}/registrations`);
  const everybody = await waiting(all);
  const french = await all.locator(".register-rows li", { hasText: "FR" }).locator("b").allInnerTexts();
  assert.ok(french.length > 0 && french.length < everybody.length, `${french} of ${everybody}`);

  // Her console names what is open, as soon as it is.
  await eventually("the desk in her console", PUSHED_WITHIN_MS, async () => {
    await scoped.locator('nav a[href="#/settings"]').click();
    const links = await scoped.getByRole("navigation", { name: "Bureau" }).getByRole("link").allInnerTexts();
    return links.map((text) => text.trim()).join() === "Inscriptions,Profils" || undefined;
  });
  await stage.screenshot(scoped, "rights-console", { fullPage: true });

  // What waits in her rows, and nothing else.
  const queue = await beside(stage, scoped, `/desk/${event}/registrations`);
  assert.deepEqual((await waiting(queue)).sort(), [...french].sort());
  await queue.getByText("vos lignes seulement").waitFor();
  for (const name of ["Formulaire", "Inscrire sur place"]) {
    assert.equal(await queue.getByRole("link", { name, exact: true }).count(), 0, name);
  }
  await look(stage, queue, "rights-queue");

  // What is others' is not there, and what is not open says what it takes.
  const foreign = all.locator(".register-rows li").filter({ hasNotText: "FR" }).locator("a").first();
  for (const [address, says] of [
    [await foreign.getAttribute("href"), "Page introuvable"],
    [`/desk/${event}/form`, "Formulaire et listes"],
    [`/desk/${event}/team`, "administrateurs principaux"],
  ]) {
    await queue.goto(address);
    await queue.getByText(says).first().waitFor();
    await queue.getByRole("link", { name: "Revenir à la console" }).waitFor();
  }
  await look(stage, queue, "rights-refused");

  // She takes one in: its people are hers from then on.
  await queue.goto(`/desk/${event}/registrations`);
  await queue.getByRole("link", { name: french[0], exact: true }).click();
  await queue.getByRole("heading", { level: 1, name: french[0] }).waitFor();
  await look(stage, queue, "rights-registration");
  await queue.getByRole("button", { name: "Valider l’inscription" }).click();
  await queue.getByText("Inscription validée").waitFor();
  await all.goto(`/desk/${event}/registrations?state=validated`);
  await all.getByRole("link", { name: french[0], exact: true }).waitFor();
  await scoped.locator('nav a[href="#/people"]').click();
  await scoped.getByRole("searchbox").fill(french[0]);
  await scoped.locator(".list .item .title").first().waitFor();

  // The list of those who may be written to is personal data: the main administrator's.
  const consents = await beside(stage, main, `/desk/${event}/consents`);
  await consents.getByRole("heading", { level: 1, name: "Consentements à la prospection" }).waitFor();
  await look(stage, consents, "rights-consents");
  await queue.goto(`/desk/${event}/consents`);
  await queue.getByText("Données personnelles").first().waitFor();
});
