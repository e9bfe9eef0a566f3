// Taking an expert's slot at once, waiting when there is none, and being asked when one is freed
// (B2B-02, EXP-03, LIV-04): by three people whom the test brings along.

import assert from "node:assert/strict";

import { MAIN, enter, enterPhone } from "./enter.mjs";
import { STILL_WITH_GUESTS, scene } from "./harness.mjs";

const EXPERT = "Zélie Brévanne";

/** An expert with time for one, and two who seek what only she offers. */
const GUESTS = {
  experts: [
    ["Identifiant", "Prénom", "Nom", "Société", "Pays", "Expertise", "Rendez-vous max"],
    ["X-1", "Zélie", "Brévanne", "Cabinet Brévanne", "FR", "Brevets de la mer", "1"],
  ],
  participants: [
    ["Identifiant", "Prénom", "Nom", "Société", "Pays", "Propose", "Recherche"],
    ["Y-1", "Aldo", "Quermeur", "Quermeur Hydro", "FR", "", "Brevets de la mer"],
    ["Y-2", "Basile", "Rossignac", "Rossignac Sonar", "FR", "", "Brevets de la mer"],
  ],
};

/** Brings people along; the phones of those who are no experts, by name. */
async function phonesOf(stage, guests) {
  const before = new Set((await stage.server.signIns()).map(({ actor }) => actor));
  await stage.server.adopt(guests);
  const phones = new Map();
  for (const signIn of await stage.server.signIns()) {
    if (before.has(signIn.actor)) continue;
    const phone = await enterPhone(stage, signIn);
    await phone.locator('a[href="#/badge"]').click();
    const name = await phone.locator(".badge-card .name").innerText();
    phones.set(name, phone);
  }
  return phones;
}

async function suggested(phone) {
  await phone.locator('a[href="#/answers"]').click();
  const panel = phone.getByRole("region", { name: /^Qui rencontrer/ });
  await panel.getByRole("button", { name: "Voir les suggestions" }).click();
  const row = panel.locator("ul > li", { hasText: EXPERT });
  await row.waitFor();
  return row;
}

scene("one takes an expert's only slot, another waits, and is asked when the first cannot come", STILL_WITH_GUESTS, async (stage) => {
  const phones = await phonesOf(stage, GUESTS);
  const [first, second] = [phones.get("Aldo Quermeur"), phones.get("Basile Rossignac")];
  assert.ok(first && second, `the guests are ${[...phones.keys()]}`);
  const console_ = await enter(stage, MAIN);

  const row = await suggested(first);
  assert.match(await row.innerText(), /Propose\s: Brevets de la mer/);
  await row.locator("select").selectOption({ index: 1 });
  const when = await row.locator("select option:checked").innerText();
  await stage.screenshot(first, "waiting-take", { fullPage: true });
  await row.getByRole("button", { name: "Prendre" }).click();
  await row.getByText("Demandé", { exact: true }).waitFor();
  await first.locator('a[href="#/"]').click();
  const meeting = first.locator("article.engagement", { hasText: EXPERT });
  await meeting.waitFor();
  assert.match(await meeting.locator("xpath=ancestor::li[1]").innerText(), new RegExp(when.slice(-5)));

  // Her one meeting is given: who comes later is offered to wait, and nothing else.
  const later = await suggested(second);
  assert.equal(await later.locator("select").count(), 0);
  assert.equal(await later.getByRole("button", { name: "Prendre" }).count(), 0);
  await later.getByRole("button", { name: "Liste d’attente" }).click();
  await later.getByText("Demandé", { exact: true }).waitFor();
  await stage.assertAccessible(second);
  await stage.screenshot(second, "waiting-wait", { fullPage: true });

  await first.getByRole("button", { name: `Autres actions pour ${EXPERT}` }).click();
  await first.getByRole("button", { name: "Annuler le rendez-vous" }).click();
  await first.getByRole("radio", { name: "Problème de transport" }).check({ force: true });
  await first.getByRole("button", { name: "Annuler le rendez-vous" }).click();

  const accept = second.getByRole("button", { name: "J’accepte" });
  await accept.waitFor();
  await second.getByText("Vous étiez sur liste d’attente").first().waitFor();
  await stage.screenshot(second, "waiting-offered", { fullPage: true });
  await accept.click();
  await second.locator('a[href="#/"]').click();
  const booked = second.locator("article.engagement", { hasText: EXPERT });
  await booked.waitFor();
  await booked.getByText("Créneau proposé").waitFor({ state: "detached" });
  await console_.locator(".feed li", { hasText: "Brévanne" }).first().waitFor();
});
