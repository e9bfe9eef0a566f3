// How many meetings an expert takes is changed in place, over each other and with undo (EXP-01).

import { COLLEAGUE, MAIN, enter } from "./enter.mjs";
import { STILL, scene } from "./harness.mjs";

/** Opens the sheet of the first expert by name. */
async function openExpert(page) {
  await page.locator('nav a[href="#/people"]').click();
  await page.locator("#console-people-filter").selectOption("experts");
  await page.locator("ul.list > li").first().getByRole("button").click();
  const sheet = page.locator("aside.side");
  await sheet.getByRole("heading", { name: "Nombre de rendez-vous" }).waitFor();
  return sheet;
}

const keep = (sheet) => sheet.getByRole("button", { name: "Enregistrer", exact: true }).click();
const edit = (sheet) => sheet.getByRole("button", { name: "Modifier le nombre" }).click();

scene("an expert's number is changed in place, and whoever is overtaken chooses", STILL, async (stage) => {
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  const [here, there] = [await openExpert(first), await openExpert(second)];
  await edit(here);
  await here.locator("#expert-limit").fill("-1");
  await here.getByText("Indiquez un nombre entier, ou rien.").waitFor();
  await here.locator("#expert-limit").fill("19");
  await keep(here);
  for (const sheet of [here, there]) await sheet.getByText("19 rendez-vous au plus").waitFor();

  await edit(here);
  await edit(there);
  await there.locator("#expert-limit").fill("17");
  await keep(there);
  await here.getByText(/Quelqu’un vient de changer ce nombre. Maintenant\s: 17 rendez-vous au plus/).waitFor();
  await stage.assertAccessible(first);
  await stage.screenshot(first, "limit-overtaken");
  await here.locator("#expert-limit").fill("");
  await here.getByRole("button", { name: "Remplacer par la mienne" }).click();
  for (const sheet of [here, there]) await sheet.getByText("Autant que son agenda le permet").waitFor();
  await first.locator(".toast").getByRole("button", { name: "Annuler" }).last().click();
  for (const sheet of [here, there]) await sheet.getByText("17 rendez-vous au plus").waitFor();

  // Fewer than he has: what stands stands, and the team is told where to choose.
  await edit(here);
  await here.locator("#expert-limit").fill("1");
  await keep(here);
  await there.getByText("1 rendez-vous au plus").waitFor();
  const name = await here.getByRole("heading", { level: 2 }).innerText();
  await second.locator('nav a[href="#/"]').click();
  const alert = second.locator("section.panel li", { hasText: `Trop de rendez-vous\u00a0: ${name}` });
  await alert.waitFor();
  await stage.screenshot(second, "limit-alert");
  await alert.getByRole("button", { name: "Choisir" }).click();
  await second.locator("aside.side").getByText("1 rendez-vous au plus").waitFor();
  await edit(here);
  await here.locator("#expert-limit").fill("");
  await keep(here);
  await second.locator('nav a[href="#/"]').click();
  await alert.waitFor({ state: "detached" });
});
