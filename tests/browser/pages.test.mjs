// What a person meets who goes astray or is refused: a page that he understands, in the event's
// look; a sign-in that leads back; and letters that look like the event (SEC-05, PUB-03, COM-12,
// PUB-12).

import assert from "node:assert/strict";
import { after } from "node:test";
import { crc32, deflateSync } from "node:zlib";

import { MAIN, PARTICIPANT, enter } from "./enter.mjs";
import { STILL, VIEWPORTS, scene } from "./harness.mjs";
import { look, lookWithScript } from "./looks.mjs";
import { Mailbox } from "./mailbox.mjs";

const HOME = "/e/cap-littoral/fr";
const WIDE = { width: 1280, height: 900 };
const NO_SCRIPT = { javaScriptEnabled: false };
const EMAIL = "claire@example.org";
const PASSWORD = "lanterne verger girafe 71";

const mailbox = await Mailbox.open();
after(() => mailbox.close());
const LETTERED = { extraArguments: [...STILL.extraArguments, "--smtp", mailbox.url, "--mail-from", "regie@salon.test"] };

/** A picture of two colours. */
function png(width, height, colours) {
  const chunk = (kind, data) => {
    const tagged = Buffer.concat([Buffer.from(kind, "latin1"), data]);
    const ends = Buffer.alloc(8);
    ends.writeUInt32BE(data.length, 0);
    ends.writeUInt32BE(crc32(tagged), 4);
    return Buffer.concat([ends.subarray(0, 4), tagged, ends.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + width * 3));
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const wave = Math.sin(x / 70) * 24 + height * 0.6;
      rows.set(colours[y > wave ? 1 : 0], y * (1 + width * 3) + 1 + x * 3);
    }
  const body = [chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))];
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), ...body]);
}

const button = (page, name) => page.getByRole("button", { name, exact: true });

/** Gives the event's site a banner; the event's number. */
async function giveBanner(page) {
  await page.locator(".stage h1").waitFor();
  const event = page.url().match(/[0-9a-f-]{36}/u)[0];
  await page.goto(`/desk/${event}/library`);
  const banner = png(1200, 300, [
    [214, 232, 240],
    [11, 79, 108],
  ]);
  await page.locator("#file").setInputFiles({ name: "vague.png", buffer: banner, mimeType: "image/png" });
  await page.locator("#name").fill("La vague");
  await page.locator("#alt_fr").fill("Une vague bleue");
  await button(page, "Ajouter").click();
  await page.getByText("C’est enregistré.").waitFor();
  await page.goto(`/desk/${event}/look`);
  await page.locator("#banner").selectOption({ label: "La vague" });
  await button(page, "Enregistrer").last().click();
  await page.getByText("C’est enregistré.").waitFor();
  return event;
}

scene("whoever goes astray reads what happened and finds a way on", STILL, async (stage) => {
  stage.tolerate(/40[0-9]|favicon/u);
  const page = await stage.open("/nulle/part", { viewport: WIDE });
  await page.getByRole("heading", { level: 1, name: "Page introuvable" }).waitFor();
  assert.match(await page.locator("main").textContent(), /Référence pour l’assistance.*[2-9A-Z]{4}-[2-9A-Z]{4}/su);
  await look(stage, page, "pages-astray");

  const desk = await enter(stage, MAIN, WIDE);
  const event = await giveBanner(desk);
  // A page of the desk about something that there is not, in the event's look.
  await desk.goto(`/desk/${event}/registrations/nothing`);
  await desk.getByRole("heading", { level: 1, name: "Page introuvable" }).waitFor();
  await desk.getByRole("img", { name: "Une vague bleue" }).waitFor();
  await look(stage, desk, "pages-desk");
  await desk.getByRole("link", { name: "Revenir à la console" }).click();
  await desk.locator(".stage h1").waitFor();

  // Without script as well; and by a form that is no form.
  const visitor = await stage.open(`${HOME}/files`, { ...NO_SCRIPT, viewport: WIDE });
  await visitor.goto(`/e/cap-littoral/files/rien`);
  await visitor.getByRole("heading", { level: 1, name: "Page introuvable" }).waitFor();
  await visitor.getByRole("link", { name: "L’accueil du site" }).click();
  await visitor.waitForURL(`**${HOME}`);

  // A participant's own pages wear the event's look; what is not there says so in it.
  const mine = await enter(stage, PARTICIPANT, VIEWPORTS.phone);
  await mine.locator(".tabbar").waitFor();
  await mine.goto(`/my/${event}`);
  await mine.locator(".mine-banner img").waitFor();
  await look(stage, mine, "pages-mine");
  await mine.goto(`/my/${event}/meetings/rien`);
  await mine.getByRole("heading", { level: 1, name: "Page introuvable" }).waitFor();
  await mine.getByRole("link", { name: "Mon espace" }).click();
  await mine.getByRole("heading", { level: 1, name: "Mon agenda" }).waitFor();

  // Programs are told in their own way.
  const told = await page.request.get("/nulle/part", { headers: { accept: "application/json" } });
  assert.equal(told.status(), 404);
  assert.equal(told.headers()["content-type"], "application/problem+json");
});

scene("a sign-in leads back to the page that asked for it, in the look of its event", STILL, async (stage) => {
  stage.tolerate(/40[0-9]|422/u);
  const desk = await enter(stage, MAIN, WIDE);
  const event = await giveBanner(desk);
  const link = await stage.server.tool("admin", "--email", EMAIL);
  const page = await stage.open(link, { viewport: WIDE });
  await page.getByLabel("Nouveau mot de passe").fill(PASSWORD);
  await button(page, "Enregistrer").click();
  await page.waitForURL("**/sign-in?done=password**");

  await page.goto(`/sign-in?next=/desk/${event}/profiles`);
  await page.getByText("Connectez-vous pour ouvrir la page demandée.").waitFor();
  await page.getByRole("img", { name: "Une vague bleue" }).waitFor();
  await look(stage, page, "pages-sign-in");
  const signIn = async (password) => {
    await page.getByLabel("Adresse électronique").fill(EMAIL);
    await page.getByLabel("Mot de passe").fill(password);
    await button(page, "Se connecter").click();
  };
  await signIn("girafe");
  await page.getByRole("alert").waitFor();
  await signIn(PASSWORD);
  await page.waitForURL(`**/desk/${event}/profiles`);

  // His account opens no participant's pages: he is told so, and not sent round.
  await page.goto(`/sign-in?next=/my/${event}`);
  await page.getByRole("heading", { level: 1, name: "Cette page n’est pas ouverte à votre compte" }).waitFor();
  await look(stage, page, "pages-other-account");
  await page.getByRole("link", { name: "Mon compte" }).click();
  await page.waitForURL("**/account");

  // A visitor finds the way into his space from the site.
  const visitor = await stage.open(HOME, { ...NO_SCRIPT, viewport: VIEWPORTS.phone });
  await visitor.getByRole("link", { name: "Espace participant" }).click();
  await visitor.getByText("Connectez-vous pour ouvrir la page demandée.").waitFor();
  await lookWithScript(stage, visitor, "pages-from-site");
});

scene("a letter wears the look of the event's site and carries its banner along", LETTERED, async (stage) => {
  const page = await enter(stage, MAIN, WIDE);
  const event = await giveBanner(page);
  const form = {
    asked: "company.0.name company.0.country person.0.last_name person.0.email",
    "company.0.name": "Embruns",
    "company.0.country": "FR",
    "person.0.last_name": "Diaz",
    "person.0.email": "diaz@embruns.test",
  };
  const headers = { origin: stage.server.origin };
  const path = `/desk/${event}/registrations/on-site`;
  const registered = await page.request.post(path, { form, headers, maxRedirects: 0 });
  assert.equal(registered.status(), 303, await registered.text());
  const letter = await mailbox.letter("diaz@embruns.test");
  const types = letter.parts.map((part) => part.split(";")[0]);
  assert.deepEqual(types, ["text/plain", "text/html", "image/jpeg"]);
  assert.match(letter.html, /src="cid:[0-9a-f-]{36}@banner" alt="Une vague bleue"/u);
  assert.doesNotMatch(letter.html, /src="http/u);

  await page.goto(`/console/?event=${event}#/messages`);
  await page.getByRole("link", { name: "Courriels" }).click();
  await page.locator(".list > li > .item", { hasText: "diaz@embruns.test" }).first().click();
  const frame = page.getByRole("dialog").locator("iframe").contentFrame();
  const banner = frame.getByRole("img", { name: "Une vague bleue" });
  await banner.waitFor();
  await stage.screenshot(page, "pages-letter");
  const outbox = await page.getByRole("dialog").locator("iframe").getAttribute("src");
  const shown = await stage.open(outbox, { viewport: WIDE, storageState: await page.context().storageState() });
  await shown.getByRole("img", { name: "Une vague bleue" }).waitFor();
  await stage.screenshot(shown, "pages-letter-whole", { fullPage: true });
  await shown.setViewportSize(VIEWPORTS.phone);
  await stage.screenshot(shown, "pages-letter-phone", { fullPage: true });
});
