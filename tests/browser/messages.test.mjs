// Private messages: two phones, a console and a page without script; what is written arrives on the
// other side at once, and what is reported is hidden (PRV-03, PRV-05).

import assert from "node:assert/strict";

import { MAIN, PARTICIPANT, enter } from "./enter.mjs";
import { PUSHED_WITHIN_MS, STILL, VIEWPORTS, scene } from "./harness.mjs";
import { look } from "./looks.mjs";

const [ONE, TWO] = [PARTICIPANT, PARTICIPANT + 1];
const WIDE = { width: 1280, height: 900 };

/** Who somebody is, by the pages of his space. */
async function introduce(stage, role) {
  const page = await enter(stage, role, VIEWPORTS.phone);
  await page.locator(".tabbar").waitFor();
  const event = page.url().match(/[0-9a-f-]{36}/u)[0];
  const me = await page.request.get(`/live/${event}/me?surface=phone`);
  const { id, name } = await me.json();
  return { page, event, id, name };
}

/** Opens a conversation on a phone. */
async function talk({ page }, way) {
  await page.evaluate((hash) => (location.hash = hash), `/messages/${way}`);
  await page.getByLabel("Votre message").waitFor();
}

async function say({ page }, text) {
  await page.getByLabel("Votre message").fill(text);
  await page.getByRole("button", { name: "Envoyer", exact: true }).click();
  await page.locator(".thread li[data-mine]").filter({ hasText: text }).waitFor({ timeout: PUSHED_WITHIN_MS });
}

/** Lets everybody of the catalogue be written to. */
async function openCatalogue(console_) {
  await console_.evaluate(() => (location.hash = "/conversations/settings"));
  await console_.getByLabel("Écrire aux personnes du catalogue avant tout rendez-vous").check();
  await console_.getByRole("button", { name: "Enregistrer" }).click();
  await console_.getByText("Réglages enregistrés").first().waitFor({ state: "attached" });
}

scene("a message arrives on the other phone, and what is reported is hidden", STILL, async (stage) => {
  const desk = await enter(stage, MAIN, WIDE);
  await desk.locator(".stage-head, .tiles").first().waitFor();
  await openCatalogue(desk);
  const one = await introduce(stage, ONE);
  const two = await introduce(stage, TWO);

  await talk(one, two.id);
  await two.page.getByRole("link", { name: /Messages/u }).click();
  await say(one, "Bonjour,\npouvons-nous parler <b>du port</b> ?");
  await two.page.locator(".notes").getByRole("link", { name: /Bonjour/u }).click({ timeout: PUSHED_WITHIN_MS });
  await two.page.locator(".thread").getByText("pouvons-nous parler <b>du port</b> ?").waitFor();
  await say(two, "Avec plaisir");
  await one.page.locator(".thread").getByText("Avec plaisir").waitFor({ timeout: PUSHED_WITHIN_MS });
  await look(stage, one.page, "messages-phone");

  // Reported on a page without script, hidden in the console, gone from both.
  const page = await two.page.context().newPage();
  await page.goto(`/my/${two.event}/messages/${one.id}`);
  await page.getByText("Signaler…").first().click();
  await page.getByLabel("Démarchage non souhaité").check();
  await page.getByRole("button", { name: "Signaler ce message" }).click();
  await page.getByText("Message signalé.").waitFor();
  await look(stage, page, "messages-page");
  await desk.evaluate(() => (location.hash = "/conversations/reports"));
  await desk.getByRole("button", { name: "Masquer le message" }).click();
  await desk.getByText(/Masqué par/u).waitFor();
  await two.page.locator(".thread").getByText("Message masqué").waitFor({ timeout: PUSHED_WITHIN_MS });
  await look(stage, desk, "messages-reports");
});

scene("an organiser answers who asks for help, and what is typed outlives the network", STILL, async (stage) => {
  const one = await introduce(stage, ONE);
  await talk(one, "team");
  await one.page.getByLabel("Votre message").fill("Où est la salle ?");
  stage.tolerate(/ERR_INTERNET_DISCONNECTED|Failed to fetch/u);
  await one.page.context().setOffline(true);
  await one.page.getByRole("button", { name: "Envoyer", exact: true }).click();
  await one.page.getByText("Le message n’est pas parti.").waitFor();
  await one.page.context().setOffline(false);
  await one.page.getByRole("button", { name: "Envoyer à nouveau" }).click();
  await one.page.locator(".thread li[data-mine]").getByText("Où est la salle ?").waitFor({ timeout: PUSHED_WITHIN_MS });

  const desk = await enter(stage, MAIN, WIDE);
  await desk.locator(".stage-head, .tiles").first().waitFor();
  await desk.evaluate(() => (location.hash = "/conversations"));
  await desk.getByRole("link", { name: new RegExp(one.name, "u") }).click();
  await desk.getByText("Où est la salle ?").first().waitFor();
  await desk.getByLabel("Réponse de l’équipe").fill("Au premier étage");
  await desk.getByRole("button", { name: "Envoyer" }).click();
  await one.page.locator(".thread").getByText("Au premier étage").waitFor({ timeout: PUSHED_WITHIN_MS });
  await look(stage, desk, "messages-help");
});
