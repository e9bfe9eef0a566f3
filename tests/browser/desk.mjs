// The desk's interface of the public site, spoken from a page of the console: MessagePack, records
// as lists, variants by name.

import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";

/** A value as MessagePack: whole numbers, texts, bytes, lists, and objects of one entry. */
export function packed(value) {
  const parts = [];
  const byte = (...bytes) => parts.push(Buffer.from(bytes));
  const head = (n, small, smallMax, middle) => {
    if (n <= smallMax) byte(small | n);
    else byte(middle, n >> 8, n & 0xff);
  };
  const put = (one) => {
    if (one === null) byte(0xc0);
    else if (typeof one === "boolean") byte(one ? 0xc3 : 0xc2);
    else if (typeof one === "number") {
      assert.ok(Number.isInteger(one) && one >= 0 && one < 65_536, `${one} is no small number`);
      if (one < 128) byte(one);
      else byte(0xcd, one >> 8, one & 0xff);
    } else if (typeof one === "string") {
      const text = Buffer.from(one, "utf8");
      head(text.length, 0xa0, 31, 0xda);
      parts.push(text);
    } else if (Buffer.isBuffer(one)) {
      byte(0xc4, one.length);
      parts.push(one);
    } else if (Array.isArray(one)) {
      head(one.length, 0x90, 15, 0xdc);
      one.forEach(put);
    } else {
      const entries = Object.entries(one);
      byte(0x80 | entries.length);
      for (const [name, held] of entries) {
        put(name);
        put(held);
      }
    }
  };
  put(value);
  return Buffer.concat(parts);
}

/** What MessagePack says, as the server writes it. */
export function unpacked(bytes) {
  let at = 0;
  const number = (n) => {
    const value = bytes.readUIntBE(at, n);
    at += n;
    return value;
  };
  const slice = (n) => bytes.subarray(at, (at += n));
  const list = (n) => Array.from({ length: n }, take);
  const map = (n) => Object.fromEntries(list(n * 2).flatMap((name, nth, all) => (nth % 2 ? [] : [[name, all[nth + 1]]])));
  function take() {
    const kind = number(1);
    if (kind < 0x80) return kind;
    if (kind < 0x90) return map(kind & 0x0f);
    if (kind < 0xa0) return list(kind & 0x0f);
    if (kind < 0xc0) return slice(kind & 0x1f).toString("utf8");
    switch (kind) {
      case 0xc0:
        return null;
      case 0xc2:
      case 0xc3:
        return kind === 0xc3;
      case 0xc4:
        return slice(number(1));
      case 0xcc:
        return number(1);
      case 0xcd:
        return number(2);
      case 0xce:
        return number(4);
      case 0xcf:
      case 0xd3:
        return bytes.readBigInt64BE((at += 8) - 8);
      case 0xd9:
        return slice(number(1)).toString("utf8");
      case 0xda:
        return slice(number(2)).toString("utf8");
      case 0xdc:
        return list(number(2));
      default:
        throw new Error(`a value of kind ${kind.toString(16)}`);
    }
  }
  return take();
}

/** The desk of an event's public site, as somebody who is signed in to the console. */
export class SiteDesk {
  #page;
  #address;

  constructor(page, event) {
    this.#page = page;
    this.#address = `/desk/${event}/site`;
  }

  /** The pages, each with its id, its revision and its parts of addresses. */
  async pages() {
    const answer = await this.#page.request.get(this.#address);
    assert.equal(answer.status(), 200);
    return SiteDesk.#read(await answer.body());
  }

  /** Does an edit; gives the page as it is then. */
  async edit(kind, id, ...held) {
    const data = packed([randomBytes(16), { [kind]: [id, ...held] }]);
    const headers = { "content-type": "application/vnd.msgpack", origin: new URL(this.#page.url()).origin };
    const answer = await this.#page.request.post(this.#address, { data, headers });
    assert.equal(answer.status(), 200, `${kind}: ${await answer.text()}`);
    return SiteDesk.#read(await answer.body()).find((page) => page.id.equals(id));
  }

  static #read(body) {
    const [, , pages] = unpacked(body);
    return pages.map(([id, , , , revision, texts]) => ({ id, revision, slugs: texts.map(([, slug]) => slug) }));
  }
}
