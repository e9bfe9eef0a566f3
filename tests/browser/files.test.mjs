// Files from one end to the other: a visitor without script attaches a document and a picture, the
// organiser sees them, the catalogue shows them; a library, a banner and an organiser's logo on the
// public site, and a picture in a page that is published (REG-03, PUB-03, PUB-04, EEN-03, EVT-07).

import assert from "node:assert/strict";
import { crc32, deflateSync } from "node:zlib";

import { MAIN, enter } from "./enter.mjs";
import { STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";
import { look, lookWithScript } from "./looks.mjs";

const HOME = "/e/cap-littoral/fr";
const WIDE = { width: 1280, height: 900 };
const NO_SCRIPT = { javaScriptEnabled: false };

/** A picture of stripes. */
function png(width, height, [red, green, blue]) {
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
      const shade = Math.floor((x + y) / 24) % 2 ? 1 : 0.8;
      rows.set([red * shade, green * shade, blue * shade], y * (1 + width * 3) + 1 + x * 3);
    }
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

const PDF = Buffer.from(
  "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Count 0 /Kids [] >> endobj\n" +
    "xref\n0 1\ntrailer << /Root 1 0 R >>\nstartxref\n9\n%%EOF\n",
);
const file = (name, buffer, mimeType) => ({ name, buffer, mimeType });
const picture = (name, ...shape) => file(name, png(...shape), "image/png");

const button = (page, name) => page.getByRole("button", { name, exact: true });

scene("a visitor without script attaches files that the catalogue shows once the company takes part", STILL, async (stage) => {
  // What cannot be taken is an answer of its own.
  stage.tolerate(/422/u);
  const page = await stage.open(`${HOME}/register/company`, { ...NO_SCRIPT, viewport: WIDE });
  await page.getByLabel("Nom de l’entreprise").fill("Chantiers Cormoran");
  await page.locator("[name='company.0.country']").selectOption("FR");
  await button(page, "Continuer").click();
  await page.locator("[name='person.0.first_name']").fill("Solène");
  await page.locator("[name='person.0.last_name']").fill("Kervadec");
  await page.locator("[name='person.0.email']").fill("solene@cormoran.test");
  await button(page, "Continuer").click();
  await page.locator("[name='description.0.presentation']").fill("Nous construisons des navires de service.");

  // What cannot be taken is said at its field, and everything else stays.
  await page.locator("[name='description.0.brochure']").setInputFiles(file("plaquette.pdf", Buffer.from("MZ…"), "application/pdf"));
  await page.locator("[name='description.0.logo']").setInputFiles([picture("cormoran.png", 320, 160, [20, 90, 140])]);
  await button(page, "Continuer").click();
  await page.getByText("ne correspond pas à son nom").first().waitFor();
  assert.equal(await page.locator("[name='description.0.presentation']").inputValue(), "Nous construisons des navires de service.");
  await page.getByRole("link", { name: "cormoran.png" }).waitFor();
  await lookWithScript(stage, page, "files-form");

  await page.locator("[name='description.0.brochure']").setInputFiles(file("Plaquette été.pdf", PDF, "application/pdf"));
  await page.locator("[name='description.0.logo']").setInputFiles([picture("de trop.png", 20, 20, [200, 0, 0])]);
  await button(page, "Continuer").click();
  await page.getByRole("heading", { name: "Vérifier et envoyer" }).waitFor();
  for (const name of ["Plaquette été.pdf", "cormoran.png", "de trop.png"]) await page.getByRole("link", { name }).waitFor();
  await page.goto(`${HOME}/register/description`);
  await page.getByRole("button", { name: "Retirer – de trop.png" }).click();
  await page.waitForURL(/register\/description/u);
  assert.equal(await page.getByRole("link", { name: "de trop.png" }).count(), 0);
  await page.goto(`${HOME}/register/review`);
  await page.locator("[name='noted']").check();
  await button(page, "Envoyer l’inscription").click();
  await page.getByRole("heading", { name: "Votre inscription est enregistrée" }).waitFor();

  const desk = await enter(stage, MAIN, WIDE);
  await desk.locator(".tiles").waitFor();
  const event = desk.url().match(/[0-9a-f-]{36}/u)[0];
  await desk.goto(`/desk/${event}/registrations`);
  await desk.getByRole("link", { name: "Chantiers Cormoran" }).first().click();
  await desk.getByRole("link", { name: "Plaquette été.pdf" }).waitFor();
  const logo = desk.locator("img[src*='/files/']");
  await eventually("the logo is seen", 10_000, () => logo.evaluate((image) => image.naturalWidth > 0 || null));
  await look(stage, desk, "files-queue");
  await button(desk, "Valider l’inscription").click();
  await desk.getByText("Validée").first().waitFor();

  await page.goto(`${HOME}/participants?q=cormoran`);
  await page.getByRole("link", { name: "Chantiers Cormoran" }).first().click();
  await page.getByRole("heading", { name: "Images et documents" }).waitFor();
  const shown = page.getByRole("img", { name: "cormoran.png" });
  await shown.scrollIntoViewIfNeeded();
  await eventually("the logo is public", 10_000, () => shown.evaluate((image) => image.naturalWidth > 0 || null));
  const href = await page.getByRole("link", { name: "Plaquette été.pdf" }).getAttribute("href");
  const saved = await page.request.get(href);
  assert.equal(saved.status(), 200);
  assert.match(saved.headers()["content-disposition"], /^attachment/u);
  await lookWithScript(stage, page, "files-listing");
});

scene("an organiser fills the library, gives the site a banner and a logo, and puts a picture into a page", STILL, async (stage) => {
  // What cannot be taken is an answer of its own.
  stage.tolerate(/422/u);
  const page = await enter(stage, MAIN, WIDE);
  await page.locator(".stage h1").waitFor();
  await page.locator('nav a[href="#/settings"]').click();
  await page.getByRole("link", { name: "Site public" }).click();
  await page.locator(".site-pages > li").first().waitFor();
  await page.getByRole("link", { name: "Fichiers du site" }).click();
  await page.getByRole("heading", { level: 1, name: "Fichiers du site" }).waitFor();
  await look(stage, page, "files-library-empty");
  const add = async (given, name, alt) => {
    await page.locator("#file").setInputFiles(given);
    await page.locator("#name").fill(name);
    await page.locator("#alt_fr").fill(alt);
    await button(page, "Ajouter").click();
  };
  await add(picture("quai.png", 900, 260, [10, 110, 120]), "Le quai", "");
  await page.getByText("Décrivez l’image en français").waitFor();
  await add(picture("quai.png", 900, 260, [10, 110, 120]), "Le quai", "Un quai au petit matin");
  await page.getByText("C’est enregistré.").waitFor();
  await add(picture("chambre.png", 300, 120, [160, 60, 30]), "Logo de la chambre", "Chambre du littoral");
  await page.locator(".library > li").nth(1).waitFor();
  await add(file("acces.pdf", PDF, "application/pdf"), "Plan d’accès", "");
  await page.locator(".library > li").nth(2).waitFor();
  await look(stage, page, "files-library");

  await page.getByRole("link", { name: "Bannière et logos" }).click();
  await page.locator("#banner").selectOption({ label: "Le quai" });
  await page.locator("#new_name").fill("Chambre du littoral");
  await button(page, "Ajouter").click();
  await page.locator("#name-0").waitFor();
  await page.locator("#logo-0").selectOption({ label: "Logo de la chambre" });
  await page.locator("#role_fr-0").fill("Chef de file");
  await page.locator("#words_fr-0").fill("Nous accueillons les visiteurs et tenons l’accueil du salon.");
  await page.locator("#link-0").fill("https://chambre.example.org");
  await button(page, "Enregistrer").last().click();
  await page.getByText("C’est enregistré.").waitFor();
  await look(stage, page, "files-look");

  const visitor = await stage.open(HOME, { ...NO_SCRIPT, viewport: WIDE });
  await visitor.getByRole("img", { name: "Un quai au petit matin" }).waitFor();
  await visitor.getByText("Chef de file").waitFor();
  await lookWithScript(stage, visitor, "files-welcome");

  const event = page.url().match(/[0-9a-f-]{36}/u)[0];
  await page.goto(`/console/?event=${event}#/site`);
  await page.locator(".site-pages > li", { hasText: "Infos pratiques" }).getByRole("link", { name: "Français" }).click();
  const area = page.getByRole("textbox", { name: "Texte de la page" });
  await area.waitFor();
  await area.click();
  await page.keyboard.press("Control+End");
  await button(page, "Insérer un fichier").click();
  await page.getByRole("dialog").getByText("Le quai").waitFor();
  await stage.assertAccessible(page);
  await stage.screenshot(page, "files-insert");
  await page.getByRole("dialog").getByRole("listitem").filter({ hasText: "Le quai" }).getByRole("button").click();
  await area.locator("img[src*='/files/']").waitFor();
  await button(page, "Enregistrer le brouillon").click();
  await page.locator(".banner", { hasText: /^(Brouillon enregistré|Enregistré\.)/u }).waitFor();
  await button(page, "Valider").click();
  await button(page, "Publier").click();
  await eventually("visitors see the picture", 15_000, async () => {
    await visitor.goto(`${HOME}/infos-pratiques`);
    return (await visitor.locator(".prose img[alt='Un quai au petit matin']").count()) || null;
  });
  await stage.screenshot(visitor, "files-page", { fullPage: true });
});
