// News of elsewhere (PUB-13, PUB-05): an organiser names a feed, visitors without script read it.

import { once } from "node:events";
import { createServer } from "node:http";
import { after } from "node:test";

import { MAIN, enter } from "./enter.mjs";
import { STILL, eventually, scene } from "./harness.mjs";
import { look, lookWithScript } from "./looks.mjs";

const HOME = "/e/cap-littoral/fr";
const WIDE = { width: 1280, height: 900 };

const entry = (title, day) =>
  `<item><title>${title}</title><link>https://journal.example.org/${day}</link>` +
  `<pubDate>${day} Nov 2026 09:00:00 GMT</pubDate></item>`;
const FEED = `<rss version="2.0"><channel><title>Journal</title>${entry("Le quai rouvre aux visiteurs après six mois de travaux", 23)}${entry("Trois filières de la mer au programme", 20)}</channel></rss>`;

const source = createServer((_, response) => {
  response.writeHead(200, { "content-type": "application/rss+xml" }).end(FEED);
});
source.listen(0, "127.0.0.1");
await once(source, "listening");
const origin = `http://127.0.0.1:${source.address().port}`;

after(() => source.close());

const READ = { extraArguments: [...STILL.extraArguments, "--feed-origin", origin] };

scene("an organiser names a feed, and visitors without script read its entries", READ, async (stage) => {
  const page = await enter(stage, MAIN, WIDE);
  await page.locator(".stage h1").waitFor();
  await page.locator('nav a[href="#/settings"]').click();
  await page.getByRole("link", { name: "Site public" }).click();
  await page.locator(".site-pages > li").first().waitFor();
  await page.getByRole("link", { name: "Fichiers du site" }).click();
  await page.getByRole("link", { name: "Bannière et logos" }).click();
  await page.getByLabel("Adresse du flux").fill(`${origin}/flux.xml`);
  await page.getByLabel("Titre, en français").fill("Actualités du port");
  await page.getByRole("button", { name: "Enregistrer", exact: true }).last().click();
  await page.getByText("C’est enregistré.").waitFor();
  await eventually("the feed is read", 15_000, async () => {
    await page.reload();
    return (await page.getByText("en réserve").isVisible()) ? true : undefined;
  });
  await look(stage, page, "news-form");
  const visitor = await stage.open(HOME, { javaScriptEnabled: false, viewport: WIDE });
  await visitor.getByRole("link", { name: "Le quai rouvre" }).waitFor();
  await lookWithScript(stage, visitor, "news-welcome");
});
