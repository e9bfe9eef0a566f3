// From open requests to a published plan: proposal, review, comparison, publication, undo, and
// what an outdated proposal is told (B2B-03, B2B-17, EXP-04).

import assert from "node:assert/strict";

import { COLLEAGUE, EXPERT, MAIN, PARTICIPANT, enter, enterPhone } from "./enter.mjs";
import { PUSHED_WITHIN_MS, STILL, STILL_WITH_GUESTS, VIEWPORTS, eventually, scene } from "./harness.mjs";

/** A computation of five seconds on a busy machine. */
const COMPUTED_WITHIN_MS = 60_000;

async function openPlan(page) {
  await page.locator('nav a[href="#/plan"]').click();
  await page.getByRole("heading", { level: 1, name: /^(Planning|Plan)$/ }).waitFor();
}

const proposals = (page) => page.locator(".plan-item");

/** Computes a proposal and waits until it is in the list. */
async function compute(page, seed) {
  const before = await proposals(page).count();
  await page.locator("#plan-seconds").selectOption("5");
  if (seed !== undefined) {
    const more = page.locator("details", { has: page.locator("#plan-seed") });
    if (!(await more.evaluate((element) => element.open))) await more.locator("summary").click();
    await page.locator("#plan-seed").fill(String(seed));
  }
  await page.getByRole("button", { name: "Calculer une proposition" }).click();
  await page.getByRole("button", { name: "Arrêter" }).waitFor();
  await eventually("the proposal is in the list", COMPUTED_WITHIN_MS, async () =>
    (await proposals(page).count()) === before + 1 ? true : undefined,
  );
}

async function publish(page) {
  await page.getByRole("button", { name: /^Publier .+ rendez-vous$/ }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Publier", exact: true }).click();
}

const nPlanned = (page) =>
  page.locator(".plan-figures dd").first().innerText().then((text) => Number(text.replace(/\D/g, "")));

/** How many meetings a phone's agenda shows. */
async function meetingsOn(phone) {
  await phone.locator('a[href="#/"]').first().click();
  await phone.locator("ol.timeline > li").first().waitFor();
  return phone.locator("article.engagement").count();
}

/** Leaves the hour of everything that was asked of somebody to the plan. */
async function leaveToThePlan(phone) {
  await phone.locator('a[href="#/answers"]').click();
  const byPlan = phone.getByRole("button", { name: "Laisser le planning choisir l’heure" });
  for (let left = await byPlan.count(); left > 0; left -= 1) {
    await byPlan.first().click();
    await eventually("one request less waits for an answer", PUSHED_WITHIN_MS, async () =>
      (await byPlan.count()) < left ? true : undefined,
    );
  }
}

scene("a plan is computed, compared and published, and a phone's agenda changes", STILL, async (stage) => {
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  // Some of them have full days already; a plan finds room for others.
  const phones = [];
  for (let role = PARTICIPANT; role <= EXPERT; role += 1) {
    const page = await enter(stage, role, VIEWPORTS.phone);
    await page.locator("article.engagement").first().waitFor();
    phones.push({ page, before: await meetingsOn(page) });
    await leaveToThePlan(page);
  }

  await openPlan(first);
  await first.getByText("Aucune proposition").waitFor();
  await stage.screenshot(first, "plan-empty");
  await compute(first, 1);
  await compute(first, 2);

  // The colleague sees what the other computed, and compares.
  await openPlan(second);
  await proposals(second).nth(1).waitFor();
  await proposals(second).nth(0).getByRole("button", { name: /^Voir/ }).click();
  await second.locator(".plan-figures").waitFor();
  await stage.assertAccessible(second);
  await stage.screenshot(second, "plan-review");
  await second.getByRole("tab", { name: /Non placés/ }).click();
  await proposals(second).nth(1).getByRole("button", { name: /^Comparer/ }).click();
  await second.getByText("Rendez-vous qui diffèrent").first().waitFor();
  await second.getByRole("row", { name: /Rendez-vous placés/ }).waitFor();
  await stage.screenshot(second, "plan-compare");

  await proposals(second).nth(0).getByRole("button", { name: /^Voir/ }).click();
  const placed = await nPlanned(second);
  assert.ok(placed >= 30, `${placed} meetings are placed`);
  await publish(second);
  await second.getByText(`${placed} rendez-vous publiés`).first().waitFor();
  await stage.screenshot(second, "plan-published");

  await eventually("a phone has more meetings", PUSHED_WITHIN_MS, async () => {
    for (const { page, before } of phones) if ((await meetingsOn(page)) > before) return true;
    return undefined;
  });

  // One undo takes the whole plan back, here and on the phones.
  await second.getByRole("button", { name: "Annuler" }).first().click();
  await second.getByText("Publication annulée").first().waitFor();
  for (const { page, before } of phones) {
    await eventually("the phone is as before", PUSHED_WITHIN_MS, async () =>
      (await meetingsOn(page)) === before ? true : undefined,
    );
  }
});

const cells = (n, of) => Array.from({ length: n }, (_, index) => of(index));

/** Experts, each asked by as many participants as the day has room for, and tables for all. */
function crowd({ nExperts, nAsking, nRequestsEach }) {
  const asked = (index, nth) => (index * nRequestsEach + nth) % nExperts;
  return {
    places: [["name", "kind", "capacity", "site"], ...cells(nExperts, (n) => [`Comptoir ${n + 1}`, "table", 4, "Annexe"])],
    experts: [
      ["id", "first name", "last name", "company"],
      ...cells(nExperts, (n) => [`X-${n}`, "Iris", `Valmorel ${n}`, `Conseil ${n}`]),
    ],
    participants: [
      ["id", "first name", "last name", "company"],
      ...cells(nAsking, (n) => [`Y-${n}`, "Noé", `Kermadec ${n}`, `Atelier ${n}`]),
    ],
    requests: [
      ["asker", "asked"],
      ...cells(nAsking, (n) => cells(nRequestsEach, (nth) => [`Y-${n}`, `X-${asked(n, nth)}`])).flat(),
    ],
  };
}

/** Bytes of the largest message to a client, and of a booking in an entry at the least. */
const MESSAGE_BYTES = 256 * 1024;
const BOOKING_BYTES = 160;

scene("a plan that travels in parts reaches a phone, and one undo of the feed takes it back", STILL_WITH_GUESTS, async (stage) => {
  const before = new Set((await stage.server.signIns()).map(({ actor }) => actor));
  await stage.server.adopt(crowd({ nExperts: 150, nAsking: 260, nRequestsEach: 8 }));
  const guest = (await stage.server.signIns()).findLast(({ actor, surface }) => surface === "phone" && !before.has(actor));
  const phone = await enterPhone(stage, guest);
  await phone.locator("ol.timeline > li").first().waitFor();
  assert.equal(await phone.locator("article.engagement").count(), 0, "nothing is booked yet");
  // Who has the feed open keeps it open: what it misses it would load as a snapshot.
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  await second.getByText("En direct").first().waitFor();
  const frames = [];
  second.on("response", (answer) => frames.push(answer.url()));

  await openPlan(first);
  await compute(first, 1);
  await proposals(first).nth(0).getByRole("button", { name: /^Voir/ }).click();
  await first.locator(".plan-figures").waitFor();
  const placed = await nPlanned(first);
  assert.ok(placed * BOOKING_BYTES > MESSAGE_BYTES, `${placed} meetings are larger than a message`);
  await publish(first);
  await first.getByText(/rendez-vous publiés/).first().waitFor({ timeout: COMPUTED_WITHIN_MS });

  await phone.locator("article.engagement").nth(2).waitFor();
  const line = second.locator(".feed li", { hasText: "Planning publié" }).first();
  await line.waitFor();
  await stage.screenshot(second, "plan-in-parts-feed");
  await stage.screenshot(phone, "plan-in-parts-phone");
  assert.deepEqual(
    frames.filter((url) => url.includes("/snapshot")),
    [],
    "the entry was told, and not skipped for a snapshot",
  );
  await line.getByRole("button", { name: /Annuler/ }).click();
  await eventually("the phone is empty again", COMPUTED_WITHIN_MS, async () =>
    (await phone.locator("article.engagement").count()) === 0 ? true : undefined,
  );
});

scene("an outdated proposal is refused, with what changed", STILL, async (stage) => {
  // The refusal to publish is an answer of its own.
  stage.tolerate(/409/);
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  const phone = await enter(stage, PARTICIPANT, VIEWPORTS.phone);
  await phone.locator('a[href="#/answers"]').click();
  await phone.getByRole("button", { name: "Laisser le planning choisir l’heure" }).first().click();
  await phone.getByText("l’heure viendra avec le planning").first().waitFor();

  await openPlan(first);
  await compute(first, 1);
  await proposals(first).nth(0).getByRole("button", { name: /^Voir/ }).click();
  await first.locator(".plan-figures").waitFor();

  // Another plan is published meanwhile: nothing of the first one holds any more.
  await openPlan(second);
  await proposals(second).nth(0).waitFor();
  await compute(second, 5);
  await proposals(second).nth(0).getByRole("button", { name: /^Voir/ }).click();
  await second.locator(".plan-figures").waitFor();
  await publish(second);
  await second.getByText(/rendez-vous publiés/).first().waitFor();

  await publish(first);
  await first.getByText(/ne tiennent plus/).first().waitFor();
  assert.ok((await first.locator(".plan-problems li").count()) > 10, "the placements are named");
  await first.locator(".plan-problems").getByText("Cette demande").first().waitFor();
  await first.locator(".plan-since li").filter({ hasText: /Planning publié|rendez-vous/ }).first().waitFor();
  await stage.assertAccessible(first);
  await stage.screenshot(first, "plan-outdated");
});

scene("what is required and cannot be kept is told with its reasons, and can be given up there", STILL, async (stage) => {
  const page = await enter(stage, MAIN);
  await openPlan(page);
  await compute(page, 1);
  await proposals(page).nth(0).getByRole("button", { name: /^Voir/ }).click();
  await page.getByRole("tab", { name: /Non placés/ }).click();
  const hopeless = page.locator(".plan-rows li", { hasText: /déjà pris|Aucune disponibilité/ }).first();
  const who = await hopeless.locator("span").first().innerText();
  const require = hopeless.getByRole("button", { name: "Exiger" });
  await require.click();
  assert.equal(await require.getAttribute("aria-pressed"), "true");
  const wished = page.locator("details", { hasText: "Exiger des rendez-vous (1)" });
  await wished.locator("summary").click();
  await wished.getByText(who, { exact: true }).waitFor();
  await stage.assertAccessible(page);
  await stage.screenshot(page, "plan-required", { fullPage: true });

  await compute(page, 1);
  await proposals(page).nth(0).getByRole("button", { name: /^Voir/ }).click();
  const conflict = page.getByRole("region", { name: "Tout ce qui est exigé ne peut pas tenir ensemble." });
  await conflict.waitFor();
  const causes = await conflict.locator("li").allInnerTexts();
  assert.ok(causes.length >= 2 && causes.length <= 5, causes.join(" / "));
  assert.match(causes[0], /doivent se rencontrer/);
  assert.match(causes.slice(1).join(" / "), /déjà pris|disponible|heures?/);
  await page.getByText("Aucun rendez-vous exigé sur 1 n’est placé.").waitFor();
  await stage.assertAccessible(page);
  for (const [size, viewport] of Object.entries(VIEWPORTS)) {
    for (const colorScheme of ["light", "dark"]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `nothing is cut off at the side (${size}, ${overflow} px)`);
      await conflict.scrollIntoViewIfNeeded();
      await stage.screenshot(page, `plan-conflict-${size}-${colorScheme}`);
    }
  }
  await conflict.getByRole("button", { name: "Ne plus exiger" }).first().click();
  await page.locator("summary", { hasText: /^Exiger des rendez-vous$/ }).waitFor();
});

scene("the days of a plan are chosen, and the review says which", { ...STILL, event: "full" }, async (stage) => {
  const page = await enter(stage, MAIN);
  await openPlan(page);
  const days = page.getByRole("group", { name: "Jours à planifier" }).getByRole("checkbox");
  await days.nth(1).waitFor();
  assert.equal(await days.count(), 2);
  await days.nth(0).uncheck();
  await stage.assertAccessible(page);
  await stage.screenshot(page, "plan-days");
  await compute(page, 1);
  await proposals(page).nth(0).getByRole("button", { name: /^Voir/ }).click();
  await page.getByText(/^Jours planifiés\s: /).waitFor();
  const [, chosen] = /: (.+)\.$/.exec(await page.getByText(/^Jours planifiés/).innerText());
  const label = await page.getByRole("group", { name: "Jours à planifier" }).locator("label").nth(1).innerText();
  assert.equal(chosen.toLowerCase(), label.trim().toLowerCase());
  // Nothing is placed on the day that was left out.
  const weekday = chosen.slice(0, 3).toLowerCase();
  for (const row of await page.locator(".plan-rows li").allInnerTexts()) {
    assert.match(row.toLowerCase(), new RegExp(`${weekday}\\. \\d+ \\d\\d:\\d\\d`));
  }
  await stage.screenshot(page, "plan-days-review");
});

scene("who chooses the time is set for everybody, and taken back in one action", STILL, async (stage) => {
  const [first, second] = [await enter(stage, MAIN), await enter(stage, COLLEAGUE)];
  for (const page of [first, second]) await page.locator('nav a[href="#/settings"]').click();
  const mode = (page) => page.locator("#assignment-mode");
  const before = await mode(first).inputValue();
  const [chosen, words] =
    before === "pre-assigned"
      ? ["self-service", "Accepter une demande retient un créneau"]
      : ["pre-assigned", "l’heure et la table viennent avec la publication du planning"];
  await mode(first).selectOption(chosen);
  await second.getByText(words).waitFor();
  await stage.assertAccessible(second);
  await stage.screenshot(second, "settings-mode");

  // The feed has the line and its undo, for the colleague as well.
  await second.locator('nav a[href="#/"]').click();
  const line = second.locator(".feed li", { hasText: "Réglages" }).first();
  await line.getByRole("button", { name: /Annuler/ }).click();
  await eventually("the choice is as before", PUSHED_WITHIN_MS, async () =>
    (await mode(first).inputValue()) === before ? true : undefined,
  );
});

scene("what if can be looked at and not be published, at every width and in both themes", STILL, async (stage) => {
  for (const [name, viewport] of Object.entries({ desk: VIEWPORTS.desk, laptop: VIEWPORTS.laptop, phone: VIEWPORTS.phone })) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await enter(stage, MAIN, viewport, { colorScheme });
      await openPlan(page);
      await page.locator(".plan-item").or(page.getByText("Aucune proposition")).first().waitFor();
      const hidden = await page.locator("nav.rail").evaluate((rail) => rail.scrollWidth - rail.clientWidth);
      assert.ok(hidden <= 0, `every way of the rail is in sight (${name}, ${hidden} px are not)`);
      if ((await proposals(page).count()) === 0) {
        const what = page.locator("details", { has: page.locator("#plan-tables") });
        await what.locator("summary").click();
        await page.locator("#plan-tables").fill("4");
        await page.locator("#plan-places").selectOption({ index: 1 });
        await page.locator("#plan-seconds").selectOption("5");
        await page.getByRole("button", { name: "Calculer l’hypothèse" }).click();
        await stage.screenshot(page, "plan-running");
        await proposals(page).first().waitFor({ timeout: COMPUTED_WITHIN_MS });
      }
      await proposals(page).first().getByRole("button", { name: /^Voir/ }).click();
      await page.locator(".banner", { hasText: "ne se publie pas" }).waitFor();
      assert.equal(await page.getByRole("button", { name: /^Publier/ }).count(), 0);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      assert.ok(overflow <= 0, `nothing is cut off at the side (${name}, ${overflow} px)`);
      await stage.screenshot(page, `plan-${name}-${colorScheme}`);
      await page.context().close();
    }
  }
});
