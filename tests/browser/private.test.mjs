// The private space without a program: whoever has no script reads and moves everything that
// matters, and whoever has the live phone sees it at once (PRV-01, PRV-07, PRV-08, EEN-09, UX-06).

import assert from "node:assert/strict";

import { PARTICIPANT, enter } from "./enter.mjs";
import { PUSHED_WITHIN_MS, STILL, VIEWPORTS, scene } from "./harness.mjs";

const NO_SCRIPT = { javaScriptEnabled: false };
const WIDE = { width: 1280, height: 900 };
const [ASKER, ASKED, OTHER] = [PARTICIPANT, PARTICIPANT + 1, PARTICIPANT + 2];

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

/** Opens somebody's space without script: the phone's own address leads there. */
async function withoutScript(stage, role) {
  // What a page without script does not need, it may have begun to load.
  stage.tolerate(/phone-[0-9a-f]+\.(js|wasm)/u);
  const page = await enter(stage, role, VIEWPORTS.phone, NO_SCRIPT);
  await page.getByRole("heading", { level: 1, name: "Mon agenda" }).waitFor();
  const [name, company] = (await page.locator(".mine-who").textContent()).split(" · ");
  return { page, name, company, home: new URL(page.url()).pathname };
}

/** Declares the whole first half-day, most of which is still ahead. */
async function declaresTheMorning({ page, home }) {
  await page.goto(`${home}/availability`);
  await page.getByRole("button", { name: "Toute la demi-journée" }).first().click();
  await page.getByText("Vos disponibilités sont enregistrées.").waitFor();
}

/** Finds a company in the catalogue and asks it for a meeting. */
async function askFromCatalogue({ page }, company) {
  await page.goto(`/e/cap-littoral/fr/participants?q=${encodeURIComponent(company)}`);
  await page.locator(".site-rows").getByRole("link", { name: company, exact: true }).click();
  await page.getByRole("link", { name: "Demander un rendez-vous" }).click();
  await page.getByRole("heading", { level: 1, name: `Rencontrer ${company}` }).waitFor();
  await page.getByRole("button", { name: /Demander un rendez-vous/u }).first().click();
  await page.getByText("Demande envoyée.").waitFor();
}

/** The card of a request with somebody. */
const card = (page, name) => page.locator("article.mine-ask").filter({ hasText: name });

scene("without script a meeting is asked for, accepted, confirmed and called off", STILL, async (stage) => {
  const asker = await withoutScript(stage, ASKER);
  const asked = await withoutScript(stage, ASKED);
  const phone = await enter(stage, ASKED, VIEWPORTS.phone);
  await phone.locator(".tabbar").waitFor();

  await declaresTheMorning(asker);
  await declaresTheMorning(asked);
  await askFromCatalogue(asker, asked.company);
  await phone.getByRole("link", { name: "À répondre" }).click();
  await phone.locator(".ask").filter({ hasText: asker.name }).waitFor({ timeout: PUSHED_WITHIN_MS });

  await asked.page.goto(`${asked.home}/requests`);
  await card(asked.page, asker.name).getByRole("button", { name: "Accepter" }).click();
  await asked.page.getByText("Demande acceptée.").waitFor();
  await phone.locator(".ask").filter({ hasText: asker.name }).waitFor({ state: "detached", timeout: PUSHED_WITHIN_MS });

  await asker.page.goto(`${asker.home}/requests`);
  await card(asker.page, asked.name).getByRole("button", { name: "Confirmer" }).click();
  await asker.page.getByText("Rendez-vous confirmé").waitFor();
  for (const [one, other] of [[asker, asked], [asked, asker]]) {
    await one.page.goto(one.home);
    await one.page.locator("a.mine-card").filter({ hasText: other.name }).first().waitFor();
  }

  // The older page of a meeting that was called off meanwhile says so.
  const meeting = asked.page.locator("a.mine-card").filter({ hasText: asker.name }).first();
  await meeting.click();
  await asked.page.getByText("Annuler ce rendez-vous…").click();
  await asker.page.locator("a.mine-card").filter({ hasText: asked.name }).first().click();
  await asker.page.getByText("Annuler ce rendez-vous…").click();
  await asker.page.getByLabel("problème de transport").check();
  await asker.page.getByRole("button", { name: "Annuler le rendez-vous" }).click();
  await asker.page.getByText("Annulé par vous").first().waitFor();
  stage.tolerate(/409/u);
  await asked.page.getByRole("button", { name: "Annuler le rendez-vous" }).click();
  await asked.page.getByText("Ce rendez-vous est annulé ou terminé.").waitFor();
});

scene("without script a request is declined, hours are declared and the badge is shown", STILL, async (stage) => {
  const asker = await withoutScript(stage, ASKER);
  const other = await withoutScript(stage, OTHER);
  await askFromCatalogue(asker, other.company);
  await other.page.goto(`${other.home}/requests`);
  await card(other.page, asker.name).getByRole("button", { name: "Refuser" }).click();
  await other.page.getByText("Demande refusée.").waitFor();
  await asker.page.goto(`${asker.home}/requests`);
  await asker.page.locator(".mine-list li").filter({ hasText: other.name }).getByText("Refusée").first().waitFor();

  const { page } = other;
  await page.getByRole("link", { name: "Disponibilités" }).click();
  const half = page.locator("fieldset").last();
  await half.getByRole("button", { name: "Aucun créneau" }).click();
  await page.getByText("Vos disponibilités sont enregistrées.").waitFor();
  assert.equal(await half.locator("input:checked").count(), 0);
  await half.getByRole("checkbox").first().check();
  await page.getByRole("button", { name: "Enregistrer" }).last().click();
  await page.getByText("Vos disponibilités sont enregistrées.").waitFor();
  assert.equal(await half.locator("input:checked").count(), 1);

  await page.getByRole("link", { name: "Badge" }).click();
  const picture = await page.request.get(await page.getByAltText("Code QR de votre badge").getAttribute("src"));
  assert.equal(picture.headers()["content-type"], "image/svg+xml");

  await page.getByRole("link", { name: "English" }).click();
  await page.getByRole("heading", { level: 1, name: "My badge" }).waitFor();
  await page.getByRole("link", { name: /^Requests/u }).click();
  await page.getByRole("heading", { level: 1, name: "Requests for meetings" }).waitFor();
});

scene("every page of the space can be read by everybody, at both widths, light and dark", STILL, async (stage) => {
  const page = await enter(stage, ASKER, VIEWPORTS.phone);
  await page.locator(".tabbar").waitFor();
  const event = page.url().match(/[0-9a-f-]{36}/u)[0];
  const company = await stage.open("/e/cap-littoral/fr/participants", NO_SCRIPT);
  await company.locator(".site-rows a").first().click();
  const ask = await company.getByRole("link", { name: "Demander un rendez-vous" }).getAttribute("href");
  const ways = [`/my/${event}`, `/my/${event}/requests`, `/my/${event}/availability`, `/my/${event}/badge`, ask];
  await page.goto(`/my/${event}`);
  const meeting = page.locator("a.mine-card").first();
  if ((await meeting.count()) > 0) ways.push(await meeting.getAttribute("href"));
  for (const [nth, way] of ways.entries()) {
    await page.goto(way);
    for (const viewport of [WIDE, VIEWPORTS.phone]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {}));
        assert.deepEqual(await overflow(page), [], `${way} at ${viewport.width}`);
        await stage.assertAccessible(page);
        await stage.screenshot(page, `private-${nth}-${viewport.width}-${colorScheme}`, { fullPage: true });
      }
    }
  }
});
