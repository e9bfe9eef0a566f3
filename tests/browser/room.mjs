// The control room, as a test reads it.

import { PUSHED_WITHIN_MS, eventually } from "./eventually.mjs";

/** The first number of a tile of the control room. */
export async function tile(page, title) {
  const text = await page.locator(".tiles > *", { hasText: title }).first().innerText();
  const figure = text.split("\n").find((line) => /^\d/.test(line.trim()));
  return figure === undefined ? undefined : Number(figure.replace(/[^\d]/g, ""));
}

/** Waits until a tile shows a figure. */
export function tileBecomes(page, title, expected) {
  return eventually(`"${title}" shows ${expected}`, PUSHED_WITHIN_MS, async () =>
    (await tile(page, title)) === expected ? true : undefined,
  );
}
