// What every browser test stands on: `scene` gives it a real server, a real Chromium, and pages
// that are watched. A test passes only if, besides its own checks, no page logged an error, no
// request failed and none left the machine.

import assert from "node:assert/strict";
import { mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import path from "node:path";
import { after, test } from "node:test";

import { launchChromium } from "./chromium.mjs";
import { ROOT, Server } from "./server.mjs";
import { VIEWPORTS } from "./viewports.mjs";

export { PUSHED_WITHIN_MS, eventually } from "./eventually.mjs";
export { Server } from "./server.mjs";
export { VIEWPORTS } from "./viewports.mjs";

/** A server on whose event nothing happens but what the test does, in the world's own time. */
export const STILL = { extraArguments: ["--still", "--speed", "1"] };

/**
 * The same, where a test may bring people of its own and open their phones. An import is dated by
 * the world's clock, and an event's never turns back: the event is tomorrow's, so that it still has
 * its whole day ahead after an import, at whatever hour the tests run.
 */
export const STILL_WITH_GUESTS = {
  extraArguments: [...STILL.extraArguments, "--first-day", new Date(Date.now() + 86_400_000).toISOString().slice(0, 10)],
  hasSignIns: true,
};

const SCREENSHOTS = path.join(ROOT, "target/screenshots");
const SCENE_WITHIN_MS = 180_000;
const ACTION_WITHIN_MS = 15_000;
const ACCESSIBILITY_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"];

let browser;
after(async () => browser?.close());

/**
 * One test with a server of its own.
 *
 * @param {string} name a sentence that says what holds
 * @param {{event?: "small"|"full"|"double", extraArguments?: string[]}} options for the server
 * @param {(stage: Stage) => Promise<void>} play the test
 */
export function scene(name, options, play) {
  test(name, async () => {
    const stage = new Stage(await Server.start(options));
    try {
      await within(SCENE_WITHIN_MS, play(stage));
      stage.assertQuiet();
    } catch (fault) {
      await stage.recordFailure(name);
      throw fault;
    } finally {
      await stage.clear();
    }
  });
}

/** A deadline of our own: the runner's would give up without ending the server. */
async function within(deadlineMs, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the scene did not end within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

class Stage {
  #contexts = [];
  #pages = [];
  #faults = [];
  #tolerated = [];

  constructor(server) {
    this.server = server;
  }

  /**
   * Opens a page as a person of her own: separate cookies and storage.
   * Gives Playwright's page, already at `address`.
   */
  async open(address, { viewport = VIEWPORTS.desk, colorScheme = "light", locale = "fr-FR", ...more } = {}) {
    browser ??= await launchChromium();
    const context = await browser.newContext({
      baseURL: this.server.origin,
      viewport,
      colorScheme,
      locale,
      timezoneId: "Europe/Paris",
      reducedMotion: "reduce",
      ...more,
    });
    context.setDefaultTimeout(ACTION_WITHIN_MS);
    this.#contexts.push(context);
    const page = await context.newPage();
    this.#pages.push(page);
    this.#watch(page, address);
    await page.goto(address);
    return page;
  }

  /** Says that faults whose text matches belong to this test, for instance a server that stops. */
  tolerate(pattern) {
    this.#tolerated.push(pattern);
  }

  /** Saves what the page shows under target/screenshots, for a person to look at. */
  async screenshot(page, name, options = {}) {
    await mkdir(SCREENSHOTS, { recursive: true });
    const file = path.join(SCREENSHOTS, `${name}.png`);
    await page.screenshot({ path: file, animations: "disabled", ...options });
    return file;
  }

  /** Fails if axe finds a violation of WCAG 2.1 A or AA. It finds a part only. */
  async assertAccessible(page) {
    // Evaluated instead of added as a script, which the site's policy would rightly refuse.
    await page.evaluate(await axeSource());
    const { violations } = await page.evaluate(
      (values) => globalThis.axe.run(document, { runOnly: { type: "tag", values } }),
      ACCESSIBILITY_RULES,
    );
    const found = violations.map(
      ({ id, help, nodes }) => `${id}: ${help}\n    ${nodes.map((node) => node.target.join(" ")).join("\n    ")}`,
    );
    assert.deepEqual(found, [], `accessibility of ${page.url()}`);
  }

  /** Fails if any page had a fault so far that the test did not announce. */
  assertQuiet() {
    const unexpected = this.#faults.filter((fault) => !this.#tolerated.some((pattern) => pattern.test(fault)));
    assert.deepEqual(unexpected, [], "the pages had faults");
  }

  /** Leaves pictures and words behind for whoever has to find out why. */
  async recordFailure(name) {
    const slug = name.toLowerCase().replace(/[^a-z0-9]+/g, "-");
    for (const [index, page] of this.#pages.entries()) {
      const file = await this.screenshot(page, `failed-${slug}-${index + 1}`).catch(() => "no picture");
      console.error(`page ${index + 1}, ${page.url()}: ${file}`);
    }
    for (const fault of this.#faults) console.error(`fault: ${fault}`);
    console.error(`the server's last lines:\n${this.server.lastLines()}`);
  }

  /** Closes what the test opened, and ends its server. */
  async clear() {
    await Promise.all(this.#contexts.map((context) => context.close().catch(() => {})));
    await this.server.discard();
  }

  #watch(page, label) {
    const fault = (text) => this.#faults.push(`${label}: ${text}`);
    page.on("pageerror", (error) => fault(`uncaught ${error.stack ?? error}`));
    page.on("console", (message) => {
      if (message.type() === "error") fault(`console: ${message.text()} (${message.location().url})`);
    });
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      const inside = origin === this.server.origin || protocol === "data:" || protocol === "blob:";
      if (!inside) fault(`request leaves the machine: ${request.url()}`);
    });
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText;
      // The page itself gives up requests when it moves on; that is no failure.
      if (reason !== "net::ERR_ABORTED") fault(`request failed: ${request.url()} ${reason}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) fault(`answer ${response.status()}: ${response.url()}`);
    });
  }
}

let axe;
/** The source of axe, read once. */
async function axeSource() {
  axe ??= await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
  return axe;
}
