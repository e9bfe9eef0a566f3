// Finds and launches the Chromium of this machine. Nothing is ever downloaded.

import { existsSync } from "node:fs";

import { chromium } from "playwright-core";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

// The browser must talk to nobody but the server under test. The sandbox needs rights that a
// container rarely gives, and the only pages opened are our own.
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** A new browser with an empty profile. */
export async function launchChromium() {
  const named = process.env.REGIE_CHROMIUM;
  const executablePath = named || PLACES.find((place) => existsSync(place));
  if (!executablePath) {
    throw new Error("no Chromium found: install one, or name it in REGIE_CHROMIUM");
  }
  return chromium.launch({ executablePath, args: FLAGS });
}
