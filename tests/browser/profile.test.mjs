// Profiles in the hands of those they are about: changed without script, section by section, over
// nobody unseen; where the event says so an organiser reads them first (PRV-02, REG-18, REG-20).

import assert from "node:assert/strict";

import { PARTICIPANT, enter } from "./enter.mjs";
import { STILL, VIEWPORTS, scene } from "./harness.mjs";
import { look, lookWithScript } from "./looks.mjs";

const NO_SCRIPT = { javaScriptEnabled: false };
const WIDE = { width: 1280, height: 900 };
const ADMINISTRATOR = 0;

/** Opens somebody's profile without script. */
async function profileOf(stage, role) {
  stage.tolerate(/phone-[0-9a-f]+\.(js|wasm)/u);
  const page = await enter(stage, role, VIEWPORTS.phone, NO_SCRIPT);
  await page.getByRole("heading", { level: 1, name: "Mon agenda" }).waitFor();
  await page.getByRole("link", { name: "Profil", exact: true }).click();
  await page.getByRole("heading", { level: 1, name: "Mon profil" }).waitFor();
  return page;
}

/** The same of one of the demo's participants who may change what the company says. */
async function editorsProfile(stage) {
  for (const role of [PARTICIPANT, PARTICIPANT + 1, PARTICIPANT + 2]) {
    const page = await profileOf(stage, role);
    if ((await page.locator("a[href*='/profile/company']").count()) > 0) return page;
  }
  assert.fail("none of the demo's participants speaks for a company");
}

scene("a participant changes a profile, and whoever saves an older page sees both versions", STILL, async (stage) => {
  const page = await profileOf(stage, PARTICIPANT);
  await lookWithScript(stage, page, "profile-own");
  const event = page.url().match(/[0-9a-f-]{36}/u)[0];
  await page.goto(`/my/${event}/profile/person`);
  const older = await page.context().newPage();
  await older.goto(`/my/${event}/profile/person`);
  await page.getByLabel(/^Fonction/u).fill("Directrice technique");
  await page.getByRole("button", { name: "Enregistrer" }).last().click();
  await page.getByText("C’est enregistré").waitFor();
  await page.getByText("Directrice technique").waitFor();
  stage.tolerate(/409/u);
  await older.getByLabel(/^Fonction/u).fill("Présidente");
  await older.getByRole("button", { name: "Enregistrer" }).last().click();
  await older.getByText("Quelqu’un a modifié ce profil entre-temps").waitFor();
  await older.getByText("Directrice technique").waitFor();
  assert.equal(await older.getByLabel(/^Fonction/u).inputValue(), "Présidente");
  await stage.screenshot(older, "profile-stale", { fullPage: true });
  await older.getByRole("button", { name: "Enregistrer" }).last().click();
  await older.getByText("Présidente").waitFor();
});

scene("what is published waits for an organiser, then the catalogue shows it", STILL, async (stage) => {
  const desk = await enter(stage, ADMINISTRATOR, WIDE);
  await desk.waitForURL(/console/u);
  const page = await editorsProfile(stage);
  const event = page.url().match(/[0-9a-f-]{36}/u)[0];
  await desk.goto(`/desk/${event}/form`);
  await desk.getByLabel("Modifications de ce qui est publié").selectOption("1");
  await desk.getByRole("button", { name: "Enregistrer" }).last().click();
  await desk.getByText("C’est enregistré.").waitFor();

  await page.goto(`/my/${event}/profile/company`);
  const presentation = "Nous dessinons des hélices silencieuses.";
  await page.getByLabel(/^Présentation/u).fill(presentation);
  await lookWithScript(stage, page, "profile-edit");
  await page.getByRole("button", { name: "Enregistrer" }).last().click();
  await page.getByText("Les organisateurs relisent vos modifications").waitFor();
  await page.getByText("attendent l’accord").waitFor();

  await desk.goto(`/desk/${event}/profiles`);
  await look(stage, desk, "profile-queue");
  await desk.locator(".register-rows a").first().click();
  await desk.getByRole("heading", { name: "Modifications à relire" }).waitFor();
  await desk.getByText(presentation).first().waitFor();
  await look(stage, desk, "profile-desk");
  const name = await desk.getByRole("heading", { level: 1 }).textContent();
  await desk.getByRole("button", { name: "Accepter ce qui est coché" }).click();
  await desk.getByText("Modifications acceptées").waitFor();

  const visitor = await stage.open(`/e/cap-littoral/fr/participants?q=${encodeURIComponent(name)}`, NO_SCRIPT);
  await visitor.locator(".site-rows").getByRole("link", { name, exact: true }).click();
  await visitor.getByText(presentation).waitFor();
});
