// Signing in as one of the demo's people, the way that a person does it.

import { VIEWPORTS } from "./viewports.mjs";

/** The demo's roles, in the order of its entry page. */
export const MAIN = 0;
export const COLLEAGUE = 1;
export const SCOPED = 2;
export const DOOR = 3;
export const PARTICIPANT = 5;
export const EXPERT = 8;

/** Signs in as one of the demo's roles. */
export async function enter(stage, role, viewport = VIEWPORTS.desk, { wire, language = "fr", ...more } = {}) {
  const locale = { fr: "fr-FR", en: "en-GB" }[language];
  const page = await stage.open(`/demo?lang=${language}`, { viewport, locale, ...more });
  await wire?.lay(page);
  await page.click(`button[name="role"][value="${role}"]`);
  await page.getByRole("button", { name: { fr: "Se connecter", en: "Sign in" }[language] }).click();
  return page;
}

/** Opens the phone of somebody whom a test brought along, by the sign-in that the server wrote. */
export async function enterPhone(stage, { event, cookie }, viewport = VIEWPORTS.phone) {
  const at = cookie.indexOf("=");
  const kept = { domain: "127.0.0.1", path: "/", expires: -1, httpOnly: true, secure: false, sameSite: "Lax" };
  const cookies = [{ name: cookie.slice(0, at), value: cookie.slice(at + 1), ...kept }];
  return stage.open(`/phone/${event}`, { viewport, storageState: { cookies, origins: [] } });
}
