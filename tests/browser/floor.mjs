// The floor, as a test reads it and walks on it.

import assert from "node:assert/strict";

import { PUSHED_WITHIN_MS, eventually } from "./eventually.mjs";

/** Goes to the floor and waits until it is drawn. */
export async function openFloor(page) {
  await page.locator('nav a[href="#/floor"]').click();
  await page.locator('[role="gridcell"] .slot').first().waitFor();
}

/**
 * The cells that are drawn and can be seen, from the top left on.
 *
 * @returns {Promise<{id: string, row: number, column: number, state?: string, who: string[],
 *   isPast: boolean, drop?: string}[]>}
 */
export function cellsOf(page) {
  return page.locator('[role="gridcell"]').evaluateAll((cells) => {
    const grid = cells[0]?.closest('[role="grid"]').getBoundingClientRect();
    const head = document.querySelector(".grid-corner").getBoundingClientRect();
    return cells
      .filter((cell) => {
        const box = cell.getBoundingClientRect();
        const isBelowHead = box.top >= head.bottom && box.left >= head.right;
        return isBelowHead && box.right <= grid.right && box.bottom <= grid.bottom;
      })
      .map((cell) => {
        const [, row, column] = cell.id.split("-").map(Number);
        const slot = cell.querySelector(".slot");
        return {
          id: cell.id,
          row,
          column,
          state: slot?.dataset.state,
          who: [...cell.querySelectorAll(".slot .who")].map((line) => line.title),
          isPast: "past" in cell.dataset,
          drop: cell.dataset.drop,
        };
      });
  });
}

/** A cell by its id. */
export const cellIn = (page, id) => page.locator(`#${id}`);

/** Who stands in a cell: the names of both parties, or nobody. */
export function whoIsIn(page, id) {
  return cellIn(page, id).evaluate((cell) => [...cell.querySelectorAll(".slot .who")].map((line) => line.title));
}

/** Waits until a cell shows these parties, or with none, nobody. */
export function cellBecomes(page, id, who) {
  return eventually(`${id} shows ${who.join(" and ") || "nobody"}`, PUSHED_WITHIN_MS, async () =>
    (await whoIsIn(page, id)).join() === who.join() ? true : undefined,
  );
}

/** A meeting in sight that has not begun, in a slot where its parties may still be moved. */
export async function plannedMeeting(page, suits = () => true) {
  const cells = await cellsOf(page);
  const now = Math.max(...cells.filter((cell) => cell.isPast || cell.state === "running").map((cell) => cell.column));
  const found = cells.find((cell) => cell.state === "planned" && cell.column > now && suits(cell));
  assert.ok(found, "there is a planned meeting in sight");
  return found;
}

/** Takes the last action back, by its toast. */
export async function undo(page) {
  await page.locator(".toast").getByRole("button", { name: "Annuler" }).last().click();
}
