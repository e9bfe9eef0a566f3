// Working on the floor: by pointer and by keyboard alone, seen by a colleague at once, and taken
// back with one press (LIV-01, LIV-02, LIV-04, LIV-08, UX-02).

import assert from "node:assert/strict";

import { COLLEAGUE, MAIN, enter } from "./enter.mjs";
import { cellBecomes, cellIn, cellsOf, openFloor, plannedMeeting, undo, whoIsIn } from "./floor.mjs";
import { PUSHED_WITHIN_MS, STILL, eventually, scene } from "./harness.mjs";
import { Wire } from "./wire.mjs";

/** Two consoles on the same floor. */
async function twoFloors(stage, { wire } = {}) {
  const first = await enter(stage, MAIN);
  const second = await enter(stage, COLLEAGUE, undefined, { wire });
  await openFloor(first);
  await openFloor(second);
  return [first, second];
}

const middleOf = ({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 });

/** Presses on a cell and pulls it far enough to be a drag. */
async function pickUp(page, id) {
  const at = middleOf(await cellIn(page, id).boundingBox());
  await page.mouse.move(at.x, at.y);
  await page.mouse.down();
  await page.mouse.move(at.x + 12, at.y + 12, { steps: 4 });
}

/** Moves what is carried over a cell. */
async function carryTo(page, id) {
  const at = middleOf(await cellIn(page, id).boundingBox());
  await page.mouse.move(at.x, at.y, { steps: 6 });
}

/** A cell in sight where what is carried may go. */
function possibleCell(page, suits = () => true) {
  return eventually("places that suit both are marked", PUSHED_WITHIN_MS, async () =>
    (await cellsOf(page)).find((cell) => cell.drop === "maybe" && suits(cell)),
  );
}

const focusedId = (page) => page.evaluate(() => document.activeElement?.id);

/** Presses a key and waits until the focus stands where it leads. */
async function step(page, key, expected) {
  await page.keyboard.press(key);
  await eventually(`${key} leads to ${expected}`, PUSHED_WITHIN_MS, async () =>
    (await focusedId(page)) === expected ? true : undefined,
  );
}

/** Walks with the arrow keys from the focused cell to another one. */
async function walkTo(page, { row, column }) {
  let [, atRow, atColumn] = (await focusedId(page)).split("-").map(Number);
  while (atColumn !== column) {
    const key = atColumn < column ? "ArrowRight" : "ArrowLeft";
    atColumn += Math.sign(column - atColumn);
    await step(page, key, `cell-${atRow}-${atColumn}`);
  }
  while (atRow !== row) {
    const key = atRow < row ? "ArrowDown" : "ArrowUp";
    atRow += Math.sign(row - atRow);
    await step(page, key, `cell-${atRow}-${atColumn}`);
  }
}

/** Goes into the grid with the Tab key, from the top of the page. */
async function tabIntoGrid(page) {
  await page.locator("body").press("Tab");
  for (let n = 0; n < 40; n += 1) {
    if (/^cell-/.test(await focusedId(page))) return;
    await page.keyboard.press("Tab");
  }
  assert.fail("the Tab key leads into the grid");
}

scene("a meeting is dragged to another time and place, a colleague sees it, and one press undoes it", STILL, async (stage) => {
  const [first, second] = await twoFloors(stage);
  const from = await plannedMeeting(first);

  await pickUp(first, from.id);
  const to = await possibleCell(first, (cell) => cell.column !== from.column && cell.row !== from.row);
  await carryTo(first, to.id);
  await first.locator(`#${to.id}[data-drop="ok"]`).waitFor();
  await first.locator(".drop-label", { hasText: "Libre pour les deux" }).waitFor();
  await stage.screenshot(first, "floor-drag");
  await first.mouse.up();

  for (const page of [first, second]) {
    await cellBecomes(page, to.id, from.who);
    await cellBecomes(page, from.id, []);
  }
  await undo(first);
  for (const page of [first, second]) {
    await cellBecomes(page, from.id, from.who);
    await cellBecomes(page, to.id, []);
  }
});

scene("a drag that ends on a place that does not suit changes nothing and says why", STILL, async (stage) => {
  const page = await enter(stage, MAIN);
  await openFloor(page);
  const from = await plannedMeeting(page);
  await pickUp(page, from.id);
  await possibleCell(page);
  const past = (await cellsOf(page)).find((cell) => cell.isPast && cell.state === undefined);
  await carryTo(page, past.id);
  await page.locator(`#${past.id}[data-drop="refused"]`).waitFor();
  await page.keyboard.press("Escape");
  await page.mouse.up();
  await page.locator("[data-drop], [data-dragging]").first().waitFor({ state: "detached" });
  assert.deepEqual(await whoIsIn(page, from.id), from.who);
});

scene("a meeting is moved by keyboard alone, and put back with Escape before", STILL, async (stage) => {
  const [first, second] = await twoFloors(stage);
  const from = await plannedMeeting(first);
  await tabIntoGrid(first);
  await walkTo(first, from);

  await first.keyboard.press("m");
  await first.locator(`#${from.id} .slot[data-dragging]`).waitFor();
  await first.keyboard.press("Escape");
  await first.locator("[data-dragging]").waitFor({ state: "detached" });
  assert.deepEqual(await whoIsIn(first, from.id), from.who, "Escape puts it back");

  await first.keyboard.press("m");
  const to = await possibleCell(first, (cell) => cell.row !== from.row);
  await walkTo(first, to);
  await first.locator(`#${to.id}[data-drop="ok"]`).waitFor();
  await first.keyboard.press("Enter");
  for (const page of [first, second]) {
    await cellBecomes(page, to.id, from.who);
    await cellBecomes(page, from.id, []);
  }
});

scene("two meetings are swapped by keyboard alone", STILL, async (stage) => {
  const [first, second] = await twoFloors(stage);
  const one = await plannedMeeting(first);
  const other = await plannedMeeting(first, (cell) => cell.column === one.column && cell.row > one.row);
  await tabIntoGrid(first);
  await walkTo(first, one);
  await first.keyboard.press("m");
  await walkTo(first, other);
  await first.locator(`#${other.id}[data-drop="ok"]`).waitFor();
  await first.locator(".drop-label", { hasText: "Échanger les deux rendez-vous" }).waitFor();
  await first.keyboard.press("Enter");
  for (const page of [first, second]) {
    await cellBecomes(page, other.id, one.who);
    await cellBecomes(page, one.id, other.who);
  }
  await undo(first);
  for (const page of [first, second]) {
    await cellBecomes(page, one.id, one.who);
    await cellBecomes(page, other.id, other.who);
  }
});

scene("a freed slot is filled from the floor with the best candidate, in one action", STILL, async (stage) => {
  const [first, second] = await twoFloors(stage);
  const freed = (await cellsOf(first)).find((cell) => cell.state === "freed");
  assert.ok(freed, "a freed slot is in sight");
  await cellIn(first, freed.id).click();
  const best = first.locator("#side .candidates > li").first();
  await best.waitFor();
  const candidate = await best.locator(".strong").innerText();
  await best.getByRole("button", { name: "Attribuer" }).click();
  for (const page of [first, second]) {
    await eventually(`${candidate} stands in the freed slot`, PUSHED_WITHIN_MS, async () => {
      const cell = (await cellsOf(page)).find(({ id }) => id === freed.id);
      return cell?.state === "planned" && cell.who.includes(candidate) ? true : undefined;
    });
  }
  await undo(first);
  await second.locator(`#${freed.id} .slot[data-state="freed"]`).waitFor();
});

scene("two administrators move to the same place: one wins, the other is told in place who, and what next", STILL, async (stage) => {
  const wire = new Wire();
  const [first, second] = await twoFloors(stage, { wire });
  const mine = await plannedMeeting(first);
  await pickUp(first, mine.id);
  const to = await possibleCell(first, (cell) => cell.row !== mine.row);
  await first.keyboard.press("Escape");
  await first.mouse.up();
  const theirs = await plannedMeeting(second, (cell) => cell.id !== mine.id && cell.column === mine.column);

  wire.hold();
  const move = async (page, meeting) => {
    await pickUp(page, meeting.id);
    await carryTo(page, to.id);
    await page.locator(`#${to.id}[data-drop="ok"]`).waitFor();
    await page.mouse.up();
  };
  await move(first, mine);
  await cellBecomes(first, to.id, mine.who);
  await move(second, theirs);
  wire.release();

  const card = second.locator(`#${to.id} .conflict`);
  await card.waitFor();
  await stage.screenshot(second, "floor-conflict");
  const said = await card.innerText();
  assert.match(said, /Valentin Delgnier a été plus rapide, à \d\d:\d\d/, "who and when");
  assert.match(said, /Garder la sienne/, "what next");
  await card.getByRole("button", { name: /Prochaine place libre/ }).click();
  for (const page of [first, second]) {
    await cellBecomes(page, to.id, mine.who);
    await cellBecomes(page, theirs.id, []);
  }
  await card.waitFor({ state: "detached" });
});
