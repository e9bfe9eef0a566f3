// Firefox as this machine has it, driven by WebDriver BiDi: the makers of the other driver bring a
// browser of their own, and what people use is the one that their system installs (UX-04).

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";

import puppeteer from "puppeteer-core";

import { eventually } from "./eventually.mjs";
import { ROOT } from "./server.mjs";
import { VIEWPORTS } from "./viewports.mjs";

const PLACES = ["/usr/bin/firefox-esr", "/usr/bin/firefox", "/Applications/Firefox.app/Contents/MacOS/firefox"];
const SCREENSHOTS = path.join(ROOT, "target/screenshots");
const ACTION_WITHIN_MS = 20_000;

// The browser speaks French first and talks to nobody but the server under test.
const PREFERENCES = {
  "intl.accept_languages": "fr-FR, fr, en",
  "app.update.enabled": false,
  "browser.safebrowsing.downloads.remote.enabled": false,
  "datareporting.policy.dataSubmissionEnabled": false,
  "network.captive-portal-service.enabled": false,
  "network.connectivity-service.enabled": false,
  "ui.prefersReducedMotion": 1,
};

/** A Firefox with an empty profile in which several people look at one server, each with her own cookies. */
export class Firefox {
  #browser;
  #faults = [];

  constructor(browser, origin) {
    this.#browser = browser;
    this.origin = origin;
  }

  /** Starts the browser for a server. */
  static async launch({ origin }) {
    const executablePath = process.env.REGIE_FIREFOX || PLACES.find((place) => existsSync(place));
    if (!executablePath) throw new Error("no Firefox found: install one, or name it in REGIE_FIREFOX");
    const options = { browser: "firefox", executablePath, headless: true, extraPrefsFirefox: PREFERENCES };
    return new Firefox(await puppeteer.launch(options), origin);
  }

  /** Which Firefox it is. */
  version() {
    return this.#browser.version();
  }

  /** Opens a page as a person of her own. */
  async open(address, viewport = VIEWPORTS.desk) {
    const context = await this.#browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(ACTION_WITHIN_MS);
    await page.setViewport(viewport);
    this.#watch(page, address);
    await page.goto(new URL(address, this.origin).href);
    return page;
  }

  /** Signs in as one of the demo's roles. */
  async enter(role, viewport) {
    const page = await this.open("/demo?lang=fr", viewport);
    await page.locator(`button[name="role"][value="${role}"]`).click();
    await named(page, "button", "Se connecter").click();
    return page;
  }

  /** Saves what the page shows under target/screenshots, for a person to look at. */
  async screenshot(page, name) {
    await mkdir(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: path.join(SCREENSHOTS, `${name}.png`) });
  }

  /** Ends the browser; fails if a page had a fault that matches none of these. */
  async leave(tolerated = []) {
    await this.#browser.close();
    const unexpected = this.#faults.filter((fault) => !tolerated.some((pattern) => pattern.test(fault)));
    assert.deepEqual(unexpected, [], "the pages had faults");
  }

  #watch(page, label) {
    const fault = (text) => this.#faults.push(`${label}: ${text}`);
    page.on("pageerror", (error) => fault(`uncaught ${error.stack ?? error}`));
    page.on("console", (message) => {
      if (message.type() === "error") fault(`console: ${message.text()}`);
    });
    page.on("request", (request) => {
      const { protocol, origin } = new URL(request.url());
      if (origin !== this.origin && !["data:", "blob:", "about:"].includes(protocol)) {
        fault(`request leaves the machine: ${request.url()}`);
      }
    });
    page.on("response", (response) => {
      if (response.status() >= 400) fault(`answer ${response.status()}: ${response.url()}`);
    });
  }
}

/** What has this role and this name for a screen reader. */
export const named = (page, role, name) => page.locator(`::-p-aria([name="${name}"][role="${role}"])`);

/** Waits for something that selects so and says what matches, and gives it. */
export function saying(page, selector, pattern) {
  return eventually(`${selector} says ${pattern}`, ACTION_WITHIN_MS, async () => {
    const { source, flags } = pattern;
    const found = await page.evaluateHandle(
      (...[among, words, how]) => [...document.querySelectorAll(among)].find((one) => new RegExp(words, how).test(one.textContent)),
      selector,
      source,
      flags,
    );
    return found.asElement() ?? undefined;
  });
}
