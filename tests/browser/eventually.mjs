// Waiting on a predicate with a deadline: tests wait for what must become true, never for time.

const PAUSE_MS = 25;

/** Far more than a push takes; a test that waits this long has failed. */
export const PUSHED_WITHIN_MS = 15_000;

/**
 * Calls `probe` until it gives something other than `undefined`, and gives that.
 * Fails by naming `what` once `withinMs` have passed.
 */
export async function eventually(what, withinMs, probe) {
  const deadline = performance.now() + withinMs;
  for (;;) {
    const found = await probe();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`not within ${withinMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}
