// A mail server of the test's own on the loopback: it takes what a relay would take, and lets the
// test read it. What the client sends is read by rules that are not the product's.

import { once } from "node:events";
import { createServer } from "node:net";

import { eventually } from "./eventually.mjs";

const ARRIVED_WITHIN_MS = 20_000;

/** A part of a message: its headers by lower-case name, and its content decoded. */
function partOf(raw) {
  const at = raw.indexOf("\r\n\r\n");
  const [head, body] = at < 0 ? [raw, ""] : [raw.slice(0, at), raw.slice(at + 4)];
  const headers = {};
  for (const line of head.replaceAll(/\r\n[ \t]+/g, " ").split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return { headers, content: decoded(body, headers["content-transfer-encoding"]) };
}

function decoded(body, encoding = "7bit") {
  switch (encoding.toLowerCase()) {
    case "base64":
      return Buffer.from(body, "base64").toString("utf8");
    case "quoted-printable": {
      const bytes = body
        .replaceAll(/=\r\n/g, "")
        .replaceAll(/=([0-9A-F]{2})/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
      return Buffer.from(bytes, "latin1").toString("utf8");
    }
    default:
      return Buffer.from(body, "latin1").toString("utf8");
  }
}

/** Words of a header, which travel encoded where they are not plain (RFC 2047). */
function words(header = "") {
  return header
    .replaceAll(/(\?=)\s+(=\?)/g, "$1$2")
    .replaceAll(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, how, text) =>
      how.toLowerCase() === "b" ? decoded(text, "base64") : decoded(text.replaceAll("_", " "), "quoted-printable"),
    );
}

/** The leaves of a message, however its parts are nested. */
function leaves(raw) {
  const part = partOf(raw);
  const boundary = /boundary="?([^";]+)"?/i.exec(part.headers["content-type"] ?? "")?.[1];
  if (boundary === undefined) return [part];
  const [, ...inner] = raw.split(`--${boundary}`);
  return inner.filter((one) => !one.startsWith("--")).flatMap((one) => leaves(one.replace(/^\r\n/, "")));
}

/** A message as its reader sees it. */
function letterOf(recipients, raw) {
  const { headers } = partOf(raw);
  const parts = leaves(raw);
  const of = (type) => parts.find((part) => (part.headers["content-type"] ?? "").startsWith(type))?.content ?? "";
  return {
    recipients,
    headers,
    subject: words(headers.subject),
    from: words(headers.from),
    text: of("text/plain").replaceAll("\r\n", "\n"),
    html: of("text/html"),
    parts: parts.map((part) => part.headers["content-type"] ?? ""),
  };
}

export class Mailbox {
  #server;
  #sockets = new Set();
  #arrived = [];
  #refusals = [];

  /** Listens on a free port of the loopback. */
  static async open() {
    const box = new Mailbox();
    box.#server = createServer((socket) => box.#talk(socket));
    box.#server.listen(0, "127.0.0.1");
    await once(box.#server, "listening");
    return box;
  }

  /** What the product is told. */
  get url() {
    return `smtp://127.0.0.1:${this.#server.address().port}`;
  }

  /** Everything that arrived so far, the oldest first. */
  get arrived() {
    return [...this.#arrived];
  }

  /** Answers the next messages with these codes instead of taking them. */
  refuse(...codes) {
    this.#refusals.push(...codes);
  }

  /** Waits for a letter to somebody, which a test may describe further. */
  letter(to, suits = () => true) {
    return eventually(`a letter to ${to}`, ARRIVED_WITHIN_MS, () =>
      this.#arrived.find((letter) => letter.recipients.includes(to) && suits(letter)),
    );
  }

  /** Ends every conversation and stops listening. */
  async close() {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, "close");
  }

  #talk(socket) {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    socket.setEncoding("latin1");
    const say = (line) => socket.write(`${line}\r\n`);
    let [open, recipients, isInData] = ["", [], false];
    say("220 mail.test ready");
    socket.on("data", (text) => {
      open += text;
      for (;;) {
        const end = isInData ? open.indexOf("\r\n.\r\n") : open.indexOf("\r\n");
        if (end < 0) return;
        const said = open.slice(0, end);
        open = open.slice(end + (isInData ? 5 : 2));
        if (isInData) {
          isInData = false;
          const code = this.#refusals.shift();
          if (code === undefined) this.#arrived.push(letterOf(recipients, said.replaceAll(/^\./gm, "")));
          say(code === undefined ? "250 taken" : `${code} not this one`);
          recipients = [];
          continue;
        }
        const verb = said.slice(0, 4).toUpperCase();
        if (verb === "EHLO") say("250-mail.test\r\n250-8BITMIME\r\n250 SMTPUTF8");
        else if (verb === "RCPT") {
          recipients.push(/<([^>]*)>/.exec(said)[1]);
          say("250 fine");
        } else if (verb === "DATA") {
          isInData = true;
          say("354 go on");
        } else if (verb === "QUIT") {
          say("221 bye");
          socket.end();
        } else if (["MAIL", "RSET", "NOOP"].includes(verb)) say("250 fine");
        else say("500 unknown");
      }
    });
  }
}
