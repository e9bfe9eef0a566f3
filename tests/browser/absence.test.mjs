// An expert who falls ill: everything that this touches, substitutes that suit, one action for all
// of it, and one to take it back (LIV-03, EXP-10).

import assert from "node:assert/strict";

import { COLLEAGUE, EXPERT, MAIN, enter } from "./enter.mjs";
import { cellsOf, openFloor } from "./floor.mjs";
import { PUSHED_WITHIN_MS, STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";

/** The experts' floor of a page. */
async function openExperts(page) {
  await openFloor(page);
  await page.getByRole("radio", { name: "Experts" }).click();
  await page.locator('.floor[data-axis="experts"] [role="gridcell"] .slot').first().waitFor();
}

/** How many meetings to come a row of the floor shows, and whether its expert is marked absent. */
async function rowOf(page, name) {
  const row = page.locator(".grid-row", { has: page.locator(`.grid-place b[title="${name}"]`) });
  const id = await row.locator('[role="gridcell"]').first().getAttribute("id");
  const number = Number(id.split("-")[1]);
  const cells = (await cellsOf(page)).filter((cell) => cell.row === number);
  return {
    planned: cells.filter((cell) => cell.state === "planned").map((cell) => `${cell.id} ${cell.who}`),
    isAbsent: /absent depuis/.test(await row.locator(".grid-place").innerText()),
  };
}

const rowBecomes = (page, name, what, suits) =>
  eventually(`${name}: ${what}`, PUSHED_WITHIN_MS, async () => (suits(await rowOf(page, name)) ? true : undefined));

scene("an expert's meetings go to substitutes in one action, and come back with one", STILL, async (stage) => {
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  await openExperts(first);
  await openExperts(second);
  const name = "Damien Thérovasseau";
  const before = await rowOf(second, name);
  assert.ok(before.planned.length >= 2, "the expert has meetings to come");

  await first.getByRole("button", { name: /Expert indisponible/ }).click();
  const drawer = first.getByRole("dialog", { name: "Expert indisponible" });
  const key = await drawer.locator("#absent-expert option", { hasText: name }).getAttribute("value");
  await drawer.locator("#absent-expert").selectOption(key);

  const lines = drawer.locator(".plan > li");
  await lines.first().waitFor();
  const n = await lines.count();
  const figures = await drawer.locator(".balance dd").allInnerTexts();
  assert.equal(Number(figures[0]), n, "each affected meeting is listed");
  assert.equal(Number(figures[1]) + Number(figures[2]), n, "each is either taken over or called off");
  assert.ok(Number(figures[1]) > 0, "somebody takes over");
  for (const substitute of await lines.locator(".with > .clip").allInnerTexts()) {
    assert.notEqual(substitute.trim(), name, "nobody is replaced by himself");
  }

  // Another choice is looked at, and taken back, before anything happens.
  const change = lines.first().getByRole("button", { name: /^Changer pour/ });
  await change.click();
  await first.getByRole("menuitemradio", { name: "Annuler ce rendez-vous" }).click();
  await eventually("the balance follows the choice", PUSHED_WITHIN_MS, async () => {
    const now = await drawer.locator(".balance dd").allInnerTexts();
    return Number(now[2]) === Number(figures[2]) + 1 ? true : undefined;
  });
  await change.click();
  await first.getByRole("menuitemradio").first().click();
  await stage.screenshot(first, "absence-plan");
  assert.deepEqual(await rowOf(second, name), before, "a plan that is looked at changes nothing");

  await drawer.getByRole("button", { name: /^Appliquer/ }).click();
  await drawer.waitFor({ state: "detached" });
  for (const page of [first, second]) {
    await rowBecomes(page, name, "is absent without meetings", (row) => row.isAbsent && row.planned.length === 0);
  }
  await second.locator('nav a[href="#/"]').click();
  await second.getByText(new RegExp(`Absence déclarée\\s: ${name} – ${figures[1]} repris`)).waitFor();

  await first.locator(".toast").getByRole("button", { name: "Annuler" }).last().click();
  await rowBecomes(first, name, "is back with all meetings", (row) => row.planned.join() === before.planned.join());
  await openExperts(second);
  await rowBecomes(second, name, "is back with all meetings", (row) => row.planned.join() === before.planned.join());
  assert.equal((await rowOf(second, name)).isAbsent, false);
});

scene("an expert who reports himself absent is an alert with its remedy on the console", STILL, async (stage) => {
  const console_ = await enter(stage, MAIN);
  const phone = await enter(stage, EXPERT, VIEWPORTS.phone);
  await phone.getByRole("button", { name: "Vos réglages" }).click();
  await phone.getByRole("button", { name: "Je suis indisponible" }).click();
  await phone.getByText("Jusqu’à la fin de la journée").click();
  await stage.screenshot(phone, "phone-absence");
  await phone.getByRole("button", { name: "Me déclarer indisponible" }).click();

  const alert = console_.locator(".list > li", { hasText: /Absence\s: Damien Thérovasseau/ });
  await alert.getByRole("button", { name: "Remplacer…" }).click();
  await console_.getByRole("dialog", { name: "Expert indisponible" }).locator(".plan > li").first().waitFor();
});
