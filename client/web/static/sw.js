// The service worker of the surface "{{surface}}", filled in by the packer.
//
// It keeps what is needed to start without network: the shell, its style, scripts and program.
// It never keeps an answer of the server: personal data stays with the program itself, which
// knows how old it is and deletes it at sign-out.

const SURFACE = "{{surface}}";
const CACHE = `${SURFACE}-{{version}}`;
const SHELL = `/${SURFACE}/`;
const KEPT = {{precache}};
// A crowded floor often has a network that accepts a request and never answers.
const SHELL_PATIENCE_MS = 3000;

self.addEventListener("install", (event) => {
  // Everything or nothing: a half-filled cache would start a program that cannot go on.
  // Fingerprinted files may come from the browser's own cache, the others must be fresh.
  const requests = KEPT.map((url) => new Request(url, { cache: /-[0-9a-f]{16}\./.test(url) ? "default" : "no-cache" }));
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll(requests))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith(`${SURFACE}-`) && name !== CACHE))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate") {
    event.respondWith(shell(request));
  } else if (KEPT.includes(url.pathname)) {
    event.respondWith(kept(request));
  }
});

// The server's shell when it comes in time, so that a new version shows at once; else the kept one.
async function shell(request) {
  const fromServer = fetch(request);
  const late = new Promise((resolve) => setTimeout(resolve, SHELL_PATIENCE_MS));
  try {
    const answer = await Promise.race([fromServer, late]);
    if (answer && answer.status < 500) return answer;
  } catch {
    // No network: the kept shell is what we are here for.
  }
  const cache = await caches.open(CACHE);
  return (await cache.match(SHELL)) ?? fromServer;
}

async function kept(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request, { ignoreVary: true })) ?? fetch(request);
}
