// The public site as visitors meet it: without script, at every width, in both themes, and as the
// organiser leaves it (PUB-01..10, CAT-01..07, UX-01, UX-02).

import assert from "node:assert/strict";

import { SiteDesk } from "./desk.mjs";
import { MAIN, enter } from "./enter.mjs";
import { STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";
import { panelOf, step } from "./stage.mjs";

const HOME = "/e/cap-littoral/fr";
const WIDE = { width: 1280, height: 900 };
const FRENCH = "french";
const NO_SCRIPT = { javaScriptEnabled: false };

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

scene("a visitor without script finds a company by a word with a slip in it", STILL, async (stage) => {
  const page = await stage.open(HOME, { viewport: VIEWPORTS.phone, ...NO_SCRIPT });
  await page.getByRole("link", { name: "Programme" }).click();
  assert.ok((await page.locator(".site-sessions li").count()) > 0, "the programme has sessions");
  await page.getByRole("link", { name: "Participants", exact: true }).click();
  const all = await page.locator("#found").textContent();
  assert.match(all, /^\d+\sparticipants$/u);

  await page.getByLabel(/Rechercher un nom/).fill("hidrogene");
  await page.getByRole("button", { name: "Rechercher" }).click();
  const rows = page.locator(".site-rows > li");
  const nFound = Number.parseInt(await page.locator("#found").textContent(), 10);
  assert.ok(nFound > 0 && nFound < Number.parseInt(all, 10), `${nFound} of ${all}`);

  // Narrowed by a link, one chip more; taken off again.
  await page.locator("summary", { hasText: "Pays" }).click();
  const country = page.locator(".site-filters details[open] a").first();
  const nOfCountry = Number.parseInt(await country.locator(".site-n").textContent(), 10);
  await country.click();
  assert.equal(Number.parseInt(await page.locator("#found").textContent(), 10), nOfCountry);
  assert.equal(await page.locator(".site-chips li").count(), 3);
  await page.locator(".site-chips a").nth(1).click();
  assert.equal(Number.parseInt(await page.locator("#found").textContent(), 10), nFound);

  const name = await rows.first().locator("a").textContent();
  await rows.first().locator("a").click();
  await page.getByRole("heading", { level: 1, name }).waitFor();
  const text = await page.locator("main").textContent();
  assert.match(text, /Hydrogène/u);
  assert.doesNotMatch(text, /@|\+33/u, "no way to reach anybody");
  await page.getByRole("link", { name: "Demander un rendez-vous" }).waitFor();
});

scene("the four orders and every page of the catalogue show each participant once", STILL, async (stage) => {
  const page = await stage.open(`${HOME}/participants`, { viewport: WIDE, ...NO_SCRIPT });
  const n = Number.parseInt(await page.locator("#found").textContent(), 10);
  for (const order of ["name", "country", "sector", "country-sector"]) {
    await page.goto(`${HOME}/participants?order=${order}`);
    const seen = [];
    for (;;) {
      seen.push(...(await page.locator(".site-rows a").evaluateAll((links) => links.map((link) => link.pathname))));
      const next = page.getByRole("link", { name: "Suivants" });
      if ((await next.count()) === 0) break;
      await next.click();
    }
    assert.equal(seen.length, n, order);
    assert.equal(new Set(seen).size, n, order);
  }
});

scene("nothing of a public page sticks out and axe finds nothing, in both themes", STILL, async (stage) => {
  stage.tolerate(/404/);
  const probe = await stage.open(HOME, { viewport: WIDE });
  const menu = await probe.locator(".site-menu a, .site-links a").evaluateAll((links) => links.map((link) => link.pathname));
  await probe.goto(`${HOME}/participants?kind=company`);
  const company = await probe.locator(".site-rows a").first().getAttribute("href");
  await probe.goto(`${HOME}/participants?kind=expert`);
  const expert = await probe.locator(".site-rows a").first().getAttribute("href");
  const addresses = [
    ...new Set(menu.filter((path) => path.startsWith("/e/"))),
    `${HOME}/participants?q=hidrogene&order=country-sector&kind=company`,
    `${HOME}/participants?q=zzzzzz&country=FR`,
    company,
    expert,
    `${HOME}/rien`,
    "/e/nulle-part/fr",
    "/e/cap-littoral/en",
    "/e/cap-littoral/en/participants",
  ];
  for (const viewport of [WIDE, VIEWPORTS.phone]) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await stage.open(HOME, { viewport, colorScheme });
      for (const address of addresses) {
        await page.goto(address);
        assert.deepEqual(await overflow(page), [], `${address} at ${viewport.width}`);
        await stage.assertAccessible(page);
        const name = address.replaceAll(/\W+/g, "-");
        await stage.screenshot(page, `site${name}-${viewport.width}-${colorScheme}`);
        const panels = page.locator(".site-filters summary");
        for (let nth = 0; nth < (await panels.count()); nth += 1) {
          await panels.nth(nth).click();
          assert.deepEqual(await overflow(page), [], `panel ${nth} of ${address} at ${viewport.width}`);
          if (nth === 0) await stage.assertAccessible(page);
        }
      }
    }
  }
});

scene("an event is opened by cloning one, with its site and without its people", STILL, async (stage) => {
  const page = await enter(stage, MAIN, WIDE);
  await page.locator(".tiles").waitFor();
  const event = new URL(page.url()).searchParams.get("event") ?? page.url().match(/[0-9a-f-]{36}/)[0];
  await page.goto(`/desk/${event}/clone`);
  await stage.assertAccessible(page);
  await stage.screenshot(page, "clone-1280");
  await page.setViewportSize(VIEWPORTS.phone);
  assert.deepEqual(await overflow(page), []);
  await stage.screenshot(page, "clone-390");
  await page.setViewportSize(WIDE);
  stage.tolerate(/answer 422/);
  stage.tolerate(/422/);
  await page.getByLabel("Adresse du site public").fill("cap-littoral");
  await page.getByRole("button", { name: "Ouvrir l’événement" }).click();
  await page.getByText("Un autre événement a déjà cette adresse.").waitFor();
  assert.equal(await page.getByLabel("Adresse du site public").inputValue(), "cap-littoral");
  await page.getByLabel("Adresse du site public").fill("cap-littoral-suite");
  await page.getByLabel("Nom", { exact: true }).fill("Cap Littoral, la suite");
  const began = Date.now();
  await page.getByRole("button", { name: "Ouvrir l’événement" }).click();
  await page.getByRole("button", { name: "Se connecter" }).waitFor();
  const tookMs = Date.now() - began;
  assert.ok(tookMs < 20_000, `opened in ${tookMs} ms`);
  console.log(`an event was opened in ${tookMs} ms`);
  await page.getByRole("button", { name: "Se connecter" }).click();
  await page.locator(".tiles").waitFor();

  // Nobody outside the team sees it before somebody says that it will take place.
  stage.tolerate(/404/);
  const visitor = await stage.open("/e/cap-littoral-suite/fr", { viewport: WIDE });
  assert.equal(await visitor.getByText("Cap Littoral, la suite").count(), 0);
  await page.locator('nav a[href="#/settings"]').click();
  await step(page, "Planifier");
  await panelOf(page).getByText("Planifié", { exact: true }).waitFor();
  await visitor.reload();
  await visitor.getByRole("heading", { level: 1, name: "Cap Littoral, la suite" }).waitFor();
  await visitor.goto("/e/cap-littoral-suite/fr/participants");
  await visitor.getByText("Aucun résultat").waitFor();
});

scene("a page that is written, validated and published is what visitors read, and a new address leads there", STILL, async (stage) => {
  const visitor = await stage.open(`${HOME}/venir-et-dormir`, { viewport: WIDE, ...NO_SCRIPT });
  const console_ = await enter(stage, MAIN, WIDE);
  await console_.locator(".tiles").waitFor();
  const event = new URL(console_.url()).searchParams.get("event") ?? console_.url().match(/[0-9a-f-]{36}/)[0];
  const desk = new SiteDesk(console_, event);
  let page = (await desk.pages()).find(({ slugs }) => slugs.includes("venir-et-dormir"));
  const draft = ["Venir en tram", "Le tram.", "<p>Le tram s’arrête devant la porte.</p><script>alert(1)</script>"];
  page = await desk.edit("WritePage", page.id, page.revision, FRENCH, draft);
  await visitor.reload();
  assert.equal(await visitor.getByText("Le tram s’arrête").count(), 0, "a draft is nobody's to read");
  page = await desk.edit("Validate", page.id, page.revision, FRENCH);
  page = await desk.edit("Publish", page.id, page.revision, FRENCH);
  await visitor.reload();
  await visitor.getByText("Le tram s’arrête devant la porte.").waitFor();
  assert.doesNotMatch(await visitor.content(), /alert\(1\)/u);
  await desk.edit("RenamePage", page.id, page.revision, FRENCH, "tram");
  const answer = await visitor.request.get(`${HOME}/venir-et-dormir`, { maxRedirects: 0 });
  assert.equal(answer.status(), 301);
  assert.equal(answer.headers().location, `${HOME}/tram`);
  await eventually("the former address leads to the page", 10_000, async () => {
    await visitor.goto(`${HOME}/venir-et-dormir`);
    return visitor.url().endsWith("/tram") || undefined;
  });
});
