// The network of one page, in a test's hand.

/** The socket of one page, in the test's hand: what the server says can be held back, or cut. */
export class Wire {
  #held;
  #ends = new Set();
  #isCut = false;

  async lay(page) {
    this.context = page.context();
    await page.routeWebSocket(/\/live\//, (end) => {
      if (this.#isCut) {
        void end.close();
        return;
      }
      const server = end.connectToServer();
      this.#ends.add(end);
      end.onMessage((message) => server.send(message));
      server.onMessage((message) => {
        if (this.#held) this.#held.push(() => end.send(message));
        else end.send(message);
      });
    });
  }

  /** From now on the page hears nothing, but is heard. */
  hold() {
    this.#held = [];
  }

  /** Lets everything through, in order. */
  release() {
    for (const deliver of this.#held) deliver();
    this.#held = undefined;
  }

  /** No network at all: sockets end, requests fail. */
  async cut() {
    this.#isCut = true;
    await this.context.setOffline(true);
    for (const end of this.#ends) await end.close();
    this.#ends.clear();
  }

  /** The network is back. */
  async mend() {
    this.#isCut = false;
    await this.context.setOffline(false);
  }
}
