// Interpreters and equipment: added and changed by several at once, needed by people, and never
// promised twice, neither by a plan nor by hand.

import assert from "node:assert/strict";

import { COLLEAGUE, MAIN, SCOPED, enter } from "./enter.mjs";
import { cellIn, cellsOf, openFloor } from "./floor.mjs";
import { PUSHED_WITHIN_MS, STILL, STILL_WITH_GUESTS, VIEWPORTS, eventually, scene } from "./harness.mjs";

/** A computation of five seconds on a busy machine. */
const COMPUTED_WITHIN_MS = 60_000;

const NAME = "Interprète d’arabe";

async function openSettings(page) {
  await page.locator('nav a[href="#/settings"]').click();
  await page.getByRole("heading", { level: 1, name: "Réglages" }).waitFor();
}

const panel = (page) =>
  page.locator("section.panel").filter({ has: page.getByRole("heading", { name: /^Interprètes et matériel/ }) });

const line = (page, name) => panel(page).locator("li").filter({ hasText: name });

/** Adds something that there is a number of, there in the named slots only, or always. */
async function add(page, { name, kind, count, times }) {
  await panel(page).getByRole("button", { name: "Ajouter un interprète ou du matériel" }).click();
  await page.locator("#resource-name").fill(name);
  if (kind) await page.locator("#resource-kind").selectOption({ label: kind });
  await page.locator("#resource-count").fill(String(count));
  if (times) await present(page, times);
  await panel(page).getByRole("button", { name: "Ajouter", exact: true }).click();
  await line(page, name).waitFor();
}

/** Says in the open form from which slot until which it is there. */
async function present(page, [from, until]) {
  const always = panel(page).getByRole("checkbox");
  if (await always.isChecked()) await always.click();
  await page.locator("#resource-from-0").selectOption(from);
  await page.locator("#resource-until-0").selectOption(until);
}

async function openPerson(page, name) {
  await page.locator('nav a[href="#/people"]').click();
  await page.getByRole("heading", { level: 1, name: "Personnes" }).waitFor();
  await page.locator('input[type="search"]').first().fill(name);
  await page.locator("ul.list > li", { hasText: name }).first().getByRole("button").click();
  const sheet = page.locator("aside.side");
  await sheet.getByRole("heading", { name: "Besoins" }).waitFor();
  return sheet;
}

async function letNeed(page, name, what) {
  const sheet = await openPerson(page, name);
  await sheet.getByRole("button", { name: "Modifier les besoins" }).click();
  await sheet.getByRole("checkbox", { name: what }).check();
  await sheet.getByRole("button", { name: "Enregistrer", exact: true }).click();
  await sheet.locator(".chip", { hasText: what }).waitFor();
}

scene("interpreters and equipment are added, changed over each other and taken away for everybody", STILL, async (stage) => {
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  for (const page of [first, second]) await openSettings(page);
  await panel(first).getByText("Rien n’est compté").waitFor();
  await add(first, { name: NAME, count: 1 });
  await add(first, { name: "Écran", kind: "Matériel", count: 3 });
  await line(second, NAME).getByText("Interprète · 1 à la fois · personne n’en a besoin").waitFor();

  // Both change the same line; the one who is later sees it in place, and chooses.
  const edit = (page) => line(page, NAME).getByRole("button", { name: /^Modifier/ }).click();
  await edit(first);
  await edit(second);
  await second.locator("#resource-count").fill("2");
  await panel(second).getByRole("button", { name: "Enregistrer" }).click();
  await panel(first).getByText(/Elle est maintenant\s: Interprète d’arabe, Interprète, 2 à la fois/).waitFor();
  await stage.assertAccessible(first);
  await stage.screenshot(first, "resources-overtaken");
  await first.locator("#resource-count").fill("4");
  await panel(first).getByRole("button", { name: "Remplacer par la mienne" }).click();
  for (const page of [first, second]) await line(page, NAME).getByText(/4 à la fois/).waitFor();

  // A name alone is somebody's change as well. What was saved before has been answered by then.
  await first.locator("#resource-name").waitFor({ state: "detached" });
  for (const page of [first, second]) await edit(page);
  await second.locator("#resource-name").fill("Interprète d’arabe et de persan");
  await panel(second).getByRole("button", { name: "Enregistrer" }).click();
  await panel(first).getByText(/Elle est maintenant\s: Interprète d’arabe et de persan/).waitFor();
  await panel(first).getByRole("button", { name: "Remplacer par la mienne" }).click();
  await line(second, NAME).getByRole("button", { name: new RegExp(`^Modifier\\s: ${NAME}$`) }).waitFor();
  await first.locator("#resource-name").waitFor({ state: "detached" });

  const [slot] = await halfDay(first);
  await edit(first);
  await present(first, [slot, slot]);
  await panel(first).getByRole("button", { name: "Enregistrer" }).click();
  await line(second, NAME).getByText(/\d\d:\d\d–\d\d:\d\d/).waitFor();

  // Who needs it is told beside it; needs are overtaken in place too.
  const sheets = [];
  for (const page of [first, second]) {
    const sheet = await openPerson(page, "");
    await sheet.getByRole("button", { name: "Modifier les besoins" }).click();
    sheets.push(sheet);
  }
  await sheets[1].getByRole("checkbox", { name: "Écran" }).check();
  await sheets[1].getByRole("button", { name: "Enregistrer", exact: true }).click();
  await sheets[0].getByText(/Quelqu’un vient de changer ces besoins. Maintenant\s: Écran/).waitFor();
  await stage.assertAccessible(first);
  await stage.screenshot(first, "resources-needs-overtaken");
  await sheets[0].getByRole("checkbox", { name: NAME }).check();
  await sheets[0].getByRole("button", { name: "Remplacer par la mienne" }).click();
  await sheets[1].locator(".chip", { hasText: NAME }).waitFor();
  assert.equal(await sheets[1].locator(".chip", { hasText: "Écran" }).count(), 0);

  // Taken away, it is needed no more; one press brings both back.
  await openSettings(first);
  await line(first, NAME).getByText(/1 personne en a besoin/).waitFor();
  await line(first, NAME).getByRole("button", { name: /^Retirer/ }).click();
  await line(first, NAME).waitFor({ state: "detached" });
  await sheets[1].getByText("Ni interprète ni matériel").waitFor();
  await first.locator(".toast").getByRole("button", { name: "Annuler" }).last().click();
  await line(first, NAME).getByText(/1 personne en a besoin/).waitFor();
  await sheets[1].locator(".chip", { hasText: NAME }).waitFor();
});

/** The values of a few slots to come, as the form offers them. */
async function halfDay(page) {
  await line(page, NAME).getByRole("button", { name: /^Modifier/ }).click();
  const always = panel(page).getByRole("checkbox");
  if (await always.isChecked()) await always.click();
  const options = await page.locator("#resource-from-0 option").evaluateAll((all) =>
    all.filter((one) => one.value !== "").map((one) => ({ value: one.value, at: one.textContent.trim() })),
  );
  await panel(page).getByRole("button", { name: "Annuler" }).click();
  const now = await page.locator(".clock").first().innerText();
  const [hour, minute] = now.match(/\d+/g);
  const next = options.filter(({ at }) => at > `${hour}:${minute}`);
  return next.slice(1).map(({ value }) => value);
}

const proposals = (page) => page.locator(".plan-item");

/** Computes a plan and opens it. */
async function plan(page) {
  await page.locator('nav a[href="#/plan"]').click();
  await page.getByRole("heading", { level: 1, name: "Planning" }).waitFor();
  // Counted before the list is here, an earlier proposal would look like the new one.
  await eventually("the list is here", COMPUTED_WITHIN_MS, async () =>
    (await page.locator(".skeleton, [aria-busy='true']").count()) === 0 ? true : undefined,
  );
  const before = await proposals(page).count();
  await page.locator("#plan-seconds").selectOption("5");
  await page.getByRole("button", { name: "Calculer une proposition" }).click();
  const stop = page.getByRole("button", { name: "Arrêter" });
  await stop.waitFor();
  await stop.waitFor({ state: "detached", timeout: COMPUTED_WITHIN_MS });
  await eventually("the proposal is in the list", COMPUTED_WITHIN_MS, async () =>
    (await proposals(page).count()) === before + 1 ? true : undefined,
  );
  await proposals(page).first().getByRole("button", { name: /^Voir/ }).click();
  await page.locator(".plan-figures").waitFor();
  await page.getByRole("searchbox", { name: "Chercher une personne, une société" }).fill("Kermadec");
}

async function publish(page) {
  await page.getByRole("button", { name: /^Publier .+ rendez-vous$/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publier", exact: true }).click();
  await page.getByText(/rendez-vous publiés?/).first().waitFor({ timeout: COMPUTED_WITHIN_MS });
}

const rowsOf = (page) => page.locator("#plan-detail-panel li");

scene("an interpreter who is busy keeps a second meeting from that hour, in a plan and by hand", STILL_WITH_GUESTS, async (stage) => {
  await stage.server.adopt({
    experts: [
      ["id", "first name", "last name", "company"],
      ["X-0", "Iris", "Valmorel", "Conseil Nord"],
      ["X-1", "Lise", "Valdoré", "Conseil Sud"],
    ],
    participants: [
      ["id", "first name", "last name", "company"],
      ["Y-0", "Noé", "Kermadec", "Atelier Nord"],
      ["Y-1", "Zoé", "Kermadec", "Atelier Sud"],
    ],
    requests: [
      ["asker", "asked"],
      ["Y-0", "X-0"],
      ["Y-1", "X-1"],
    ],
  });
  const page = await enter(stage, MAIN, { width: 1920, height: 2200 });
  await openSettings(page);
  await add(page, { name: NAME, count: 1 });
  const [slot, after] = await halfDay(page);
  await line(page, NAME).getByRole("button", { name: /^Modifier/ }).click();
  await present(page, [slot, slot]);
  await panel(page).getByRole("button", { name: "Enregistrer" }).click();
  await panel(page).getByRole("button", { name: "Enregistrer" }).waitFor({ state: "detached" });
  for (const name of ["Noé Kermadec", "Zoé Kermadec"]) await letNeed(page, name, NAME);

  // One hour, one interpreter, two meetings: one of them has no place, and its reason.
  await plan(page);
  await eventually("one of the two is placed", PUSHED_WITHIN_MS, async () =>
    (await rowsOf(page).count()) === 1 ? true : undefined,
  );
  await page.getByRole("tab", { name: /Non placés/ }).click();
  await page.getByText(/Interprète d’arabe\s: tout est déjà pris aux heures communes/).waitFor();
  await stage.screenshot(page, "resources-plan");
  await publish(page);

  // With an hour more the other finds one, not the same.
  await openSettings(page);
  await line(page, NAME).getByRole("button", { name: /^Modifier/ }).click();
  await present(page, [slot, after]);
  await panel(page).getByRole("button", { name: "Enregistrer" }).click();
  await panel(page).getByRole("button", { name: "Enregistrer" }).waitFor({ state: "detached" });
  await plan(page);
  await eventually("the other is placed", PUSHED_WITHIN_MS, async () =>
    (await rowsOf(page).count()) === 1 ? true : undefined,
  );
  await publish(page);

  await openFloor(page);
  const found = await eventually("both meetings are on the floor", PUSHED_WITHIN_MS, async () => {
    const cells = (await cellsOf(page)).filter(({ who }) => who.some((one) => /Kermadec|Atelier (Nord|Sud)/.test(one)));
    return cells.length === 2 ? cells : undefined;
  });
  const [one, other] = found;
  assert.notEqual(one.column, other.column, "the interpreter is at one meeting at a time");

  // By hand: every free table of that hour is refused, with the reason.
  const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
  const free = (await cellsOf(page)).find((cell) => cell.column === other.column && cell.state === undefined);
  const [fromX, fromY] = middle(await cellIn(page, one.id).boundingBox());
  await page.mouse.move(fromX, fromY);
  await page.mouse.down();
  await page.mouse.move(fromX + 12, fromY + 12, { steps: 4 });
  await page.mouse.move(...middle(await cellIn(page, free.id).boundingBox()), { steps: 6 });
  await page.locator(`#${free.id}[data-drop="refused"]`).waitFor();
  await page.locator(".drop-label", { hasText: /Interprète d’arabe\s: tout est déjà pris au créneau de/ }).waitFor();
  await stage.screenshot(page, "resources-floor");
  await page.mouse.up();
  await page.keyboard.press("Escape");
  assert.equal((await cellsOf(page)).filter(({ id, who }) => id === one.id && who.length > 0).length, 1, "it stays where it was");
});

scene("interpreters and equipment fit every width in both themes, and who may not change them sees them only", STILL, async (stage) => {
  const main = await enter(stage, MAIN);
  await openSettings(main);
  await add(main, { name: NAME, count: 1 });
  await add(main, { name: "Écran de démonstration avec pied", kind: "Matériel", count: 12 });
  for (const [size, viewport] of Object.entries(VIEWPORTS)) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await enter(stage, MAIN, viewport, { colorScheme });
      await openSettings(page);
      await line(page, NAME).getByRole("button", { name: /^Modifier/ }).click();
      await panel(page).getByRole("checkbox").click();
      await page.locator("#resource-from-0").waitFor();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `nothing is cut off at the side (${size}, ${overflow} px)`);
      await panel(page).scrollIntoViewIfNeeded();
      await stage.assertAccessible(page);
      await stage.screenshot(page, `resources-${size}-${colorScheme}`, { fullPage: true });
      const sheet = await openPerson(page, "");
      await sheet.getByRole("button", { name: "Modifier les besoins" }).click();
      await stage.screenshot(page, `resources-needs-${size}-${colorScheme}`);
      await page.context().close();
    }
  }
  const english = await enter(stage, MAIN, VIEWPORTS.desk, { language: "en" });
  await english.locator('nav a[href="#/settings"]').click();
  await english.getByText("Interpreters and equipment").waitFor();
  await english.getByText("Interpreter · 1 at a time · nobody needs it").waitFor();
  const scoped = await enter(stage, SCOPED);
  await openSettings(scoped);
  await line(scoped, NAME).waitFor();
  assert.equal(await panel(scoped).getByRole("button").count(), 0);
});
