// The journal of an event (SEC-13, SEC-14): what an administrator does leaves a line, which is
// found, taken along, and checked.

import assert from "node:assert/strict";

import { MAIN, SCOPED, enter } from "./enter.mjs";
import { STILL, scene } from "./harness.mjs";
import { look } from "./looks.mjs";

const WIDE = { width: 1280, height: 900 };
const heading = (page, name) => page.getByRole("heading", { level: 1, name, exact: true });
const rows = (page) => page.locator("table.log tbody tr");

/** Fetches what a link downloads. */
async function taken(page, name) {
  const link = page.getByRole("link", { name });
  const address = await link.getAttribute("href");
  const response = await page.request.get(new URL(address, page.url()).href);
  assert.equal(response.status(), 200);
  assert.match(response.headers()["content-disposition"], /attachment/);
  return response.text();
}

scene("what an administrator does is in the journal, to be found, taken along and checked", STILL, async (stage) => {
  const page = await enter(stage, MAIN, WIDE);
  await page.locator('nav a[href="#/settings"]').click();
  await page.locator('a[href$="/journal"]').click();
  await heading(page, "Journal").waitFor();
  assert.ok((await rows(page).count()) > 0, "the demo was made by somebody");
  await look(stage, page, "journal");

  // Somebody's data are handed out.
  const desk = page.url().replace(/\/journal.*/, "");
  await page.goto(`${desk}/privacy`);
  const person = page.locator("ul.stack a").first();
  const name = (await person.innerText()).trim();
  await person.click();
  await taken(page, /copie|JSON/i);
  await page.goto(`${desk}/journal`);
  const first = rows(page).first();
  await first.getByText(`Données d’une personne remises\u00a0: ${name}`).waitFor();

  // From the keyboard: by kind, then by somebody who is not there.
  await page.getByLabel("Nature").selectOption({ label: "Données personnelles" });
  await page.getByLabel("Nature").press("Tab");
  await page.getByRole("button", { name: "Filtrer" }).press("Enter");
  await page.waitForURL(/kind=data/);
  assert.equal(await rows(page).count(), 1);
  await look(stage, page, "journal-filtered");
  await first.getByRole("link", { name: /Personne/ }).click();
  await heading(page, name).waitFor();
  await page.goBack();
  await page.getByLabel("Personne ou entreprise").fill("zzz");
  await page.getByRole("button", { name: "Filtrer" }).click();
  await page.getByRole("alert").getByText(/Personne ne porte ce nom ici/).waitFor();
  assert.equal(await page.getByLabel("Personne ou entreprise").inputValue(), "zzz");
  await look(stage, page, "journal-nobody");
  await page.getByRole("link", { name: "Tout afficher" }).click();

  // Older pages and back.
  const newest = await rows(page).first().getAttribute("id");
  await page.getByRole("link", { name: "Plus anciennes" }).click();
  await page.waitForURL(/before=/);
  assert.notEqual(await rows(page).first().getAttribute("id"), newest);
  await page.getByRole("link", { name: "Les plus récentes" }).click();
  await page.waitForURL((url) => !url.search.includes("before"));
  assert.equal(await rows(page).first().getAttribute("id"), newest);

  const table = await taken(page, "Tableau (CSV)");
  assert.ok(table.startsWith("\uFEFF\"Numéro\";\"Date\""), table.slice(0, 80));
  const lines = (await taken(page, "Lignes JSON")).trim().split("\n").map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.slice(0, 3).map(({ action }) => action),
    ["journal_exported", "journal_exported", "data_exported"],
  );

  await page.getByRole("link", { name: "Vérifier la chaîne" }).click();
  await page.getByRole("status").getByText(/Journal\u00a0: chaîne intacte, 3 vérifiées/).waitFor();
  await look(stage, page, "journal-checked");

  // Connections are taken along the same way.
  await page.getByRole("link", { name: "Connexions", exact: true }).click();
  await heading(page, "Journal des connexions").waitFor();
  assert.match(await taken(page, "Tableau (CSV)"), /"Adresse"/);
  await look(stage, page, "journal-connections");

  // Who sees some rows only finds no way there.
  const scoped = await enter(stage, SCOPED, WIDE);
  await scoped.locator('nav a[href="#/settings"]').click();
  await scoped.getByRole("heading", { level: 1, name: "Réglages" }).waitFor();
  assert.equal(await scoped.locator('a[href$="/journal"]').count(), 0);
});
