// The participant's phone: what others change arrives, what the participant says goes out once,
// and a lost network costs nothing (LIV-01, LIV-09, B2B-09, B2B-13, CHK-02, UX-03).

import assert from "node:assert/strict";

import { canStartOffline, nKept } from "./device.mjs";
import { EXPERT, MAIN, PARTICIPANT, enter } from "./enter.mjs";
import { openFloor } from "./floor.mjs";
import { PUSHED_WITHIN_MS, STILL, VIEWPORTS, eventually, scene } from "./harness.mjs";
import { tile } from "./room.mjs";
import { Wire } from "./wire.mjs";

const NO_NETWORK = /ERR_INTERNET_DISCONNECTED|WebSocket|Failed to fetch/;

/** The card of a meeting on the agenda. */
const cardWith = (phone, name) => phone.locator("article.engagement", { hasText: name });

/** The participant's next meeting: with whom, when, where. */
async function nextMeeting(phone) {
  const row = phone.locator("li[data-next]");
  await row.waitFor();
  const [time] = (await row.locator(".at").innerText()).split("\n");
  return {
    name: await row.locator(".title").innerText(),
    time,
    place: (await row.locator(".where").innerText()).replace(/\s+/g, " "),
  };
}

/** The freed slot that is offered. */
const offerOn = (phone) => phone.locator("article.ask", { hasText: "Un créneau se libère" });

/** A console that follows the event: its feed tells what happens from here on. */
async function liveConsole(stage) {
  const console_ = await enter(stage, MAIN);
  await eventually("the console is live", PUSHED_WITHIN_MS, () => tile(console_, "Présents"));
  return console_;
}

/** The lines of the console's feed that match. */
const feedLines = (console_, pattern) => console_.locator(".feed .item").filter({ hasText: pattern });

scene("a meeting that the organiser moves is moved on the phone, and says so", STILL, async (stage) => {
  const phone = await enter(stage, PARTICIPANT, VIEWPORTS.phone);
  const console_ = await liveConsole(stage);
  const { name, time, place } = await nextMeeting(phone);
  await openFloor(console_);
  await console_.getByRole("gridcell", { name: new RegExp(`^${time}, ${place}, `) }).click();
  const target = console_.locator("#side .candidates > li").first();
  await target.waitFor();
  const [, toTime, toPlace] = /(\d\d:\d\d) · (.+)/.exec(await target.locator(".strong").innerText());
  await target.getByRole("button", { name: "Placer" }).click();

  const card = cardWith(phone, name);
  await card.getByText("Déplacé", { exact: true }).waitFor();
  const row = phone.locator("ol.timeline > li", { has: card });
  assert.equal((await row.locator(".at").innerText()).split("\n")[0], toTime);
  assert.equal((await card.locator(".where").innerText()).replace(/\s+/g, " "), toPlace);
  await stage.screenshot(phone, "phone-moved");
  await phone.locator('a[href="#/messages"]').click();
  await phone.getByText(new RegExp(`Rendez-vous déplacé.*${name}`)).waitFor();
});

scene("a phone without network keeps its day over a reload, says how old it is, and sends what waits once", STILL, async (stage) => {
  stage.tolerate(NO_NETWORK);
  const wire = new Wire();
  const phone = await enter(stage, PARTICIPANT, VIEWPORTS.phone, { wire });
  const console_ = await liveConsole(stage);
  const { name } = await nextMeeting(phone);
  await canStartOffline(phone);
  await eventually("the device keeps the agenda", PUSHED_WITHIN_MS, async () =>
    (await nKept(phone)) > 0 ? true : undefined,
  );

  await wire.cut();
  await phone.getByText("Hors ligne", { exact: true }).waitFor();
  await phone.locator('a[href="#/answers"]').click();
  const asked = phone.locator("article.ask").first();
  const from = await asked.locator(".title").innerText();
  assert.equal(
    await asked.getByRole("button", { name: "Accepter" }).getAttribute("aria-disabled"),
    "true",
    "a yes needs the network: the slot may be gone",
  );
  const nBefore = await nKept(phone);
  await asked.getByRole("button", { name: "Refuser" }).click();
  await eventually("the device keeps the answer", PUSHED_WITHIN_MS, async () =>
    (await nKept(phone)) > nBefore || (await phone.locator('article.ask[aria-busy="true"]').count()) > 0 ? true : undefined,
  );

  await phone.locator('a[href="#/"]').click();
  await phone.reload();
  await cardWith(phone, name).waitFor();
  await phone.getByText(/Hors ligne\s–\s(à l’instant|il y a\s\d+\s(s|min))/).waitFor();
  await stage.screenshot(phone, "phone-offline-again");
  assert.equal(await feedLines(console_, "Demande refusée").count(), 0, "nothing was sent yet");

  await wire.mend();
  await feedLines(console_, "Demande refusée").first().waitFor();
  await phone.getByText("Hors ligne", { exact: true }).waitFor({ state: "detached" });
  await phone.locator('a[href="#/answers"]').click();
  await phone.locator("article.ask").first().waitFor();
  await phone.locator("article.ask", { hasText: from }).waitFor({ state: "detached" });
  assert.equal(await feedLines(console_, "Demande refusée").count(), 1, "it was sent once");
  assert.match(await feedLines(console_, "Demande refusée").first().innerText(), new RegExp(from));
});

scene("a slot that is offered counts down on the phone, and is open again when it is declined", STILL, async (stage) => {
  const phone = await enter(stage, EXPERT, VIEWPORTS.phone);
  const console_ = await liveConsole(stage);
  await phone.locator('a[href="#/answers"]').click();
  const offer = offerOn(phone);
  const left = async () => {
    const [, minutes, seconds] = /(\d+):(\d\d)/.exec(await offer.getByRole("timer").innerText());
    return Number(minutes) * 60 + Number(seconds);
  };
  const first = await left();
  await eventually("the countdown runs", PUSHED_WITHIN_MS, async () => ((await left()) < first ? true : undefined));
  await stage.screenshot(phone, "phone-offer");

  await offer.getByRole("button", { name: "Non merci" }).click();
  await offer.waitFor({ state: "detached" });
  await feedLines(console_, /Proposition déclinée.*Damien Thérovasseau/).waitFor();
  await console_.locator("li.refill").first().getByRole("button", { name: "Attribuer" }).first().waitFor();
});

scene("an offer that the organiser withdraws leaves the phone at once", STILL, async (stage) => {
  const phone = await enter(stage, EXPERT, VIEWPORTS.phone);
  const console_ = await liveConsole(stage);
  await phone.locator('a[href="#/answers"]').click();
  await offerOn(phone).waitFor();
  await console_.getByRole("button", { name: "Retirer la proposition" }).click();
  await offerOn(phone).waitFor({ state: "detached" });
});

scene("an offer that is accepted is a meeting on the phone and on the floor", STILL, async (stage) => {
  const phone = await enter(stage, EXPERT, VIEWPORTS.phone);
  const console_ = await liveConsole(stage);
  await phone.locator('a[href="#/answers"]').click();
  const offer = offerOn(phone);
  const [, name, time] = /(.+), à (\d\d:\d\d)/.exec(await offer.locator(".title").innerText());
  const place = (await offer.locator(".where").innerText()).replace(/\s+/g, " ");
  await offer.getByRole("button", { name: "J’accepte" }).click();
  await offer.waitFor({ state: "detached" });
  await phone.locator('a[href="#/"]').click();
  await cardWith(phone, name).waitFor();
  await openFloor(console_);
  await console_.getByRole("radio", { name: "Experts" }).click();
  const where = new RegExp(`^${time}, Damien Thérovasseau, .*${place}, Prévu`);
  await console_.getByRole("gridcell", { name: where }).waitFor();
});

scene("who runs late or cannot come says so in three presses, and the organiser reads why", STILL, async (stage) => {
  const phone = await enter(stage, PARTICIPANT, VIEWPORTS.phone);
  const console_ = await liveConsole(stage);
  const { name, time, place } = await nextMeeting(phone);

  await phone.getByRole("button", { name: "Je suis en retard" }).click();
  await phone.getByRole("radio", { name: "10 min" }).click();
  await phone.getByRole("button", { name: /^Prévenir\s: 10\smin$/ }).click();
  await cardWith(phone, name).getByText("Vous avez annoncé 10 min de retard").waitFor();
  await feedLines(console_, /Retard annoncé\s: Manon Aubnoufresne, 10\smin/).waitFor();

  await phone.getByRole("button", { name: `Autres actions pour ${name}` }).click();
  await phone.getByRole("button", { name: "Annuler le rendez-vous" }).click();
  await phone.getByRole("radio", { name: "Problème de transport" }).check({ force: true });
  await stage.screenshot(phone, "phone-cancel");
  await phone.getByRole("button", { name: "Annuler le rendez-vous" }).click();
  await cardWith(phone, name).getByText(/Annulé par vous à \d\d:\d\d\s: problème de transport/).waitFor();
  await feedLines(console_, /Rendez-vous annulé.*problème de transport/).waitFor();
  await openFloor(console_);
  await console_.getByRole("gridcell", { name: new RegExp(`^${time}, ${place}, Créneau libéré`) }).waitFor();
});

scene("the badge is dark on light in every theme, and stays there without network", STILL, async (stage) => {
  stage.tolerate(NO_NETWORK);
  const wire = new Wire();
  const phone = await enter(stage, PARTICIPANT, VIEWPORTS.phone, { wire, colorScheme: "dark" });
  await phone.locator('a[href="#/badge"]').click();
  const picture = phone.getByRole("img", { name: "Code QR de votre badge" });
  await picture.waitFor();
  const fills = await picture.locator("path").evaluateAll((paths) => paths.map((path) => getComputedStyle(path).fill));
  assert.deepEqual(fills, ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
  const { width } = await picture.boundingBox();
  assert.ok(width >= 200, `a scanner at arm's length needs a large code, this has ${width} pixels`);
  await wire.cut();
  await phone.getByText("Hors ligne", { exact: true }).waitFor();
  await picture.waitFor();
  await stage.screenshot(phone, "phone-badge-offline");
});

scene("who signs out leaves nothing on the device", STILL, async (stage) => {
  const phone = await enter(stage, PARTICIPANT, VIEWPORTS.phone);
  await nextMeeting(phone);
  await eventually("the device keeps the agenda", PUSHED_WITHIN_MS, async () =>
    (await nKept(phone)) > 0 ? true : undefined,
  );
  await phone.getByRole("button", { name: "Vos réglages" }).click();
  await phone.getByRole("button", { name: "Se déconnecter" }).click();
  await phone.waitForURL("**/demo*");
  assert.equal(await nKept(phone), 0);
  const told = await phone.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(".me.")));
  assert.deepEqual(told, [], "nobody's name stays either");
});
