// The public site as its organisers write it: the list, the editor and its keys, versions, a
// colleague who was faster, what the network takes away, and what no text may do
// (PUB-01..10, EEN-01, EEN-02, BO-04, SEO-04, SEC-08, UX-02).

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { MAIN, SCOPED, enter } from "./enter.mjs";
import { STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";
import { ROOT } from "./server.mjs";
import { Wire } from "./wire.mjs";

const HOME = "/e/cap-littoral/fr";
const WIDE = { width: 1280, height: 900 };
const NO_SCRIPT = { javaScriptEnabled: false };

/** The texts that the cleaner is tested with, read where they stand. */
const HOSTILE = await hostileTexts();

async function hostileTexts() {
  const source = await readFile(path.join(ROOT, "server/app/src/desk/site/clean.rs"), "utf8");
  const list = source.match(/const HOSTILE: &\[&str\] = &\[(?<items>[\s\S]*?)\n {4}\];/u);
  assert.ok(list, "the corpus stands where it stood");
  const texts = [...list.groups.items.matchAll(/"(?<text>(?:[^"\\]|\\.)*)"/gu)].map(({ groups }) =>
    groups.text
      .replaceAll("\\n", "\n")
      .replaceAll('\\"', '"')
      .replaceAll(/\\u\{(?<code>[0-9a-f]+)\}/gu, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
      .replaceAll("\\\\", "\\"),
  );
  assert.ok(texts.length > 40, `${texts.length} hostile texts`);
  return texts;
}

/** Opens the page of the site the way that one finds it. */
async function openSite(page) {
  await page.locator(".stage h1").waitFor();
  await page.locator('nav a[href="#/settings"]').click();
  await page.getByRole("link", { name: "Site public" }).click();
  await page.getByRole("heading", { level: 1, name: "Site public" }).waitFor();
  await page.locator(".site-pages > li").first().waitFor();
}

const rowOf = (page, title) => page.locator(".site-pages > li", { hasText: title });

/** Opens a text and waits for its editor. */
async function openText(page, title, language = "Français") {
  await rowOf(page, title).getByRole("link", { name: language }).click();
  await page.getByRole("heading", { level: 2, name: title, exact: true }).waitFor();
  await area(page).waitFor();
}

const area = (page) => page.getByRole("textbox", { name: "Texte de la page" });
const button = (page, name) => page.getByRole("button", { name, exact: true });
const said = (page, words) => page.locator(".banner", { hasText: words }).waitFor();

async function save(page) {
  await button(page, "Enregistrer le brouillon").click();
  await page.locator(".banner", { hasText: /^(Brouillon enregistré|Enregistré\.)/u }).waitFor();
}

async function publish(page) {
  await button(page, "Valider").click();
  await said(page, "Validé. Il reste à publier.");
  await button(page, "Publier").click();
  await said(page, "Publié. Les visiteurs le voient dès maintenant.");
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

scene("the editor is fetched when the first text is opened, and not before", STILL, async (stage) => {
  const page = await enter(stage, MAIN, WIDE);
  const fetched = [];
  page.on("request", (request) => {
    if (/\/console\/editor-/u.test(request.url())) fetched.push(request.url());
  });
  await openSite(page);
  assert.deepEqual(fetched, [], "the list needs no editor");
  await openText(page, "Infos pratiques");
  assert.equal(fetched.length, 1);
  await page.getByRole("link", { name: "Toutes les pages" }).click();
  await openText(page, "Contact");
  assert.equal(fetched.length, 1, "fetched once");
});

scene("a page is written with the keyboard only, validated, published, renamed, and a visitor reads it without script", STILL, async (stage) => {
  const page = await enter(stage, MAIN, WIDE);
  await openSite(page);
  await button(page, "Ajouter une page").click();
  await page.getByLabel("Titre en français").fill("Venir en train");
  await page.getByLabel("Titre en anglais").fill("Coming by train");
  await page.getByRole("dialog").getByRole("button", { name: "Ajouter une page" }).click();
  await page.getByRole("heading", { level: 2, name: "Venir en train" }).waitFor();
  await area(page).waitFor();

  const { keyboard } = page;
  await page.locator("#site-description").focus();
  await keyboard.type("Par le train, depuis Paris et depuis Rennes, sans voiture du tout.");
  await area(page).focus();
  // A heading and bold words, by their keys.
  await keyboard.press("Control+Alt+2");
  await keyboard.type("Depuis Paris");
  await keyboard.press("Enter");
  await keyboard.type("Le train part ");
  await keyboard.press("Control+b");
  await keyboard.type("toutes les heures");
  await keyboard.press("Control+b");
  await keyboard.type(".");
  await keyboard.press("Enter");
  // A link: its keys, its question, its address without a scheme.
  await keyboard.press("Control+k");
  const dialog = page.getByRole("dialog", { name: "Lien" });
  await dialog.waitFor();
  await dialog.getByLabel("Adresse").fill("javascript:alert(1)");
  await keyboard.press("Enter");
  await dialog.getByText("Ce n’est pas une adresse").waitFor();
  await dialog.getByLabel("Adresse").fill("example.org/horaires");
  await dialog.getByLabel("Texte du lien").fill("Les horaires");
  await dialog.getByLabel("Adresse").focus();
  await keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await area(page).getByRole("link", { name: "Les horaires" }).waitFor();
  await keyboard.press("Enter");
  // A table from the toolbar: Alt+F10, arrows, Enter; then Tab goes from cell to cell.
  await keyboard.press("Alt+F10");
  const bar = page.getByRole("toolbar", { name: "Outils de mise en page" });
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute("aria-label") ?? "");
  for (let step = 0; step < 20 && (await focused()) !== "Tableau"; step += 1) await keyboard.press("ArrowRight");
  assert.equal(await focused(), "Tableau");
  await keyboard.press("Enter");
  for (const word of ["Départ", "Arrivée", "Prix", "8:00", "11:30", "40"]) {
    await keyboard.type(word);
    await keyboard.press("Tab");
  }
  assert.equal(await area(page).getByRole("columnheader").count(), 3);
  assert.equal(await bar.getByRole("button", { name: "Ajouter une ligne" }).count(), 1, "a table has tools of its own");
  // Out of the table although Tab belongs to it.
  await keyboard.press("Escape");
  await keyboard.press("Tab");
  const isOut = await page.evaluate(() => !document.activeElement?.closest("rich-text"));
  assert.ok(isOut, "Escape, then Tab, leaves the text");

  await stage.screenshot(page, "editor-written");
  await save(page);
  const kept = await area(page).innerHTML();
  assert.match(kept, /Depuis Paris/u);
  await publish(page);
  const visitor = await stage.open(`${HOME}/venir-en-train`, { viewport: WIDE, ...NO_SCRIPT });
  await visitor.getByRole("heading", { level: 2, name: "Depuis Paris" }).waitFor();
  await visitor.locator(".prose strong", { hasText: "toutes les heures" }).waitFor();
  assert.equal(await visitor.getByRole("columnheader").count(), 3);
  assert.equal(
    await visitor.getByRole("link", { name: "Les horaires" }).getAttribute("href"),
    "https://example.org/horaires",
  );

  await button(page, "Changer l’adresse").click();
  await page.getByText("L’ancienne adresse mènera à la nouvelle").waitFor();
  await page.getByLabel("Fin de l’adresse").fill("Le Train !");
  await page.getByRole("dialog").getByRole("button", { name: "Changer l’adresse" }).click();
  stage.tolerate(/422/u);
  await said(page, "L’adresse s’écrit en minuscules");
  await button(page, "Changer l’adresse").click();
  await page.getByLabel("Fin de l’adresse").fill("train");
  await page.getByRole("dialog").getByRole("button", { name: "Changer l’adresse" }).click();
  await said(page, "Adresse changée. L’ancienne y mène.");
  const answer = await visitor.request.get(`${HOME}/venir-en-train`, { maxRedirects: 0 });
  assert.equal(answer.status(), 301);
  assert.equal(answer.headers().location, `${HOME}/train`);

  // Taken back: the first version, which was empty.
  await page.getByRole("radio", { name: "Versions" }).click();
  await page.locator(".site-versions > li").nth(1).waitFor();
  await stage.screenshot(page, "editor-versions");
  await page.locator(".site-versions > li", { hasText: "Version 1" }).getByRole("button", { name: "Reprendre" }).click();
  await said(page, "Version reprise comme nouveau brouillon");
  assert.equal(await page.locator(".site-versions > li").count(), 3);
  await page.getByRole("radio", { name: "Écrire" }).click();
  await eventually("the text of the first version is back", 10_000, async () =>
    (await area(page).innerText()).trim() === "" ? true : undefined,
  );
  await visitor.goto(`${HOME}/train`);
  await visitor.getByRole("heading", { level: 2, name: "Depuis Paris" }).waitFor();

  // Out of the menu, and gone.
  await page.getByLabel("Dans le menu du site").click();
  await said(page, "Menu modifié");
  await button(page, "Supprimer la page").click();
  await page.getByRole("dialog").getByRole("button", { name: "Supprimer la page" }).click();
  await rowOf(page, "Accueil").waitFor();
  assert.equal(await rowOf(page, "Venir en train").count(), 0);
  assert.equal((await visitor.request.get(`${HOME}/train`)).status(), 410);
});

scene("a colleague's faster version is shown beside one's own, and nothing typed is lost", STILL, async (stage) => {
  const mine = await enter(stage, MAIN, WIDE);
  await openSite(mine);
  await openText(mine, "Contact");
  const again = await enter(stage, MAIN, WIDE);
  await openSite(again);
  await openText(again, "Contact");

  await area(mine).focus();
  await mine.keyboard.press("Control+End");
  await mine.keyboard.type(" Écrit par moi.");
  await area(again).focus();
  await again.keyboard.press("Control+End");
  await again.keyboard.type(" Écrit par l’autre.");
  await save(again);
  // The entry tells the first console at once, before anything is sent.
  await said(mine, "Quelqu’un a enregistré une autre version");
  assert.match(await area(mine).innerText(), /Écrit par moi/u, "mine is in the fields");
  const frame = mine.locator(".site-overtaken iframe");
  await eventually("theirs is in the frame", 15_000, async () =>
    (await frame.contentFrame().locator("body").textContent()).includes("Écrit par l’autre") ? true : undefined,
  );
  await stage.assertAccessible(mine);
  await stage.screenshot(mine, "editor-overtaken");
  await button(mine, "Remplacer par la mienne").click();
  await said(mine, "Brouillon enregistré");
  await eventually("the other console has it", 15_000, async () =>
    (await area(again).innerText()).includes("Écrit par moi") ? true : undefined,
  );

  // What was typed outlives a look elsewhere, and the list says so.
  await area(mine).focus();
  await mine.keyboard.type("Pas encore enregistré. ");
  await mine.locator('nav a[href="#/floor"]').click();
  await mine.locator('nav a[href="#/settings"]').click();
  await mine.getByRole("link", { name: "Site public" }).click();
  await rowOf(mine, "Contact").getByText("Non enregistré").waitFor();
  await openText(mine, "Contact");
  assert.match(await area(mine).innerText(), /Pas encore enregistré/u);
  const asks = await mine.evaluate(() => {
    const leave = new Event("beforeunload", { cancelable: true });
    dispatchEvent(leave);
    return leave.defaultPrevented;
  });
  assert.ok(asks, "the browser asks before it leaves");
  await button(mine, "Abandonner").click();
  await mine.getByRole("dialog").getByRole("button", { name: "Abandonner" }).click();
  await eventually("it is as it was saved", 10_000, async () =>
    (await area(mine).innerText()).includes("Pas encore enregistré") ? undefined : true,
  );
});

scene("without the editor's module, and without network, a text is still written", STILL, async (stage) => {
  stage.tolerate(/ERR_FAILED|ERR_INTERNET_DISCONNECTED|Failed to load resource/u);
  const wire = new Wire();
  const page = await enter(stage, MAIN, WIDE, { wire });
  await page.route(/\/console\/editor-/u, (route) => route.abort());
  await openSite(page);
  await rowOf(page, "Contact").getByRole("link", { name: "Français" }).click();
  await said(page, "L’éditeur n’a pas pu être chargé.");
  const source = page.getByLabel("Texte de la page, en HTML");
  await source.fill("<h2>Nous écrire</h2><p>À toute heure.</p>");
  await stage.assertAccessible(page);
  await stage.screenshot(page, "editor-source");
  await save(page);
  await page.unroute(/\/console\/editor-/u);
  await page.getByRole("button", { name: "Relancer" }).click();
  await area(page).getByRole("heading", { name: "Nous écrire" }).waitFor();

  await wire.cut();
  await area(page).focus();
  await page.keyboard.type("Hors ligne. ");
  await page.getByText("Sans connexion, rien ne part").waitFor({ timeout: 60_000 });
  assert.equal(await button(page, "Enregistrer le brouillon").getAttribute("aria-disabled"), "true");
  await wire.mend();
  await eventually("it can be saved again", 60_000, async () =>
    (await button(page, "Enregistrer le brouillon").getAttribute("aria-disabled")) === null ? true : undefined,
  );
  assert.match(await area(page).innerText(), /Hors ligne/u);
  await save(page);
});

scene("no hostile text runs, neither in the editor nor on the page that is published", STILL, async (stage) => {
  // What the policy stops while a browser reads such a text is said in the console, and is a
  // second wall; nothing may be said where visitors read.
  stage.tolerate(/^\/demo\?lang=fr: console: .* Content Security Policy directive/u);
  // A picture that the library does not have is asked for and not found.
  stage.tolerate(/\/e\/cap\/files\/[\da-f-]+\.jpg/u);
  const page = await enter(stage, MAIN, WIDE);
  let alarms = 0;
  const watch = async (one) => {
    await one.exposeFunction("alarmed", () => {
      alarms += 1;
    });
    await one.addInitScript(() => {
      globalThis.alert = globalThis.alarmed;
      globalThis.msgbox = globalThis.alarmed;
    });
    one.on("dialog", async (dialog) => {
      alarms += 1;
      await dialog.dismiss();
    });
  };
  await watch(page);
  await page.reload();
  await openSite(page);
  await openText(page, "Contact");
  const all = HOSTILE.join("\n<p>entre</p>\n");
  assert.ok(Buffer.byteLength(all) < 49_152);

  // Pasted, one by one: what a clipboard brings as HTML.
  for (const text of HOSTILE) {
    await area(page).evaluate((element, html) => {
      const data = new DataTransfer();
      data.setData("text/html", html);
      element.focus();
      element.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
    }, text);
  }
  // Loaded, as the text of a page.
  await page.getByRole("radio", { name: "HTML" }).click();
  await page.getByLabel("Texte de la page, en HTML").fill(all);
  await page.getByRole("radio", { name: "Mise en page" }).click();
  await area(page).getByText("entre").first().waitFor();
  const inside = () =>
    area(page).evaluate((element) => {
      const bad = element.querySelectorAll("script, style, iframe, object, embed, form, input, svg, math, template, base, meta");
      const handlers = [...element.querySelectorAll("*")].flatMap((one) =>
        one.getAttributeNames().filter((name) => name.startsWith("on")),
      );
      const links = [...element.querySelectorAll("a")].map((one) => one.protocol);
      return { bad: bad.length, handlers, links: [...new Set(links)].filter((one) => !/^https?:$/u.test(one)) };
    });
  assert.deepEqual(await inside(), { bad: 0, handlers: [], links: [] });
  await page.getByRole("radio", { name: "HTML" }).click();
  await page.getByLabel("Texte de la page, en HTML").fill(all);
  await save(page);
  await said(page, "Le serveur n’a gardé que ce qu’une page peut contenir");
  await publish(page);
  await page.getByRole("radio", { name: "Aperçu" }).click();
  await page.locator(".site-frame").contentFrame().getByText("entre").first().waitFor();

  const visitor = await stage.open("/", { viewport: WIDE });
  await watch(visitor);
  await visitor.goto(`${HOME}/contact`);
  await visitor.locator(".prose", { hasText: "entre" }).waitFor();
  for (const link of await visitor.locator(".prose a[href]").all()) {
    assert.match(await link.getAttribute("href"), /^(https?:\/\/|[^:]*$)/u);
  }
  const left = await visitor.locator(".prose").evaluate(
    (element) => element.querySelectorAll("script, style, iframe, object, embed, form, input, svg, math").length,
  );
  assert.equal(left, 0);
  assert.equal(alarms, 0, "something ran");
});

scene("pages are sorted with the keyboard and the settings are checked", STILL, async (stage) => {
  stage.tolerate(/422/u);
  const page = await enter(stage, MAIN, WIDE);
  await openSite(page);
  const titles = () => page.locator(".site-pages .site-page-what > .title").allTextContents();
  const before = await titles();
  const down = page.getByRole("button", { name: `Descendre ${before[1]}`, exact: true });
  await down.focus();
  await page.keyboard.press("Enter");
  await eventually("it moved", 10_000, async () => ((await titles())[2] === before[1] ? true : undefined));
  await eventually("the focus went with it", 5_000, async () =>
    (await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))) === `Descendre ${before[1]}`
      ? true
      : undefined,
  );
  const visitor = await stage.open(HOME, { viewport: WIDE, ...NO_SCRIPT });
  const menu = await visitor.locator(".site-menu a").allTextContents();
  assert.ok(menu.indexOf(before[2]) < menu.indexOf(before[1]), menu.join(", "));

  await page.getByRole("tab", { name: "Réglages" }).click();
  await page.locator("#site-accent").fill("#ffee00");
  await page.locator("#site-accent-error").getByText("illisible").waitFor();
  await page.locator("#site-accent").fill("#0a5c36");
  await page.locator("#site-accent-help").getByText("lisible sur les pages claires").waitFor();
  const closes = await page.locator("#site-closes").inputValue();
  await page.locator("#site-closes").fill("2020-01-01T00:00");
  await button(page, "Enregistrer les réglages").click();
  await page.locator("#site-closes-error").getByText("Le site doit fermer après").waitFor();
  await page.locator("#site-closes").fill(closes);
  await page.locator("#site-tagline-french").fill("Une journée pour se rencontrer");
  await button(page, "Ajouter un partenaire").click();
  const n = await page.locator(".site-partners > li").count();
  await page.locator(`#site-partner-${n - 1}`).fill("Le port");
  await page.locator(`#site-partner-${n - 1}-link`).fill("https://example.org");
  await button(page, "Enregistrer les réglages").click();
  await said(page, "Réglages enregistrés");
  assert.equal(await page.locator("#site-closes").inputValue(), closes, "the window is where it was");
  await visitor.reload();
  await visitor.getByText("Une journée pour se rencontrer").first().waitFor();
  await visitor.getByRole("link", { name: "Le port" }).first().waitFor();
});

scene("whoever sees only some participants is told that the site is not his", STILL, async (stage) => {
  const page = await enter(stage, SCOPED, WIDE);
  await page.locator(".stage h1").waitFor();
  await page.goto(`${page.url().split("#")[0]}#/site`);
  await page.getByText("Le site public est réservé").waitFor();
  await stage.assertAccessible(page);
});

scene("every page of the editor is accessible and fits, at each width and in both themes, and in English", STILL, async (stage) => {
  for (const [viewport, colorScheme, language] of [
    [WIDE, "light", "fr"],
    [WIDE, "dark", "en"],
    [VIEWPORTS.phone, "light", "en"],
    [VIEWPORTS.phone, "dark", "fr"],
  ]) {
    const page = await enter(stage, MAIN, viewport, { colorScheme, language });
    await page.locator(".stage h1").waitFor();
    const root = page.url().split("#")[0];
    const look = async (name) => {
      await eventually("nothing is being loaded", 15_000, async () =>
        (await page.locator(".skeleton, [aria-busy='true']").count()) === 0 ? true : undefined,
      );
      assert.deepEqual(await overflow(page), [], `${name} at ${viewport.width}`);
      await stage.assertAccessible(page);
      await stage.screenshot(page, `editor-${name}-${viewport.width}-${colorScheme}`, { fullPage: true });
    };
    await page.goto(`${root}#/site`);
    await page.locator(".site-pages > li").first().waitFor();
    await look("pages");
    await page.goto(`${root}#/site/settings`);
    await page.locator("#site-accent").waitFor();
    await look("settings");
    await page.goto(`${root}#/site`);
    await page.locator(".site-page-texts a").nth(language === "fr" ? 2 : 3).click();
    await page.getByRole("textbox", { name: language === "fr" ? "Texte de la page" : "Text of the page" }).waitFor();
    await look("text");
    for (const view of language === "fr" ? ["Aperçu", "Versions"] : ["Preview", "Versions"]) {
      await page.getByRole("radio", { name: view }).click();
      await look(view.toLowerCase());
    }
    const event = root.match(/[0-9a-f-]{36}/u)[0];
    await page.goto(`/desk/${event}/sectors?lang=${language}`);
    await look("sectors");
  }
});

scene("sectors are named, sorted, added, and taken out only where nothing names them", STILL, async (stage) => {
  stage.tolerate(/422|409/u);
  const page = await enter(stage, MAIN, WIDE);
  await page.locator(".stage h1").waitFor();
  const event = page.url().match(/[0-9a-f-]{36}/u)[0];
  const other = await page.context().newPage();
  await page.goto(`/desk/${event}/form`);
  await page.getByRole("link", { name: "Secteurs", exact: true }).click();
  const names = () => page.locator('.sector-rows input[name^="fr-"]').evaluateAll((all) => all.map((one) => one.value));
  const before = await names();
  assert.ok(before.length > 1);
  await other.goto(`/desk/${event}/sectors`);
  await page.getByLabel("Nom en français").fill("Voile de course");
  await page.getByRole("button", { name: "Ajouter" }).click();
  await page.getByText("C’est enregistré.").waitFor();
  assert.deepEqual(await names(), [...before, "Voile de course"]);
  await page.getByRole("button", { name: "Monter – Voile de course" }).click();
  assert.equal((await names()).at(-2), "Voile de course");
  // Somebody who looked earlier is refused, and keeps what was typed.
  await other.getByLabel("Nom en français").fill("Trop tard");
  await other.getByRole("button", { name: "Ajouter" }).click();
  await other.getByText("Rien n’a été enregistré").waitFor();
  assert.equal(await other.getByLabel("Nom en français").inputValue(), "Trop tard");
  assert.equal(await other.locator('input[value="Voile de course"]').count() > 0, true);
  const used = page.locator(".sector-rows > li", { hasText: "cité" }).first();
  assert.equal(await used.getByRole("button", { name: /^Retirer/u }).count(), 0, "what is named cannot go");
  await page.getByRole("button", { name: "Retirer – Voile de course" }).click();
  await page.getByText("C’est enregistré.").waitFor();
  assert.deepEqual(await names(), before);
});
