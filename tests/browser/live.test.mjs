// The pushes of the event day, as people meet them: two consoles, a phone and a door on one
// event that nobody else plays (LIV-01, LIV-02, LIV-04, LIV-06, LIV-07, LIV-09, CHK-02, CHK-09).

import assert from "node:assert/strict";

import { COLLEAGUE, DOOR, MAIN, PARTICIPANT, enter } from "./enter.mjs";
import { PUSHED_WITHIN_MS, STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";
import { tile, tileBecomes } from "./room.mjs";
import { Wire } from "./wire.mjs";

/** What the badge says in letters and digits. */
async function badgeOf(phone) {
  await phone.locator('a[href="#/badge"]').click();
  return eventually("the badge shows its code", PUSHED_WITHIN_MS, async () => {
    const text = await phone.locator("main").innerText();
    return text.match(/[0-9A-Z]{4}(?: [0-9A-Z]{2,4}){6}/)?.[0];
  });
}

/** Types a code as a hand scanner does. */
async function scan(door, code) {
  const field = door.locator("#scan");
  await field.fill(code);
  await field.press("Enter");
}

scene("a scan at the door moves presence and a room's occupancy on every console at once", STILL, async (stage) => {
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  const phone = await enter(stage, PARTICIPANT, VIEWPORTS.phone);
  const door = await enter(stage, DOOR, VIEWPORTS.laptop);
  const code = await badgeOf(phone);
  const present = await eventually("the tile has a figure", PUSHED_WITHIN_MS, () => tile(first, "Présents"));

  await scan(door, code);
  await tileBecomes(first, "Présents", present + 1);
  await tileBecomes(second, "Présents", present + 1);

  await scan(door, code);
  await door.getByText(/déjà/i).first().waitFor();
  assert.equal(await tile(first, "Présents"), present + 1, "the same badge twice is one check-in");

  const room = await door.locator("#gate option").nth(1).innerText();
  const inside = async () => {
    const line = first.locator("main").getByText(room, { exact: true }).locator("xpath=ancestor::*[contains(., '/')][1]");
    return Number((await line.innerText()).match(/(\d+)\s*\/\s*\d+/)?.[1]);
  };
  const before = await inside();
  await door.locator("#gate").selectOption({ index: 1 });
  await scan(door, code);
  await eventually(`${room} holds one more`, PUSHED_WITHIN_MS, async () =>
    (await inside()) === before + 1 ? true : undefined,
  );
});

scene("a participant cancels, and the organiser fills the freed slot in one action", STILL, async (stage) => {
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  const phone = await enter(stage, PARTICIPANT, VIEWPORTS.phone);
  const freed = await eventually("the tile has a figure", PUSHED_WITHIN_MS, () => tile(first, "Créneaux libérés"));

  await phone.locator("main button[aria-haspopup], main .menu button, main button").filter({ hasText: /^$/ }).first().click();
  await phone.getByText(/annuler/i).first().click();
  await phone.getByRole("radio").first().check({ force: true });
  await phone.getByRole("button", { name: /annuler le rendez-vous|confirmer/i }).last().click();
  await tileBecomes(first, "Créneaux libérés", freed + 1);
  await tileBecomes(second, "Créneaux libérés", freed + 1);

  await first.getByRole("button", { name: "Attribuer" }).first().click();
  await tileBecomes(second, "Créneaux libérés", freed);
});

scene("two administrators take the same freed slot: one wins, the other is told who", STILL, async (stage) => {
  const wire = new Wire();
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE, VIEWPORTS.desk, { wire })];
  const freed = await eventually("the tile has a figure", PUSHED_WITHIN_MS, () => tile(first, "Créneaux libérés"));
  const assign = (page) => page.getByRole("button", { name: "Attribuer" }).first();
  await Promise.all([assign(first).waitFor(), assign(second).waitFor()]);

  wire.hold();
  await assign(first).click();
  await tileBecomes(first, "Créneaux libérés", freed - 1);
  await assign(second).click();
  wire.release();

  await tileBecomes(second, "Créneaux libérés", freed - 1);
  await second.getByText(/déjà (pourvu|attribué|pris)|n’est plus|a été (pourvu|attribué)|plus à pourvoir/i).first().waitFor();
  await stage.screenshot(second, "console-conflict");
  await eventually("the winner is named in the feed", PUSHED_WITHIN_MS, async () =>
    (await second.locator("main").innerText()).includes("Valentin Delgnier") ? true : undefined,
  );
});

scene("a console that lost the network says so, comes back, and has missed nothing", STILL, async (stage) => {
  stage.tolerate(/ERR_INTERNET_DISCONNECTED|WebSocket|Failed to fetch/);
  const wire = new Wire();
  const console_ = await enter(stage, MAIN, VIEWPORTS.desk, { wire });
  const phone = await enter(stage, PARTICIPANT, VIEWPORTS.phone);
  const door = await enter(stage, DOOR, VIEWPORTS.laptop);
  const code = await badgeOf(phone);
  const present = await eventually("the tile has a figure", PUSHED_WITHIN_MS, () => tile(console_, "Présents"));

  await wire.cut();
  await console_.getByText(/reconnexion|hors ligne/i).first().waitFor();
  await stage.screenshot(console_, "console-offline");
  await scan(door, code);
  await door.getByText(/bienvenue|entrée enregistrée|présent/i).first().waitFor();
  await wire.mend();
  await tileBecomes(console_, "Présents", present + 1);
});

scene("a threshold set by one administrator raises the alert on the other's console", STILL, async (stage) => {
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  const alerts = () => second.locator("main").getByText(/sous le seuil/i).count();
  await eventually("the control room is drawn", PUSHED_WITHIN_MS, () => tile(second, "Présents"));
  const before = await alerts();
  await first.locator('nav a[href="#/settings"]').click();
  // The first session of the list is full; the second is not.
  const threshold = first.locator("main select").nth(1);
  await threshold.waitFor();
  await threshold.selectOption({ index: 9 });
  await eventually("one alert more", PUSHED_WITHIN_MS, async () => ((await alerts()) > before ? true : undefined));
});
