// The shortest way through everything: each packed program starts in a browser from the real
// server, and the server hands its files out in the way that caches and slow networks need.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { nKept } from "./device.mjs";
import { DOOR, MAIN, PARTICIPANT, enter } from "./enter.mjs";
import { VIEWPORTS, eventually, scene } from "./harness.mjs";
import { ROOT } from "./server.mjs";

const site = process.env.REGIE_SITE ?? path.join(ROOT, "target/site");
const report = JSON.parse(await readFile(path.join(site, "bundle.json"), "utf8"));

/** Who opens which program. */
const ROLES = { console: MAIN, phone: PARTICIPANT, door: DOOR };

/** What each program has drawn once it is of use. */
const MAIN_PARTS = { console: ".tiles", phone: 'a[href="#/badge"]', door: "#scan" };

async function started(page, name) {
  await page.waitForURL(`**/${name}/**`);
  await page.locator(MAIN_PARTS[name]).waitFor();
}

for (const { name } of report.surfaces) {
  scene(`the ${name} starts, without a fault, at every size in light and dark`, {}, async (stage) => {
    for (const [size, viewport] of Object.entries(VIEWPORTS)) {
      for (const colorScheme of ["light", "dark"]) {
        const page = await enter(stage, ROLES[name], viewport, { colorScheme });
        await started(page, name);
        await stage.assertAccessible(page);
        await stage.screenshot(page, `${name}-${size}-${colorScheme}`);
      }
    }
  });
}

scene("files with a fingerprint may be kept for ever, shells and workers may not", {}, async ({ server }) => {
  for (const { path: file, immutable } of report.files) {
    const address = `/${file.replace(/index\.html$/, "")}`;
    const answer = await fetch(server.origin + address);
    await answer.arrayBuffer();
    assert.equal(answer.status, 200, address);
    const policy = answer.headers.get("cache-control") ?? "";
    assert.equal(/\bimmutable\b/.test(policy), immutable, `cache-control of ${address}: "${policy}"`);
  }
});

scene("programs and scripts travel compressed and under their true type", {}, async ({ server }) => {
  const types = { wasm: /^application\/wasm$/, js: /^text\/javascript\b/, css: /^text\/css\b/ };
  for (const { path: file } of report.files) {
    const expected = types[file.split(".").at(-1)];
    if (!expected) continue;
    const answer = await fetch(`${server.origin}/${file}`, { headers: { "accept-encoding": "gzip" } });
    await answer.arrayBuffer();
    assert.equal(answer.headers.get("content-encoding"), "gzip", file);
    assert.match(answer.headers.get("content-type") ?? "", expected, file);
  }
});

scene("the phone starts again without network, with its last agenda and its age", {}, async (stage) => {
  const page = await enter(stage, PARTICIPANT, VIEWPORTS.phone);
  await started(page, "phone");
  const agenda = page.locator("main");
  await agenda.getByText(/Table/).first().waitFor();
  await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
  await eventually("the device keeps the agenda", 15_000, async () => ((await nKept(page)) > 0 ? true : undefined));
  stage.tolerate(/ERR_CONNECTION_REFUSED|Failed to fetch|WebSocket|net::ERR/);
  await stage.server.stop();
  await page.reload();
  await started(page, "phone");
  await agenda.getByText(/Table/).first().waitFor();
  await page.getByText(/hors ligne|reconnexion|données d/i).first().waitFor();
  await stage.screenshot(page, "phone-offline");
});
