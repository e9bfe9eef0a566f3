// From an event that is opened by cloning one to people who meet in it: the form as its organiser
// changes it, what visitors type, the letters they get, the decision, and both agendas (issue of
// people: REG-01, 02, 05, 07, 08, 11, 14, 16, 19, B2B-04, EVT-11).

import assert from "node:assert/strict";
import { after } from "node:test";

import { SiteDesk } from "./desk.mjs";
import { MAIN, enter } from "./enter.mjs";
import { PUSHED_WITHIN_MS, STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";
import { Mailbox } from "./mailbox.mjs";
import { panelOf, step } from "./stage.mjs";

const WIDE = { width: 1280, height: 900 };
const SLUG = "cap-littoral-essai";
const HOME = `/e/${SLUG}/fr`;
const PASSWORD = "lanterne verger girafe 71";

const mailbox = await Mailbox.open();
after(() => mailbox.close());

/** A server that hands its letters to the mailbox. */
const LETTERED = { extraArguments: [...STILL.extraArguments, "--smtp", mailbox.url, "--mail-from", "regie@salon.test"] };

const SOLENE = {
  company: "Chantiers Cormoran",
  country: "FR",
  first: "Solène",
  last: "Kervadec",
  email: "solene@cormoran.test",
  offers: "Hydrogène",
  about: "Nous construisons des navires de service pour les parcs en mer.",
};
const TIAGO = {
  company: "Rederij Zilvermeeuw",
  country: "NL",
  first: "Tiago",
  last: "Vandersteen",
  email: "tiago@zilvermeeuw.test",
  seeks: "Hydrogène",
  about: "Nous affrétons des navires de service.",
};

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

/** Photographs and examines a page at both widths, in light and dark. */
async function examine(stage, page, name) {
  const before = page.viewportSize();
  for (const viewport of [WIDE, VIEWPORTS.phone]) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      // A button is on its way from one colour to the other for a moment.
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {}));
      assert.deepEqual(await overflow(page), [], `${name} at ${viewport.width}`);
      await stage.assertAccessible(page);
      await stage.screenshot(page, `registration-${name}-${viewport.width}-${colorScheme}`, { fullPage: true });
    }
  }
  await page.setViewportSize(before);
  await page.emulateMedia({ colorScheme: "light" });
}

/** Opens an event by cloning the demo's; gives the console of the new one and its id. */
async function cloned(stage) {
  const page = await enter(stage, MAIN, WIDE);
  await page.locator(".tiles").waitFor();
  const from = page.url().match(/[0-9a-f-]{36}/)[0];
  await page.goto(`/desk/${from}/clone`);
  await page.getByLabel("Nom", { exact: true }).fill("Cap Littoral, l’essai");
  await page.getByLabel("Adresse du site public").fill(SLUG);
  await page.getByRole("button", { name: "Ouvrir l’événement" }).click();
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.locator(".tiles").waitFor();
  const event = page.url().match(/[0-9a-f-]{36}/)[0];
  assert.notEqual(event, from);
  // It begins as a project, which no visitor sees.
  await page.locator('nav a[href="#/settings"]').click();
  await panelOf(page).getByText("En projet", { exact: true }).waitFor();
  await step(page, "Planifier");
  await panelOf(page).getByText("Planifié", { exact: true }).waitFor();
  await page.locator('nav a[href="#/"]').click();
  await page.locator(".tiles").waitFor();
  return { console_: page, event };
}

/** Another page of the same browser, as when an organiser opens the desk beside the console. */
async function beside(stage, page, address) {
  return stage.open(address, { viewport: WIDE, storageState: await page.context().storageState() });
}

const go = (page, name) => page.getByRole("button", { name, exact: true }).click();

/** The first step of the form, up to its button. */
async function typeCompany(page, who) {
  await page.getByLabel(/^Nom de l’entreprise/).fill(who.company);
  await page.getByLabel(/^Pays/).selectOption(who.country);
}

async function typePerson(page, who) {
  await page.getByLabel(/^Prénom/).fill(who.first);
  await page.getByLabel(/^Nom/).fill(who.last);
  await page.getByLabel(/^Fonction/).fill("Directrice");
  await page.getByLabel(/^Adresse électronique/).fill(who.email);
}

async function typeDescription(page, who) {
  await page.getByLabel(/^Présentation/).fill(who.about);
  for (const [legend, word] of [[/^Vous proposez/, who.offers], [/^Vous recherchez/, who.seeks]]) {
    if (word !== undefined) await page.getByRole("group", { name: legend }).getByLabel(word, { exact: true }).check();
  }
}

/** Registers a company with one representative, without a slip. */
async function register(stage, who) {
  const page = await stage.open(HOME, { viewport: VIEWPORTS.phone, javaScriptEnabled: false });
  await page.goto(`${HOME}/register/company`);
  await typeCompany(page, who);
  await page.getByLabel(/^Tirant d’eau/).fill("4");
  await go(page, "Continuer");
  await typePerson(page, who);
  await go(page, "Continuer");
  await typeDescription(page, who);
  await go(page, "Continuer");
  await page.getByLabel(/J’ai pris connaissance/).check();
  await go(page, "Envoyer l’inscription");
  await page.getByRole("heading", { name: "Votre inscription est enregistrée" }).waitFor();
}

/** From the letter of validation to the phone's agenda. */
async function comeIn(stage, letter, who) {
  const link = /http:\/\/\S+\/password\/new\?token=\S+/.exec(letter.text)[0];
  const page = await stage.open(link, { viewport: VIEWPORTS.phone });
  await page.getByLabel("Nouveau mot de passe").fill(PASSWORD);
  await go(page, "Enregistrer");
  await page.waitForURL("**/sign-in?done=password**");
  await page.getByLabel("Adresse électronique").fill(who.email);
  await page.getByLabel("Mot de passe").fill(PASSWORD);
  await go(page, "Se connecter");
  await page.waitForURL("**/phone/**");
  await page.locator('a[href="#/answers"]').waitFor();
  return page;
}


scene("from a cloned event to a meeting on both phones: form, page, letters, decision, sign-in, three moves", LETTERED, async (stage) => {
  stage.tolerate(/422/);
  const { console_, event } = await cloned(stage);

  // The organiser adds a field of his own, for everybody and in both languages.
  const desk = await beside(stage, console_, `/desk/${event}/form`);
  await examine(stage, desk, "form");
  await desk.getByRole("link", { name: "Ajouter un champ – Entreprise" }).click();
  await desk.getByLabel("Libellé français").fill("Tirant d’eau au quai");
  await desk.getByLabel("Libellé anglais").fill("Depth at the quay");
  await desk.getByLabel("Type de réponse").selectOption({ label: "Chiffre clé" });
  await desk.getByLabel(/^Unité/).fill("m");
  await desk.getByLabel("De, au moins").fill("30");
  await desk.getByLabel("À, au plus").fill("1");
  await desk.getByLabel("Nécessaire").check();
  await go(desk.locator("#open"), "Enregistrer");
  await desk.getByRole("alert").getByText(/ces bornes n’admettent rien/).waitFor();
  assert.equal(await desk.getByLabel("Libellé anglais").inputValue(), "Depth at the quay", "what was typed is kept");
  await examine(stage, desk, "form-wrong");
  await desk.getByLabel("De, au moins").fill("1");
  await desk.getByLabel("À, au plus").fill("30");
  await go(desk.locator("#open"), "Enregistrer");
  await desk.getByText("C’est enregistré.").waitFor();
  await desk.locator(".form-rows > li", { hasText: "Tirant d’eau au quai" }).getByText("nécessaire").waitFor();

  // And writes a page.
  const pages = new SiteDesk(console_, event);
  let welcome = (await pages.pages()).find(({ slugs }) => slugs.includes("venir-et-dormir"));
  const text = ["Venir au port", "Le port.", "<p>La navette part du quai de l’Horloge.</p>"];
  for (const [kind, ...held] of [["WritePage", "french", text], ["Validate", "french"], ["Publish", "french"]]) {
    welcome = await pages.edit(kind, welcome.id, welcome.revision, ...held);
  }

  // A visitor without script begins, makes a slip, and finds everything as it was typed.
  const visitor = await stage.open(`${HOME}/venir-et-dormir`, { viewport: VIEWPORTS.phone, javaScriptEnabled: false });
  await visitor.getByText("La navette part du quai de l’Horloge.").waitFor();
  await visitor.goto(`${HOME}/inscription`);
  await visitor.getByRole("link", { name: "Commencer l’inscription" }).click();
  await typeCompany(visitor, SOLENE);
  await visitor.getByLabel(/^Ville/).fill("Port-Cormoran");
  await visitor.getByLabel(/^Tirant d’eau/).fill("quatre");
  await go(visitor, "Continuer");
  const depth = visitor.getByLabel(/^Tirant d’eau/);
  assert.equal(await depth.getAttribute("aria-invalid"), "true");
  assert.match(await visitor.locator(`[id="${(await depth.getAttribute("aria-describedby")).trim().split(" ")[0]}"]`).innerText(), /nombre entier/);
  assert.deepEqual(
    [await depth.inputValue(), await visitor.getByLabel(/^Ville/).inputValue()],
    ["quatre", "Port-Cormoran"],
  );
  await depth.fill("6");
  await go(visitor, "Continuer");
  await typePerson(visitor, { ...SOLENE, email: "solene@" });
  await go(visitor, "Continuer");
  await visitor.getByText(/cette adresse est incomplète/).first().waitFor();
  assert.equal(await visitor.getByLabel(/^Prénom/).inputValue(), "Solène");
  await visitor.getByLabel(/^Adresse électronique/).fill(SOLENE.email);

  // Saved, and gone on with from the letter's link in another browser.
  await go(visitor, "Enregistrer");
  const draft = await mailbox.letter(SOLENE.email, ({ text: said }) => said.includes("/register/resume"));
  const elsewhere = await stage.open(/http:\/\/\S+\/register\/resume\S+/.exec(draft.text)[0], { viewport: VIEWPORTS.phone });
  await go(elsewhere, "Reprendre");
  assert.equal(await elsewhere.getByLabel(/^Ville/).inputValue(), "Port-Cormoran");
  await examine(stage, elsewhere, "company");
  await elsewhere.goto(`${HOME}/register/people`);
  assert.equal(await elsewhere.getByLabel(/^Nom/).inputValue(), "Kervadec");
  await examine(stage, elsewhere, "people");
  await go(elsewhere, "Continuer");
  await typeDescription(elsewhere, SOLENE);
  await go(elsewhere, "Ajouter un produit ou service");
  await elsewhere.getByLabel(/^Proposé ou recherché/).selectOption({ label: "Proposé" });
  await elsewhere.getByLabel(/^Produit ou service/).fill("Navire de service");
  await examine(stage, elsewhere, "description");
  await go(elsewhere, "Continuer");
  await go(elsewhere, "Envoyer l’inscription");
  await elsewhere.getByRole("link", { name: /Prenez connaissance/ }).waitFor();
  await examine(stage, elsewhere, "review");
  await elsewhere.getByLabel(/J’ai pris connaissance/).check();
  await go(elsewhere, "Envoyer l’inscription");
  await elsewhere.getByRole("heading", { name: "Votre inscription est enregistrée" }).waitFor();
  await examine(stage, elsewhere, "received");
  const received = await mailbox.letter(SOLENE.email, ({ subject }) => /est enregistrée/.test(subject));
  assert.match(received.text, /Bonjour Solène Kervadec/);
  assert.match(received.text, /pour Chantiers Cormoran/, "the letter names the company");
  assert.match(received.html, /Chantiers Cormoran/);

  await register(stage, TIAGO);

  // The queue: both wait, and are decided one by one.
  await desk.goto(`/desk/${event}/registrations`);
  await examine(stage, desk, "queue");
  for (const who of [SOLENE, TIAGO]) {
    await desk.goto(`/desk/${event}/registrations`);
    await desk.getByRole("link", { name: who.company }).click();
    if (who === SOLENE) await examine(stage, desk, "detail");
    const side = desk.getByLabel("Côté");
    if (who === TIAGO && (await side.count()) > 0) await side.selectOption({ label: "Exposant" });
    await go(desk, "Valider l’inscription");
    await desk.getByText(/Inscription validée/).waitFor();
  }
  await examine(stage, desk, "validated");

  // Each gets the link that sets a password, and what he should know before he comes.
  const phones = [];
  for (const who of [SOLENE, TIAGO]) {
    const letter = await mailbox.letter(who.email, ({ subject }) => /est validée/.test(subject));
    assert.match(letter.text, new RegExp(`pour ${who.company}`));
    assert.match(letter.text, /novembre 2027\nPalais de la Mer|novembre 2027\n\S/, "when and where");
    assert.match(letter.text, /Votre badge.*\n\n([0-9A-Z]{5} ){5}[0-9A-Z]\n/s, "the code of the badge");
    assert.match(letter.html, /role="img" aria-label="Votre badge/);
    phones.push(await comeIn(stage, letter, who));
    if (who !== SOLENE) continue;
    // As a mail program shows it.
    const reader = await stage.open("about:blank", { viewport: VIEWPORTS.phone });
    await reader.setContent(letter.html);
    assert.deepEqual(await overflow(reader), [], "the letter fits a phone");
    await stage.assertAccessible(reader);
    await stage.screenshot(reader, "registration-letter-390", { fullPage: true });
  }
  const [solene, tiago] = phones;

  // She reads what she registered with, and consents and withdraws the consent as easily.
  const own = await beside(stage, solene, "/account/data");
  const mine = own.getByRole("region", { name: /Mon inscription/ });
  await mine.getByText(SOLENE.company).waitFor();
  await examine(stage, own, "own");
  for (const choice of ["Accepter d’en recevoir", "Ne plus en recevoir", "Accepter d’en recevoir"]) {
    await go(mine, choice);
    await own.getByText("Votre choix est enregistré.").waitFor();
    await mine.getByRole("button", { name: choice }).waitFor({ state: "detached" });
  }

  // Asked by one, accepted by the other, confirmed by the first.
  await solene.locator('a[href="#/answers"]').click();
  await solene.getByRole("button", { name: "Voir les suggestions" }).click();
  const suggested = solene.locator("ul > li", { hasText: TIAGO.company });
  await suggested.getByRole("button", { name: "Demander" }).click();
  await suggested.getByText("Demandé", { exact: true }).waitFor();
  await tiago.locator('a[href="#/answers"]').click();
  const asked = tiago.locator("article.ask", { hasText: SOLENE.last });
  await asked.getByRole("button", { name: "Accepter" }).click();
  const accepted = solene.locator("article.ask", { hasText: TIAGO.last });
  await accepted.getByRole("button", { name: "Confirmer" }).click();
  for (const [phone, other] of [[solene, TIAGO], [tiago, SOLENE]]) {
    await phone.locator('a[href="#/"]').click();
    await phone.locator("article.engagement", { hasText: other.last }).waitFor();
  }
  await stage.screenshot(solene, "registration-agenda-390", { fullPage: true });
  await console_.locator(".feed .item").filter({ hasText: /Rendez-vous/ }).filter({ hasText: "Kervadec" }).first().waitFor();
  await stage.screenshot(console_, "registration-console-1280");
});
