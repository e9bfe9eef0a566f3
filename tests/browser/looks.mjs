// A page looked at as a whole: at both widths, in light and dark, by axe and for a person.

import assert from "node:assert/strict";

import { VIEWPORTS } from "./viewports.mjs";

const WIDE = { width: 1280, height: 900 };

/** What is wider than the window, by its own fault. */
const overflow = (page) =>
  page.evaluate(() => {
    const { scrollWidth } = document.scrollingElement;
    if (scrollWidth <= innerWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 0.5,
    );
    return wide.slice(0, 5).map((element) => `${element.tagName}.${element.className} in ${scrollWidth} pixels`);
  });

/** Waits until nothing moves: a button is on its way from one colour to the other for a moment. */
const settled = (page) =>
  page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {}));

/** Examines a page narrow and dark, then wide and light, without a picture. */
export async function examine(stage, page, name) {
  for (const [viewport, colorScheme] of [[VIEWPORTS.phone, "dark"], [WIDE, "light"]]) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await settled(page);
    assert.deepEqual(await overflow(page), [], `${name} at ${viewport.width}`);
    await stage.assertAccessible(page);
  }
}

/** Photographs and examines a page under its name. */
export async function look(stage, page, name) {
  const before = page.viewportSize();
  for (const viewport of [WIDE, VIEWPORTS.phone]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      await settled(page);
      assert.deepEqual(await overflow(page), [], `${name} at ${viewport.width}`);
      await stage.assertAccessible(page);
      await stage.screenshot(page, `${name}-${viewport.width}-${colorScheme}`, { fullPage: true });
    }
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: "light" });
}

/** The same for a page without script, in which axe cannot run: at its address, with its cookies. */
export async function lookWithScript(stage, page, name) {
  const storageState = await page.context().storageState();
  const twin = await stage.open(page.url(), { viewport: WIDE, storageState });
  await look(stage, twin, name);
  await twin.close();
}
