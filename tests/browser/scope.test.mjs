// A secondary administrator sees and does what her rights open, and nothing else (LIV-10).

import assert from "node:assert/strict";

import { MAIN, SCOPED, enter } from "./enter.mjs";
import { cellIn, cellsOf, openFloor } from "./floor.mjs";
import { PUSHED_WITHIN_MS, STILL, eventually, scene } from "./harness.mjs";

/** Goes to a page of the console. */
const goTo = (page, path) => page.locator(`nav a[href="#${path}"]`).click();

/** How many people the people's page finds for some letters. */
async function nFound(page, letters) {
  await page.getByRole("searchbox").fill(letters);
  return eventually(`people for "${letters}"`, PUSHED_WITHIN_MS, async () => {
    if (await page.getByText("Personne ne correspond").count()) return 0;
    const n = await page.locator(".list .item .title").count();
    return n > 0 ? n : undefined;
  });
}

/** The names in the side panel of a meeting. */
const partiesOf = (page) => page.locator("#side .party a").allInnerTexts();

scene("a scoped administrator finds whom she looks after, and nobody else", STILL, async (stage) => {
  const [main, scoped] = [await enter(stage, MAIN), await enter(stage, SCOPED)];
  await openFloor(main);
  await openFloor(scoped);
  // A plan is everybody's: there is no way to it for who sees some rows only.
  await main.locator('nav a[href="#/plan"]').waitFor();
  assert.equal(await scoped.locator('nav a[href="#/plan"]').count(), 0);

  // What she may not see is a taken place without names.
  const seen = await cellsOf(scoped);
  const hidden = seen.find((cell) => cell.state === "blocked");
  assert.ok(hidden, "somebody else's meeting is in sight");
  assert.match(await cellIn(scoped, hidden.id).innerText(), /^(Occupé\s*)+$/);
  await cellIn(scoped, hidden.id).click();
  assert.equal(await scoped.locator("#side").count(), 0, "it cannot be opened");
  await cellIn(main, hidden.id).click();
  await main.locator("#side .party").first().waitFor();
  const strangers = await partiesOf(main);
  assert.equal(strangers.length, 2);

  const open = seen.find((cell) => cell.state === "planned");
  await cellIn(scoped, open.id).click();
  await scoped.locator("#side .party").first().waitFor();
  const [known] = await partiesOf(scoped);
  await stage.screenshot(scoped, "scoped-floor");

  await goTo(scoped, "/people");
  await goTo(main, "/people");
  assert.ok((await nFound(scoped, known)) >= 1, `${known} is found`);
  // An expert belongs to everybody; the participant of a hidden meeting does not.
  const counts = [];
  for (const name of strangers) {
    assert.ok((await nFound(main, name)) >= 1, `the main administrator finds ${name}`);
    counts.push(await nFound(scoped, name));
  }
  assert.ok(counts.includes(0), `${strangers.join(" and ")} are not both found by a stranger`);
});

scene("a scoped administrator moves a meeting of hers, and the team sees it", STILL, async (stage) => {
  const [main, scoped] = [await enter(stage, MAIN), await enter(stage, SCOPED)];
  await openFloor(main);
  await openFloor(scoped);
  const cells = await cellsOf(scoped);
  const now = Math.max(...cells.filter((cell) => cell.isPast || cell.state === "running").map((cell) => cell.column));
  const from = cells.find((cell) => cell.state === "planned" && cell.column > now);
  await cellIn(scoped, from.id).click();
  const target = scoped.locator("#side .candidates > li").first();
  await target.getByRole("button", { name: "Placer" }).click();
  await eventually("the meeting has left its place on the other console", PUSHED_WITHIN_MS, async () =>
    (await cellsOf(main)).find((cell) => cell.id === from.id)?.state === undefined ? true : undefined,
  );
});

scene("what a scoped administrator may not do is not done", STILL, async (stage) => {
  const [main, scoped] = [await enter(stage, MAIN), await enter(stage, SCOPED)];
  await goTo(main, "/settings");
  await goTo(scoped, "/settings");
  const threshold = (page) => page.locator("main .list .item").filter({ hasText: "Conférence d’ouverture" });
  await threshold(main).locator("select").waitFor();
  await threshold(scoped).waitFor();
  const before = await threshold(main).locator("select").inputValue();

  // A console that knows its own rights offers nothing; one that does not is refused.
  const select = threshold(scoped).locator("select");
  if ((await select.count()) > 0) {
    await select.selectOption({ index: 9 });
    await scoped.getByText("Vos droits ne le permettent pas.").first().waitFor();
  }
  await goTo(scoped, "/programme");
  const cancel = scoped.getByRole("button", { name: "Annuler l’animation" }).first();
  await scoped.locator("section.panel").first().waitFor();
  if ((await cancel.count()) > 0) {
    await cancel.click();
    await scoped.getByRole("dialog").getByRole("button", { name: "Annuler l’animation" }).click();
    await scoped.getByText("Vos droits ne le permettent pas.").last().waitFor();
  }

  // One more change by somebody who may: had the others been done, they would be seen by now.
  const other = main.locator("main .list .item").filter({ hasText: "Financer" }).locator("select");
  await other.selectOption({ index: 2 });
  await goTo(scoped, "/settings");
  await eventually("the scoped console has seen it", PUSHED_WITHIN_MS, async () => {
    const row = scoped.locator("main .list .item").filter({ hasText: "Financer" });
    const shown = (await row.locator("select").count()) ? await row.locator("select").inputValue() : await row.innerText();
    return /30|20/.test(shown) ? true : undefined;
  });
  assert.equal(await threshold(main).locator("select").inputValue(), before, "the threshold stands");
  await goTo(main, "/programme");
  await main.locator("section.panel").first().waitFor();
  assert.equal(await main.getByText("Annulée", { exact: true }).count(), 0, "no session is called off");
});
