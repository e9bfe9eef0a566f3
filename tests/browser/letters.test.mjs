// The page of letters: what was written and what became of it, the words of templates, in whose
// name they go out, and what a real mail server receives (COM-02, COM-12, COM-14, REG-07, REG-10).

import assert from "node:assert/strict";
import { after } from "node:test";

import { MAIN, SCOPED, enter } from "./enter.mjs";
import { STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";
import { Mailbox } from "./mailbox.mjs";

const WIDE = { width: 1280, height: 900 };
const mailbox = await Mailbox.open();
after(() => mailbox.close());

/** A server that hands its letters to the mailbox. */
const LETTERED = { extraArguments: [...STILL.extraArguments, "--smtp", mailbox.url, "--mail-from", "regie@salon.test"] };

const COPY = "bureau@salon.test";
const REPLIES = "contact@salon.test";

async function openLetters(page) {
  await page.locator(".stage h1").waitFor();
  await page.locator('nav a[href="#/messages"]').click();
  await page.getByRole("link", { name: "Courriels" }).click();
  await page.getByRole("heading", { level: 1, name: "Courriels" }).waitFor();
  await settled(page);
}

const openTab = (page, name) => page.getByRole("tab", { name, exact: true }).click();

/** Waits until nothing is on its way. */
const settled = (page) =>
  eventually("nothing is being loaded", 15_000, async () =>
    (await page.locator(".skeleton, [aria-busy='true']").count()) === 0 ? true : undefined,
  );

/** Somebody at the door: registered and validated in one step, which writes to him and to the desk. */
async function registerOnSite(stage, page, { company, name, email }) {
  const event = page.url().match(/[0-9a-f-]{36}/)[0];
  const form = {
    asked: "company.0.name company.0.country person.0.last_name person.0.email",
    "company.0.name": company,
    "company.0.country": "FR",
    "person.0.last_name": name,
    "person.0.email": email,
  };
  const answer = await page.request.post(`/desk/${event}/registrations/on-site`, {
    form,
    headers: { origin: stage.server.origin },
    maxRedirects: 0,
  });
  assert.equal(answer.status(), 303, await answer.text());
}

/** The row of a letter. */
const rowTo = (page, address) => page.locator(".list > li > .item", { hasText: address });

scene("a letter that fails is shown with its reason, tried again, and arrives in the event's look", LETTERED, async (stage) => {
  // A refusal of what was typed is an answer of its own.
  stage.tolerate(/409/);
  const page = await enter(stage, MAIN, WIDE);
  await openLetters(page);
  await page.getByRole("radio", { name: "En échec (0)" }).click();
  await page.getByText("Aucun courriel", { exact: true }).waitFor();

  await openTab(page, "Réglages");
  await page.locator("#letters-sender").fill("Salon de l’essai");
  await page.locator("#letters-reply").fill("contact");
  await page.locator("#letters-copies").fill(`${COPY}\npas une adresse`);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.locator("#letters-reply-error").getByText("Ce n’est pas une adresse.").waitFor();
  assert.equal(await page.locator("#letters-copies").inputValue(), `${COPY}\npas une adresse`, "what was typed is kept");
  await page.locator("#letters-reply").fill(REPLIES);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.locator("#letters-copies-error").getByText(/^L’adresse n°\s2 n’en est pas une\.$/).waitFor();
  await page.locator("#letters-copies").fill(COPY);
  await page.getByLabel("Bandeau à la couleur du produit").uncheck();
  await page.locator("#letters-colour").fill("#0a5c36");
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByRole("status").getByText("Enregistré", { exact: true }).waitFor();

  const ada = { company: "Embruns", name: "Diaz", email: "diaz@embruns.test" };
  mailbox.refuse(550);
  await registerOnSite(stage, page, ada);
  await openTab(page, "Boîte d’envoi");
  // One of the two was refused; which one is the server's affair.
  const failed = page.locator(".list > li > .item", { hasText: "Refusé par le serveur de messagerie (réponse 550)" });
  await failed.waitFor();
  await page.locator(".list > li > .item", { hasText: "Envoyé" }).waitFor();
  await page.getByRole("radio", { name: "En échec (1)" }).click();
  await settled(page);
  assert.equal(await page.locator(".list > li > .item").count(), 1, "the filter shows what failed");
  await failed.click();
  const drawer = page.getByRole("dialog");
  await drawer.getByText("Refusé par le serveur de messagerie (réponse 550)").waitFor();
  await drawer.locator("dd", { hasText: /^1$/ }).waitFor();
  await stage.screenshot(page, "letters-failed");
  await drawer.getByRole("button", { name: "Réessayer" }).click();
  await drawer.locator(".chip", { hasText: "Envoyé" }).waitFor();
  await drawer.locator(".banner").waitFor({ state: "detached" });

  const letter = await mailbox.letter(ada.email);
  const copy = await mailbox.letter(COPY);
  for (const one of [letter, copy]) {
    assert.match(one.from, /Salon de l’essai/);
    assert.match(one.from, /<regie@salon\.test>/);
    assert.match(one.headers["reply-to"], new RegExp(REPLIES));
    assert.deepEqual(
      one.parts.map((part) => part.split(";")[0]),
      ["text/plain", "text/html"],
    );
    assert.match(one.html, /background:#0a5c36/);
    assert.match(one.text, /Diaz/);
  }

  // Opened, it is the page that went out, in a frame where nothing runs.
  const frame = drawer.locator("iframe");
  assert.equal(await frame.getAttribute("sandbox"), "");
  await eventually("the letter is in its frame", 15_000, async () =>
    (await frame.contentFrame().locator("body").textContent()).includes("Diaz") ? true : undefined,
  );
  await drawer.getByRole("radio", { name: "Texte seul" }).click();
  await drawer.locator("pre", { hasText: "Diaz" }).waitFor();
  await page.keyboard.press("Escape");
  await drawer.waitFor({ state: "detached" });
});

scene("a letter that waits is called off, and a crowd's letters fill pages", LETTERED, async (stage) => {
  const page = await enter(stage, MAIN, WIDE);
  await openLetters(page);
  // Come back later, says the server.
  mailbox.refuse(450);
  await registerOnSite(stage, page, { company: "Ressac", name: "Aubin", email: "aubin@ressac.test" });
  const waiting = rowTo(page, "aubin@ressac.test");
  await waiting.filter({ hasText: "Le serveur de messagerie demande d’attendre (réponse 450)" }).click();
  const drawer = page.getByRole("dialog");
  await drawer.locator("dt", { hasText: "Prochain essai" }).waitFor();
  await drawer.getByRole("button", { name: "Ne pas envoyer" }).click();
  await drawer.getByText("Ce courriel ne partira jamais.").waitFor();
  await drawer.getByRole("button", { name: "Annuler" }).click();
  await drawer.getByRole("button", { name: "Ne pas envoyer" }).click();
  await drawer.getByRole("button", { name: "Ne pas envoyer" }).click();
  await drawer.locator(".chip", { hasText: "Annulé" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("radio", { name: "Annulés (1)" }).waitFor();
  assert.equal(mailbox.arrived.filter(({ recipients }) => recipients.includes("aubin@ressac.test")).length, 0);

  // The demo writes nothing by itself until it is told to.
  const state = page.locator(".letters-switch");
  await state.getByText("Les participants ne sont pas prévenus").waitFor();
  await page.getByRole("button", { name: "Prévenir par courriel" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Prévenir par courriel" }).click();
  await state.getByText("Les participants sont prévenus par courriel").waitFor();
  await openTab(page, "Réglages");
  await page.getByLabel("Envoyer aussi par courriel les messages des organisateurs").check();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByRole("status").getByText("Enregistré", { exact: true }).waitFor();
  await page.locator('nav a[href="#/messages"]').click();
  await page.locator("#text").fill("Le déjeuner est servi en salle Iroise.");
  await page.getByRole("button", { name: "Envoyer" }).click();
  await page.locator(".list").getByText("Le déjeuner est servi en salle Iroise.").waitFor();

  await page.getByRole("link", { name: "Courriels" }).click();
  // Invented addresses: nothing leaves, everything can be read.
  await page.getByRole("radio", { name: /^Conservés \(1\d\d\)$/ }).click();
  const rows = page.locator(".list > li > .item");
  await rows.filter({ hasText: "Message des organisateurs" }).first().waitFor();
  assert.equal(await rows.count(), 100);
  const first = await rows.first().textContent();
  await page.getByRole("button", { name: "Plus anciens" }).click();
  await page.getByText("Page 2", { exact: true }).waitFor();
  await settled(page);
  const n = await rows.count();
  assert.ok(n > 0 && n < 100, `${n} on the second page`);
  assert.notEqual(await rows.first().textContent(), first);
  assert.equal(await page.getByRole("button", { name: "Plus anciens" }).getAttribute("aria-disabled"), "true");
  await page.getByRole("button", { name: "Plus récents" }).click();
  await page.getByText("Page 1", { exact: true }).waitFor();
  await settled(page);
  assert.equal(await rows.first().textContent(), first);
  await rows.first().click();
  await eventually("the message is in the letter", 15_000, async () =>
    (await page.getByRole("dialog").locator("iframe").contentFrame().locator("body").textContent()).includes("salle Iroise")
      ? true
      : undefined,
  );
});

/** Opens a template of the list. */
async function openTemplate(page, kind, language) {
  await page.getByRole("button", { name: new RegExp(`^${kind}, ${language}`) }).click();
  await page.locator("#template-body").waitFor();
}

scene("a template is changed, refused at its flaw, looked at, sent to oneself, saved and given back", LETTERED, async (stage) => {
  stage.tolerate(/409/);
  const page = await enter(stage, MAIN, WIDE);
  await openLetters(page);
  await openTab(page, "Modèles");
  await settled(page);
  await openTemplate(page, "Inscription validée", "français");
  const supplied = await page.locator("#template-body").inputValue();
  const typed = "Bonjour {{ nom }},\n\nBienvenue parmi nous, ";
  await page.locator("#template-subject").fill("Vous êtes des nôtres");
  await page.locator("#template-body").fill(typed);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page
    .locator("#template-body-error")
    .getByText(/^Ligne 1, caractère 12\s: «\snom\s» n’est pas un champ de ce courriel\.$/)
    .waitFor();
  assert.equal(await page.locator("#template-body").inputValue(), typed, "what was typed is kept");
  assert.equal(await page.locator("#template-subject").inputValue(), "Vous êtes des nôtres");
  const chosen = await page.locator("#template-body").evaluate((field) => field.value.slice(field.selectionStart, field.selectionEnd));
  assert.equal(chosen, "nom", "the flaw is under the hand");
  await stage.assertAccessible(page);
  await stage.screenshot(page, "letters-flaw", { fullPage: true });

  await page.locator("#template-body").fill(typed.replace("nom", "name"));
  await page.locator("#template-body").press("Control+End");
  await page.getByRole("button", { name: "Société", exact: true }).click();
  assert.equal(await page.locator("#template-body").inputValue(), `${typed.replace("nom", "name")}{{ company }}`);
  await page.getByRole("button", { name: "Aperçu" }).click();
  const look = page.frameLocator('iframe[name="template-look"]');
  await eventually("the preview shows a real record", 15_000, async () => {
    const text = await look.locator("body").textContent();
    return text.includes("Bienvenue parmi nous, ") && !text.includes("{{") ? true : undefined;
  });

  // What was typed outlives a look elsewhere.
  await openTab(page, "Boîte d’envoi");
  await openTab(page, "Modèles");
  await page.getByRole("button", { name: /^Inscription validée, français, modification non enregistrée$/ }).click();
  await page.getByRole("button", { name: "M’envoyer un essai" }).click();
  await page.getByText("L’essai est parti à votre adresse.").first().waitFor();
  const letter = await eventually("the test arrives", 20_000, async () =>
    mailbox.arrived.find(({ subject }) => /Vous\s+êtes des nôtres/.test(subject)),
  );
  assert.match(letter.recipients.join(), /^staff-\d+@demo\.example$/);
  assert.deepEqual(
    letter.parts.map((part) => part.split(";")[0]),
    ["text/plain", "text/html"],
  );
  assert.match(letter.text, /^Bonjour .+,\n\nBienvenue parmi nous, \S/);
  assert.match(letter.html, /Bienvenue parmi nous, /);

  // Another window saves first; whoever comes second sees both and chooses.
  const other = await enter(stage, MAIN, WIDE);
  await openLetters(other);
  await openTab(other, "Modèles");
  await settled(other);
  await openTemplate(other, "Inscription validée", "français");
  await other.locator("#template-subject").fill("Inscription acceptée");
  await other.getByRole("button", { name: "Enregistrer" }).click();
  await other.getByRole("status").getByText("Enregistré", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.getByText("Quelqu’un vient d’enregistrer une autre version.").waitFor();
  await page.getByText("Inscription acceptée", { exact: true }).waitFor();
  assert.equal(await page.locator("#template-subject").inputValue(), "Vous êtes des nôtres");
  await stage.screenshot(page, "letters-overtaken", { fullPage: true });
  await page.getByRole("button", { name: "Remplacer par la mienne" }).click();
  await page.getByRole("status").getByText("Enregistré", { exact: true }).waitFor();
  await page.getByRole("button", { name: /^Inscription validée, français, Texte personnalisé$/ }).waitFor();

  await registerOnSite(stage, page, { company: "Houle", name: "Nolwenn", email: "nolwenn@houle.test" });
  const sent = await mailbox.letter("nolwenn@houle.test");
  assert.equal(sent.subject, "Vous êtes des nôtres");
  assert.match(sent.text, /^Bonjour .*Nolwenn,\n\nBienvenue parmi nous, Houle/);

  await page.getByRole("button", { name: "Revenir au texte fourni" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Revenir au texte fourni" }).click();
  await page.getByText("Le texte fourni est de nouveau utilisé.").first().waitFor();
  await eventually("the words are the product's", 15_000, async () =>
    (await page.locator("#template-body").inputValue()) === supplied ? true : undefined,
  );
  await page.getByRole("button", { name: "Inscription validée, français", exact: true }).waitFor();
});

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

scene("nothing sticks out, axe finds nothing, and who may not is told so", LETTERED, async (stage) => {
  for (const [size, viewport] of Object.entries({ wide: WIDE, phone: VIEWPORTS.phone })) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await enter(stage, MAIN, viewport, { colorScheme });
      const examine = async (name) => {
        assert.deepEqual(await overflow(page), [], `${name} (${size})`);
        await stage.assertAccessible(page);
        await stage.screenshot(page, `letters-${name}-${size}-${colorScheme}`);
      };
      await openLetters(page);
      if (size === "wide" && colorScheme === "light") {
        mailbox.refuse(550);
        for (const n of [1, 2, 3]) {
          await registerOnSite(stage, page, { company: `Écume ${n}`, name: `Le Bihan-Kerdoncuff ${n}`, email: `prenom.nom${n}@ecume-de-mer.test` });
        }
      }
      await rowTo(page, "ecume-de-mer.test").first().waitFor();
      await page.locator(".chip", { hasText: "En échec" }).waitFor();
      await examine("outbox");
      await rowTo(page, "ecume-de-mer.test").first().click();
      await page.getByRole("dialog").locator("iframe").waitFor();
      await settled(page);
      await examine("letter");
      await page.keyboard.press("Escape");
      await openTab(page, "Modèles");
      await settled(page);
      await examine("templates");
      await openTemplate(page, "Rendez-vous modifié", "français");
      await examine("editor");
      await page.getByRole("button", { name: "Aperçu" }).click();
      await page.locator('iframe[name="template-look"]').waitFor();
      await page.frameLocator('iframe[name="template-look"]').locator("table").first().waitFor();
      await page.locator('iframe[name="template-look"]').scrollIntoViewIfNeeded();
      await examine("preview");
      if (size === "phone") {
        await page.getByRole("button", { name: "Tous les modèles" }).click();
        await page.getByRole("button", { name: /^Rendez-vous modifié, français/ }).waitFor();
      }
      await openTab(page, "Réglages");
      await settled(page);
      await page.getByLabel("Bandeau à la couleur du produit").uncheck();
      await examine("settings");
      await page.context().close();
    }
  }
  stage.tolerate(/403/);
  const scoped = await enter(stage, SCOPED, WIDE);
  await scoped.locator(".stage h1").waitFor();
  await scoped.goto(`${scoped.url().split("#")[0]}#/letters`);
  await scoped.getByText("Les courriels sont réservés").waitFor();
  await stage.assertAccessible(scoped);
  await stage.screenshot(scoped, "letters-reserved");
});

scene("a server that is away for a while is told, and nothing that was typed is lost", LETTERED, async (stage) => {
  stage.tolerate(/ERR_|WebSocket|answer 50|Failed to load/);
  const page = await enter(stage, MAIN, WIDE);
  await openLetters(page);
  await openTab(page, "Modèles");
  await settled(page);
  await openTemplate(page, "Rendez-vous fixé", "français");
  await page.locator("#template-subject").fill("À bientôt");
  await stage.server.stop();
  await eventually("nothing can be sent", 20_000, async () =>
    (await page.getByRole("button", { name: "Enregistrer" }).getAttribute("aria-disabled")) === "true" ? true : undefined,
  );
  await openTab(page, "Boîte d’envoi");
  await page.getByText("Le serveur ne répond pas", { exact: true }).waitFor();
  await stage.server.resume();
  await page.getByRole("button", { name: "Relancer" }).click();
  await page.locator(".list > li > .item").first().waitFor();
  await openTab(page, "Modèles");
  await page.getByRole("button", { name: /^Rendez-vous fixé, français, modification non enregistrée$/ }).click();
  assert.equal(await page.locator("#template-subject").inputValue(), "À bientôt");
});
