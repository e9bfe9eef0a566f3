// An expert with more applicants than time: the organiser chooses, the phones are told, one undo
// takes it back, and a choice among other applicants is refused with what changed (EXP-06).

import assert from "node:assert/strict";

import { COLLEAGUE, MAIN, PARTICIPANT, SCOPED, enter } from "./enter.mjs";
import { PUSHED_WITHIN_MS, STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";

/** The participants whom a visitor can play. */
const PARTICIPANTS = [PARTICIPANT, PARTICIPANT + 1, PARTICIPANT + 2];

const REFUSED = "Non retenue : trop de demandes pour cet expert";

async function openChoice(page) {
  await page.locator('nav a[href="#/people"]').click();
  await page.getByRole("button", { name: "Arbitrer" }).click();
  const demand = page.getByRole("dialog", { name: "Arbitrage" });
  const name = await demand.locator(".item .title").first().innerText();
  await demand.getByRole("button", { name: "Choisir" }).first().click();
  const choice = page.getByRole("dialog", { name: new RegExp(`^Arbitrage\\s: ${name}`) });
  await choice.locator(".applicants > li").first().waitFor();
  return { name, choice, lines: choice.locator(".applicants > li") };
}

/** The figures of the balance: kept, places, waiting, dropped. */
const balance = async (choice) => (await choice.locator(".balance dd").allInnerTexts()).map(Number);

const answers = async (phone) => {
  await phone.locator('a[href="#/answers"]').click();
  await phone.getByRole("heading", { level: 1 }).waitFor();
};

/** What the entry page calls one of the demo's roles. */
async function nameOf(stage, role) {
  const page = await stage.open("/demo");
  const name = await page.locator(`button[value="${role}"] b`).innerText();
  await page.context().close();
  return name;
}

/** A phone whose participant is among the applicants, and his line of the choice. */
async function applicant(stage, lines) {
  for (const role of PARTICIPANTS) {
    const phone = await enter(stage, role, VIEWPORTS.phone);
    await answers(phone);
    const waiting = phone.locator(".panel", { hasText: "En attente de l’autre partie" });
    if ((await waiting.count()) === 0) continue;
    const name = await nameOf(stage, role);
    for (let n = 0; n < (await lines.count()); n += 1) {
      if ((await lines.nth(n).innerText()).includes(name)) return { phone, line: lines.nth(n) };
    }
  }
  throw new Error("no participant who can be played is among the applicants");
}

scene("an organiser keeps some and drops others, the phones are told, and one undo takes it back", STILL, async (stage) => {
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  const { name, choice, lines } = await openChoice(first);
  const n = await lines.count();
  const [kept, places, waiting] = await balance(choice);
  assert.ok(n > places && places > 0, `${n} ask for ${places} places`);
  assert.deepEqual([kept, waiting], [places, n - places], "as many are kept as there is room for");
  await stage.assertAccessible(first);
  await stage.screenshot(first, "arbitration-choice");

  const { phone, line } = await applicant(stage, lines);
  await choice.locator("#arbitration-first").fill("2");
  await choice.locator("#arbitration-others").selectOption("drop");
  await choice.getByRole("button", { name: "Répartir" }).click();
  assert.deepEqual(await balance(choice), [2, places, 0, n - 2]);
  // One more than there is room for is refused before it is sent.
  for (let extra = 0; extra < places - 1; extra += 1) {
    await lines.nth(2 + extra).getByRole("radio", { name: "Garder" }).click();
  }
  await choice.getByText(/ne peut plus recevoir/).waitFor();
  const apply = choice.getByRole("button", { name: /^Appliquer/ });
  assert.equal(await apply.getAttribute("aria-disabled"), "true");
  await stage.screenshot(first, "arbitration-too-many");
  for (let extra = 0; extra < places - 1; extra += 1) {
    await lines.nth(2 + extra).getByRole("radio", { name: "Écarter" }).click();
  }
  await line.getByRole("radio", { name: "Écarter" }).click();
  await apply.click();
  await choice.waitFor({ state: "detached" });
  await first.keyboard.press("Escape");

  await phone.getByText(REFUSED.replace(" :", "\u00a0:")).waitFor();
  await stage.screenshot(phone, "arbitration-phone");
  await phone.locator('a[href="#/messages"]').click();
  await phone.getByText(/Demande non retenue/).waitFor();
  await second.locator('nav a[href="#/"]').click();
  await second.getByText(new RegExp(`Demandes arbitrées\\s: ${name}`)).waitFor();

  await first.locator(".toast").getByRole("button", { name: "Annuler" }).last().click();
  await answers(phone);
  await phone.getByText(REFUSED.replace(" :", "\u00a0:")).waitFor({ state: "detached" });
  const again = await openChoice(first);
  assert.equal(await again.lines.count(), n, "all of them wait again");
});

scene("a choice among other applicants is held back, with who is gone", STILL, async (stage) => {
  const console_ = await enter(stage, MAIN);
  const { choice, lines } = await openChoice(console_);
  const n = await lines.count();
  const { phone } = await applicant(stage, lines);
  const row = phone.locator(".panel", { hasText: "En attente de l’autre partie" }).locator("li");
  for (let left = await row.count(); left > 0; left -= 1) {
    await row.first().getByRole("button", { name: "Annuler" }).click();
    await eventually("one request less waits", PUSHED_WITHIN_MS, async () => ((await row.count()) < left ? true : undefined));
  }
  await choice.getByText("Les demandes ont changé depuis le classement.").waitFor();
  assert.equal(await choice.getByRole("button", { name: /^Appliquer/ }).getAttribute("aria-disabled"), "true");
  await choice.getByRole("button", { name: "Actualiser" }).click();
  await choice.getByText(/Demandes closes depuis\s: \S+/).waitFor();
  assert.equal(await lines.count(), n - 1);
  await stage.screenshot(console_, "arbitration-changed");
});

scene("the choice fits every width in both themes and both languages, and goes by keyboard", STILL, async (stage) => {
  for (const [size, viewport] of Object.entries(VIEWPORTS)) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await enter(stage, MAIN, viewport, { colorScheme });
      await page.locator('nav a[href="#/people"]').click();
      await page.getByRole("button", { name: "Arbitrer" }).waitFor();
      await stage.screenshot(page, `arbitration-call-${size}-${colorScheme}`);
      await page.getByRole("button", { name: "Arbitrer" }).focus();
      await page.keyboard.press("Enter");
      await page.getByRole("dialog").waitFor();
      await stage.screenshot(page, `arbitration-demand-${size}-${colorScheme}`);
      await page.getByRole("dialog").getByRole("button", { name: "Choisir" }).first().focus();
      await page.keyboard.press("Enter");
      const line = page.locator(".applicants > li").first();
      await line.waitFor();
      const kept = line.getByRole("radio", { name: "Garder" });
      await kept.focus();
      await page.keyboard.press("ArrowRight");
      await line.locator("xpath=self::*[@data-verdict='wait']").waitFor();
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `nothing is cut off at the side (${size}, ${overflow} px)`);
      await stage.screenshot(page, `arbitration-${size}-${colorScheme}`);
      await page.keyboard.press("Escape");
      await page.keyboard.press("Escape");
      await page.getByRole("dialog").waitFor({ state: "detached" });
      await page.context().close();
    }
  }
  const english = await enter(stage, MAIN, VIEWPORTS.desk, { language: "en" });
  await english.locator('nav a[href="#/people"]').click();
  await english.getByRole("button", { name: "Choose" }).click();
  await english.getByRole("dialog", { name: "Arbitration" }).waitFor();
  // Who has no rows of that expert is not called to choose for him.
  const scoped = await enter(stage, SCOPED);
  await scoped.locator('nav a[href="#/people"]').click();
  await scoped.getByRole("heading", { level: 1 }).waitFor();
});
