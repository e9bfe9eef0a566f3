// Which addresses a text may hold.

/** Somewhere to go: the web, a letter, a call, or a page of this site. */
export function isAddress(address) {
  // Browsers skip these inside of an address, and a scheme could hide behind them.
  const plain = String(address ?? "").replace(/[\u0000-\u0020\u007f-\u00a0]/g, "");
  if (plain === "" || plain.startsWith("//") || plain.includes("\\")) return false;
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(plain);
  return scheme ? ["http", "https", "mailto", "tel"].includes(scheme[1].toLowerCase()) : true;
}

/** A file of an event's library, as the server names it. */
export function isOwnFile(address) {
  return /^\/e\/[\da-z-]+\/files\/[\da-f-]{36}\.(jpg|png|webp|mp4|webm)$/.test(address ?? "");
}
