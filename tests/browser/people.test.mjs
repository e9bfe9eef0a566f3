// People sign in with a password and a code, choose another password, and end what is open
// elsewhere.

import assert from "node:assert/strict";
import { createHmac } from "node:crypto";

import { STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";

const EMAIL = "claire@example.org";
const PASSWORD = "lanterne verger girafe 71";

/** The code that a device computes from a key at this moment (RFC 6238). */
function codeOf(key) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replaceAll(" ", "")]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", secret).update(step).digest();
  const at = digest.at(-1) & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0");
}

async function choosePassword(page, link, password) {
  await page.goto(link);
  await page.getByLabel("Nouveau mot de passe").fill(password);
  await page.getByRole("button", { name: "Enregistrer" }).click();
  await page.waitForURL("**/sign-in?done=password**");
}

async function signIn(page, password) {
  await page.getByLabel("Adresse électronique").fill(EMAIL);
  await page.getByLabel("Mot de passe").fill(password);
  await page.getByRole("button", { name: "Se connecter" }).click();
}

/** Photographs and examines a page at both widths, in light and dark. */
async function examine(stage, page, name) {
  for (const [size, viewport] of Object.entries({ desk: VIEWPORTS.desk, phone: VIEWPORTS.phone })) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      // A button is on its way from one colour to the other for a moment.
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)).then(() => {}));
      await stage.assertAccessible(page);
      await stage.screenshot(page, `people-${name}-${size}-${colorScheme}`, { fullPage: true });
    }
  }
  await page.setViewportSize(VIEWPORTS.desk);
  await page.emulateMedia({ colorScheme: "light" });
}

scene("an administrator whom the command line made signs in with password and code, and ends what is open elsewhere", STILL, async (stage) => {
  const link = await stage.server.tool("admin", "--email", EMAIL);
  const page = await stage.open("/sign-in");
  await examine(stage, page, "sign-in");
  await choosePassword(page, link, PASSWORD);

  // A wrong password: said at the field, the address kept, the password not.
  stage.tolerate(/422/);
  await signIn(page, "girafe");
  assert.equal(await page.getByLabel("Adresse électronique").inputValue(), EMAIL);
  assert.equal(await page.getByLabel("Mot de passe").inputValue(), "");
  await page.getByRole("alert").waitFor();
  await examine(stage, page, "wrong");
  await signIn(page, PASSWORD);
  await page.waitForURL("**/console/**");

  await page.goto("/account/second-factor");
  await examine(stage, page, "second-factor");
  const key = await page.locator("code").textContent();
  const code = codeOf(key);
  await page.getByLabel("Code à six chiffres").fill(code);
  await page.getByRole("button", { name: "Activer" }).click();
  await page.locator("ol.codes li").first().waitFor();
  assert.equal(await page.locator("ol.codes li").count(), 10);
  await examine(stage, page, "recovery-codes");
  await page.goto("/account");
  await examine(stage, page, "account");
  await page.getByRole("button", { name: /Administrateur principal/ }).click();
  await page.waitForURL("**/console/**");
  await page.locator(".tiles").waitFor();

  // The team and the log of connections, from the desk.
  const desk = await stage.open("/account", { storageState: await page.context().storageState() });
  const event = new URL(page.url()).searchParams.get("event");
  await desk.goto(`/desk/${event}/team`);
  await examine(stage, desk, "team");
  await desk.getByLabel("Nom", { exact: true }).fill("Inès Vaudrémont");
  await desk.getByLabel("Adresse électronique").fill("ines@example.org");
  await desk.getByRole("checkbox", { name: "Rendez-vous" }).check();
  await desk.getByRole("button", { name: "Enregistrer" }).click();
  await desk.getByRole("row", { name: /Inès Vaudrémont.*Rendez-vous/ }).waitFor();
  await desk.getByRole("button", { name: "Annuler" }).click();
  await desk.getByRole("row", { name: /Inès Vaudrémont/ }).waitFor({ state: "detached" });
  await desk.goto(`/desk/${event}/connections`);
  await desk.getByRole("row", { name: /Mot de passe.*Refusé/ }).first().waitFor();
  await examine(stage, desk, "connections");

  // Elsewhere, the same person needs a code; the one that was used is not taken again.
  const elsewhere = await stage.open("/sign-in");
  await signIn(elsewhere, PASSWORD);
  await elsewhere.waitForURL("**/sign-in/code");
  await examine(stage, elsewhere, "code");
  await elsewhere.getByLabel(/Code à six chiffres/).fill(code);
  await elsewhere.getByRole("button", { name: "Continuer" }).click();
  await elsewhere.getByRole("alert").waitFor();
  const next = await eventually("a fresh code", 40_000, () => {
    const now = codeOf(key);
    return now === code ? undefined : now;
  });
  await elsewhere.getByLabel(/Code à six chiffres/).fill(next);
  await elsewhere.getByRole("button", { name: "Continuer" }).click();
  await elsewhere.waitForURL("**/console/**");
  await elsewhere.locator(".tiles").waitFor();

  // Ending it from there closes the socket of the first console, which asks to sign in.
  stage.tolerate(/401|socket|WebSocket/i);
  const own = await stage.open("/sign-in", { storageState: await elsewhere.context().storageState() });
  await own.goto("/account");
  await own.getByRole("button", { name: /Terminer –/ }).first().click();
  await own.waitForURL("**/account?done=ended");
  await eventually("the first console is out", 20_000, async () => {
    const answer = await page.request.get("/account", { maxRedirects: 0 });
    return answer.status() === 303 ? true : undefined;
  });
  await page.locator(".tiles").waitFor({ state: "detached" }).catch(() => page.locator(".banner").first().waitFor());
  await own.goto("/account");
  await own.getByRole("heading", { name: "Mon compte" }).waitFor();
});

scene("a new password by a link ends what the old one opened", STILL, async (stage) => {
  const page = await stage.open("/sign-in");
  await choosePassword(page, await stage.server.tool("admin", "--email", EMAIL), PASSWORD);
  await signIn(page, PASSWORD);
  await page.waitForURL("**/console/**");
  await page.locator(".tiles").waitFor();

  const other = await stage.open("/sign-in");
  const link = await stage.server.tool("admin", "--email", EMAIL);
  const fresh = "phare brume tulipe cheval 9";
  await choosePassword(other, link, fresh);
  stage.tolerate(/401|socket|WebSocket|422|410/i);
  const before = await page.request.get("/account", { maxRedirects: 0 });
  assert.equal(before.status(), 303, "the old sign-in has ended");
  await signIn(other, PASSWORD);
  await other.getByRole("alert").waitFor();
  await signIn(other, fresh);
  await other.waitForURL("**/console/**");
  const again = await stage.open(link);
  await again.getByText("Ce lien n’est plus valable.").waitFor();
});
