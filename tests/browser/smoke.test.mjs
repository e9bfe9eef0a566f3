// The shortest way through everything: each packed program starts in a browser from the real
// server, and the server hands its files out in the way that caches and slow networks need.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import path from "node:path";

import { VIEWPORTS, scene } from "./harness.mjs";
import { ROOT } from "./server.mjs";

const site = process.env.REGIE_SITE ?? path.join(ROOT, "target/site");
const report = JSON.parse(await readFile(path.join(site, "bundle.json"), "utf8"));

/** True once the program has drawn something of its own into the shell. */
const hasStarted = () => document.body.querySelector(":scope > :not(noscript, script, #start-failed)") !== null;

for (const { name } of report.surfaces) {
  scene(`the ${name} starts, without a fault, at every size in light and dark`, {}, async (stage) => {
    for (const [size, viewport] of Object.entries(VIEWPORTS)) {
      for (const colorScheme of ["light", "dark"]) {
        const page = await stage.open(`/${name}/`, { viewport, colorScheme });
        await page.waitForFunction(hasStarted);
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

if (report.surfaces.some(({ name }) => name === "phone")) {
  scene("the phone starts again without network", {}, async (stage) => {
    const page = await stage.open("/phone/", { viewport: VIEWPORTS.phone });
    await page.waitForFunction(hasStarted);
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await stage.server.stop();
    stage.tolerate(/ERR_CONNECTION_REFUSED|Failed to fetch|WebSocket/);
    await page.reload();
    await page.waitForFunction(hasStarted);
  });
}
