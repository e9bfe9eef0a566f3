// The event's keywords, kinds of cooperation and key figures are edited online, by several at once,
// with undo and import (CAT-09, EEN-05, EEN-06).

import assert from "node:assert/strict";

import { COLLEAGUE, MAIN, SCOPED, enter } from "./enter.mjs";
import { STILL, VIEWPORTS, eventually, PUSHED_WITHIN_MS, scene } from "./harness.mjs";

async function openSettings(page) {
  await page.locator('nav a[href="#/settings"]').click();
  await page.getByRole("heading", { level: 1, name: /^(Réglages|Settings)$/ }).waitFor();
}

const panel = (page, name) => page.locator("section.panel").filter({ has: page.getByRole("heading", { name }) });

scene("keywords and key figures are added, renamed, imported and taken back for everybody", STILL, async (stage) => {
  // A refusal of the rules is an answer of its own.
  stage.tolerate(/409/);
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  for (const page of [first, second]) await openSettings(page);
  const topics = (page) => panel(page, /^Mots-clés/);
  const cooperation = (page) => panel(page, /^Coopérations recherchées/);
  const figures = (page) => panel(page, /^Chiffres clés/);

  await topics(first).locator("#vocabulary-topics").fill("Hydrolien | Dragage");
  await topics(first).getByRole("button", { name: "Ajouter" }).click();
  await topics(second).getByText("Hydrolien", { exact: true }).waitFor();
  await topics(second).getByText("Dragage", { exact: true }).waitFor();

  // The other renames what the first added; the words are cards and reach everybody.
  await topics(second).getByRole("button", { name: /^Modifier\s: Dragage$/ }).click();
  await topics(second).locator("li input").fill("Dragage portuaire");
  await topics(second).getByRole("button", { name: /^Garder\s: Dragage$/ }).click();
  await topics(first).getByText("Dragage portuaire", { exact: true }).waitFor();

  const fields = { name: "Brevets", unit: "brevets", min: "0", max: "500" };
  for (const [key, text] of Object.entries(fields)) await figures(first).locator(`#vocabulary-figure-${key}`).fill(text);
  await figures(first).getByRole("button", { name: "Ajouter le chiffre" }).click();
  await figures(second).getByText("De 0 à 500 brevets").waitFor();
  await stage.assertAccessible(first);
  await stage.screenshot(first, "vocabulary", { fullPage: true });

  // Both change the figure; the one who is later sees theirs, keeps his own in the fields, and
  // nothing is replaced before he says so.
  const editFigure = (page) => figures(page).getByRole("button", { name: /^Modifier\s: Brevets$/ }).click();
  for (const page of [first, second]) await editFigure(page);
  await figures(second).locator("#vocabulary-figure-max").fill("900");
  await figures(second).getByRole("button", { name: "Enregistrer" }).click();
  await figures(first).getByText(/Il est maintenant\s: Brevets, De 0 à 900 brevets/).waitFor();
  assert.equal(await figures(first).locator("#vocabulary-figure-max").inputValue(), "500");
  await stage.assertAccessible(first);
  await stage.screenshot(first, "vocabulary-figure-overtaken");
  await figures(first).getByRole("button", { name: "Garder la sienne" }).click();
  assert.equal(await figures(first).locator("#vocabulary-figure-max").inputValue(), "900");
  await figures(first).locator("#vocabulary-figure-name").fill("Brevets déposés");
  await figures(first).getByRole("button", { name: "Enregistrer" }).click();
  await figures(second).getByText("Brevets déposés", { exact: true }).waitFor();

  // A keyword is renamed by both.
  const rename = (page, word) => topics(page).getByRole("button", { name: new RegExp(`^Modifier\\s: ${word}$`) }).click();
  for (const page of [first, second]) await rename(page, "Hydrolien");
  await topics(second).locator("li input").fill("Énergie hydrolienne");
  await topics(second).getByRole("button", { name: /^Garder\s: Hydrolien$/ }).click();
  await topics(first).getByText(/Il est maintenant\s: Énergie hydrolienne/).waitFor();
  await topics(first).locator("li input").fill("Hydrolien");
  await topics(first).getByRole("button", { name: "Remplacer par la mienne" }).click();
  for (const page of [first, second]) await topics(page).getByText("Hydrolien", { exact: true }).waitFor();

  const lines = first.locator("#vocabulary-import");
  await lines.fill("coopération;Franchise\nchiffre;Surface;m²;9;1");
  await first.getByRole("button", { name: "Importer" }).click();
  await first.getByText("La ligne 2 ne peut pas être lue. Rien n’a été importé.").waitFor();
  assert.equal(await cooperation(second).getByText("Franchise").count(), 0);
  await lines.fill("coopération;Franchise\nchiffre;Surface;m²;1;9000\nmot-clé;Hydrolien");
  await first.getByRole("button", { name: "Importer" }).click();
  await first.getByText("3 lignes importées").first().waitFor();
  await cooperation(second).getByText("Franchise", { exact: true }).waitFor();
  await figures(second).getByText("Surface", { exact: true }).waitFor();
  assert.equal(await topics(first).getByText("Hydrolien", { exact: true }).count(), 1, "what is there stays once");

  // The feed has each change and takes the last one back.
  await second.locator('nav a[href="#/"]').click();
  const line = second.locator(".feed li", { hasText: "Mots-clés et chiffres clés modifiés" }).first();
  await line.getByRole("button", { name: /Annuler/ }).click();
  await eventually("the import is taken back", PUSHED_WITHIN_MS, async () =>
    (await cooperation(first).getByText("Franchise", { exact: true }).count()) === 0 ? true : undefined,
  );
});

scene("the lists fit every width in both themes, and who may not change them sees them only", STILL, async (stage) => {
  for (const [size, viewport] of Object.entries(VIEWPORTS)) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await enter(stage, MAIN, viewport, { colorScheme });
      await openSettings(page);
      await page.locator("#vocabulary-topics").waitFor();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `nothing is cut off at the side (${size}, ${overflow} px)`);
      await page.locator("#vocabulary-figure-name").scrollIntoViewIfNeeded();
      await stage.screenshot(page, `vocabulary-${size}-${colorScheme}`);
      await page.context().close();
    }
  }
  const scoped = await enter(stage, SCOPED);
  await openSettings(scoped);
  await panel(scoped, /^Mots-clés/).locator("li").first().waitFor();
  assert.equal(await scoped.locator("#vocabulary-topics").count(), 0);
  assert.equal(await scoped.locator("#vocabulary-import").count(), 0);
});
