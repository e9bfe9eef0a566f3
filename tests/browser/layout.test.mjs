// Every screen at a laptop's and a phone's width: nothing sticks out, everything can be reached by
// finger and by keyboard, and nothing serious is found by axe, in light and dark (UX-01, UX-02).

import assert from "node:assert/strict";

import { DOOR, EXPERT, MAIN, PARTICIPANT, enter } from "./enter.mjs";
import { STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";

/** The screens of a program, and what is there once each is drawn. */
const CONSOLE = [
  ["control room", "#/", ".tiles"],
  ["floor", "#/floor", '[role="gridcell"] .slot'],
  ["people", "#/people", ".list .item"],
  ["programme", "#/programme", "section.panel"],
  ["messages", "#/messages", "textarea"],
  ["settings", "#/settings", "main select"],
  ["absent expert", "#/floor?absent", "#absent-expert"],
];
const PHONE = [
  ["agenda", "#/", "article"],
  ["answers", "#/answers", "article.ask"],
  ["badge", "#/badge", ".badge-card"],
  ["messages", "#/messages", ".notes, .empty"],
];
const DOORS = [["door", "", "#scan"]];

const PROGRAMS = [
  { name: "console", role: MAIN, screens: CONSOLE, sizes: ["laptop", "phone"] },
  { name: "phone", role: PARTICIPANT, screens: PHONE, sizes: ["phone"] },
  { name: "expert's phone", role: EXPERT, screens: PHONE, sizes: ["phone"] },
  { name: "door", role: DOOR, screens: DOORS, sizes: ["laptop", "phone"] },
];

/** Shows a screen. */
async function show(page, hash, part) {
  if (hash) await page.evaluate((to) => (location.hash = to), hash);
  await page.locator(part).first().waitFor();
  await eventually("nothing is being loaded", 15_000, async () =>
    (await page.locator(".skeleton").count()) === 0 ? true : undefined,
  );
}

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

/** Controls that cannot be brought under a finger. */
const unreachable = (page) =>
  page.evaluate(() => {
    const top = document.querySelector("[role=dialog], dialog[open]") ?? document.body;
    const controls = [...top.querySelectorAll("button, a[href], input, select, textarea")].filter((control) => {
      const isShown = control.checkVisibility({ visibilityProperty: true });
      return isShown && !control.closest(".skip-link, .sr-only, [aria-hidden='true']") && control.tabIndex >= 0;
    });
    const hit = (control) => {
      control.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
      // What a label stands for is pressed through the label.
      const target = control.matches("input[type=radio], input[type=checkbox]") ? (control.closest("label") ?? control) : control;
      const box = target.getBoundingClientRect();
      const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
      const under = document.elementFromPoint(x, y);
      const isInside = x >= 0 && x <= innerWidth && y >= 0 && y <= innerHeight;
      return isInside && under !== null && (target.contains(under) || under.contains(target));
    };
    return controls
      .filter((control) => !hit(control))
      .map((control) => `${control.tagName} "${control.getAttribute("aria-label") ?? control.textContent.trim() ?? ""}"`);
  });

for (const { name, role, screens, sizes } of PROGRAMS) {
  for (const size of sizes) {
    scene(`nothing of the ${name} sticks out or hides at the width of a ${size}`, STILL, async (stage) => {
      const page = await enter(stage, role, VIEWPORTS[size]);
      await page.locator("main").waitFor();
      for (const [screen, hash, part] of screens) {
        await show(page, hash, part);
        assert.deepEqual(await overflow(page), [], `${screen} is wider than the window`);
        assert.deepEqual(await unreachable(page), [], `${screen} has controls out of reach`);
      }
    });
  }

  scene(`axe finds nothing on any screen of the ${name}, light or dark`, STILL, async (stage) => {
    for (const colorScheme of ["light", "dark"]) {
      const page = await enter(stage, role, VIEWPORTS[sizes[0]], { colorScheme });
      await page.locator("main").waitFor();
      for (const [screen, hash, part] of screens) {
        await show(page, hash, part);
        await stage.assertAccessible(page);
        await stage.screenshot(page, `layout-${name.replaceAll(/\W/g, "-")}-${screen.replaceAll(" ", "-")}-${colorScheme}`);
      }
    }
  });
}

scene("the console is toured by keyboard: every control has its turn, its ring, and a way on", STILL, async (stage) => {
  const page = await enter(stage, MAIN, VIEWPORTS.laptop);
  await page.locator(".tiles").waitFor();
  for (const [screen, hash, part] of CONSOLE.filter(([, hash]) => !hash.includes("?"))) {
    await show(page, hash, part);
    const expected = await page.evaluate(() => {
      document.activeElement?.blur();
      const controls = document.querySelectorAll("button, a[href], input, select, textarea, [tabindex='0']");
      const tabbable = [...controls].filter((one) => one.tabIndex >= 0 && !one.disabled && one.checkVisibility());
      for (const [index, one] of tabbable.entries()) one.dataset.tour = String(index);
      return tabbable.length;
    });
    const met = new Set();
    const ringless = [];
    await page.locator("body").press("Tab");
    for (let n = 0; n < expected + 30; n += 1) {
      const at = await page.evaluate(() => {
        const one = document.activeElement;
        const ring = getComputedStyle(one);
        const hasRing = (style) => style.outlineStyle !== "none" || style.boxShadow !== "none";
        const around = [one, one.closest("label, .input-group")].filter(Boolean).map((it) => getComputedStyle(it));
        return {
          tour: one.dataset?.tour,
          name: `${one.tagName} ${one.getAttribute("aria-label") ?? one.textContent.slice(0, 30)}`,
          hasRing: hasRing(ring) || around.some(hasRing),
        };
      });
      if (at.tour !== undefined) {
        if (!at.hasRing) ringless.push(at.name);
        if (met.has(at.tour)) break;
        met.add(at.tour);
      }
      await page.keyboard.press("Tab");
    }
    assert.deepEqual(ringless, [], `${screen}: the focus can be seen`);
    assert.ok(met.size >= expected * 0.95, `${screen}: ${met.size} of ${expected} controls had their turn`);
  }
});

scene("what opens over the page takes the focus, keeps it, and gives it back on Escape", STILL, async (stage) => {
  const page = await enter(stage, MAIN, VIEWPORTS.laptop);
  await page.locator('nav a[href="#/floor"]').click();
  const opener = page.getByRole("button", { name: /Expert indisponible/ });
  await opener.focus();
  await page.keyboard.press("Enter");
  const drawer = page.getByRole("dialog", { name: "Expert indisponible" });
  await drawer.waitFor();
  for (let n = 0; n < 20; n += 1) {
    assert.ok(
      await drawer.evaluate((box) => box.contains(document.activeElement)),
      "the focus stays in the drawer",
    );
    await page.keyboard.press("Tab");
  }
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
  await eventually("the focus is back", 15_000, async () =>
    (await opener.evaluate((button) => document.activeElement === button)) ? true : undefined,
  );
});

scene("a browser that does not know light-dark() shows the light theme, with colours that can be read", STILL, async (stage) => {
  for (const [role, viewport, part] of [
    [MAIN, VIEWPORTS.laptop, "button.tile"],
    [PARTICIPANT, VIEWPORTS.phone, "article"],
    [DOOR, VIEWPORTS.laptop, "#scan"],
  ]) {
    // Its reader asks for dark, which it cannot have. A worker would hand out the style unchanged.
    const page = await enter(stage, role, viewport, { colorScheme: "dark", serviceWorkers: "block" });
    await page.locator(part).first().waitFor();
    let nChanged = 0;
    await page.route(/\.css$/, async (route) => {
      const answer = await route.fetch();
      const style = await answer.text();
      nChanged += style.split("light-dark(").length - 1;
      await route.fulfill({ response: answer, body: style.replaceAll("light-dark(", "unknown-function(") });
    });
    await page.reload();
    await page.locator(part).first().waitFor();
    assert.ok(nChanged > 20, "the style was read by such a browser");
    const ground = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(ground, "rgb(241, 243, 245)");
    await stage.assertAccessible(page);
    await stage.screenshot(page, `plain-colours-${role}`);
  }
});
