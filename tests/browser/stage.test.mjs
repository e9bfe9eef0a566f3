// The life of an event (EVT-10): called off in the console, seen on the phone, at the door and by
// visitors, refused everywhere, and taken back without loss.

import assert from "node:assert/strict";

import { panelOf, step } from "./stage.mjs";
import { DOOR, MAIN, PARTICIPANT, enter } from "./enter.mjs";
import { STILL, eventually, scene } from "./harness.mjs";
import { VIEWPORTS } from "./viewports.mjs";

const WIDE = { width: 1280, height: 900 };
const CALLED_OFF = /Événement annulé/;


scene("an event that is called off says so everywhere, refuses, and comes back as it was", STILL, async (stage) => {
  stage.tolerate(/409|403|422/);
  const console_ = await enter(stage, MAIN, WIDE);
  await console_.locator(".stage h1").waitFor();
  await console_.locator('nav a[href="#/settings"]').click();
  const panel = panelOf(console_);
  await panel.getByText(/^(Planifié|En cours|Passé)$/).waitFor();
  const phone = await enter(stage, PARTICIPANT, VIEWPORTS.phone);
  await phone.locator("main h1").first().waitFor();
  const door = await enter(stage, DOOR, VIEWPORTS.laptop);
  await door.locator("main").waitFor();

  // A question that is not answered with yes changes nothing.
  await panel.getByRole("button", { name: "Annuler l’événement" }).click();
  const question = console_.getByRole("dialog");
  await question.getByText(/Chaque participant est prévenu/).waitFor();
  await stage.assertAccessible(console_);
  await stage.screenshot(console_, "stage-question");
  await console_.keyboard.press("Escape");
  await question.waitFor({ state: "detached" });
  assert.equal(await console_.getByText(CALLED_OFF).count(), 0);

  await step(console_, "Annuler l’événement");
  for (const page of [console_, phone, door]) {
    await page.locator(".banner", { hasText: CALLED_OFF }).waitFor();
    await stage.assertAccessible(page);
  }
  await stage.screenshot(console_, "stage-called-off-console");
  await stage.screenshot(phone, "stage-called-off-phone");
  await stage.screenshot(door, "stage-called-off-door");
  await panel.getByText("Annulé", { exact: true }).waitFor();
  const visitor = await stage.open("/e/cap-littoral/fr", { viewport: VIEWPORTS.phone });
  await visitor.getByText("Cet événement est annulé.").waitFor();
  await stage.assertAccessible(visitor);
  await stage.screenshot(visitor, "stage-called-off-site");

  await step(console_, "Lever l’annulation");
  for (const page of [console_, phone, door]) {
    await page.locator(".banner", { hasText: CALLED_OFF }).waitFor({ state: "detached" });
  }
  await panel.getByText(/^(Planifié|En cours|Passé)$/).waitFor();
  await eventually("the public page says nothing of it any more", 15_000, async () => {
    await visitor.reload();
    return (await visitor.getByText("Cet événement est annulé.").count()) === 0 ? true : undefined;
  });
});
