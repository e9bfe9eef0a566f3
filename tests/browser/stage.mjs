// The event's stage, as an organiser changes it in the console (EVT-10).

/** The panel that says it, once the settings are open. */
export const panelOf = (page) =>
  page.locator(".panel").filter({ has: page.getByRole("heading", { name: "État de l’événement" }) });

/** Presses a step and answers its question. */
export async function step(page, name) {
  await panelOf(page).getByRole("button", { name, exact: true }).click();
  const question = page.getByRole("dialog");
  await question.getByRole("button", { name, exact: true }).click();
  await question.waitFor({ state: "detached" });
}
