// Starts the real server for a test: on a free port of the loopback, with data of its own.
//
// The process is ended by its id, and a test that leaves one behind fails.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { eventually } from "./eventually.mjs";

/** The project's root folder. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

const BINARY = process.env.REGIE_SERVER ?? path.join(ROOT, "target/debug/server");
const SITE = process.env.REGIE_SITE ?? path.join(ROOT, "target/site");

const READY_WITHIN_MS = 60_000;
const STOPPED_WITHIN_MS = 10_000;
const KEPT_LINES = 2_000;

export class Server {
  #child;
  #lines = [];

  constructor({ event, port, dataFolder, extraArguments, hasSignIns }) {
    this.event = event;
    this.hasSignIns = hasSignIns;
    this.port = port;
    this.dataFolder = dataFolder;
    this.extraArguments = extraArguments;
    this.origin = `http://127.0.0.1:${port}`;
  }

  /** A server with a fresh demo event, ready to answer. */
  static async start({ event = "small", extraArguments = [], hasSignIns = false } = {}) {
    const dataFolder = await mkdtemp(path.join(tmpdir(), "regie-e2e-"));
    const server = new Server({ event, port: await freePort(), dataFolder, extraArguments, hasSignIns });
    try {
      await server.resume();
    } catch (fault) {
      await server.discard();
      throw fault;
    }
    return server;
  }

  /**
   * Adds people, places and requests of a test's own to the demo event, while nobody has it open,
   * by the command that reads an organiser's files.
   *
   * @param {Record<string, string[][]>} files rows of cells by file name, the first with the titles
   */
  async adopt(files) {
    await this.stop();
    const kept = (await readdir(this.dataFolder)).find((name) => name.endsWith(".json"));
    const { event } = JSON.parse(await readFile(path.join(this.dataFolder, kept), "utf8"));
    const folder = path.join(this.dataFolder, "import");
    await mkdir(folder, { recursive: true });
    for (const [name, rows] of Object.entries(files)) {
      await writeFile(path.join(folder, `${name}.csv`), rows.map((cells) => cells.join(";")).join("\n"));
    }
    const store = `sqlite://${path.join(this.dataFolder, path.basename(kept, ".json"))}.sqlite`;
    const child = spawn(BINARY, ["import", folder, "--event", event, "--store", store, "--apply"], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) this.#keepLines(stream);
    const [code] = await once(child, "exit");
    if (code !== 0) throw new Error(`the import exited with ${code}:\n${this.lastLines()}`);
    await this.resume();
  }

  /** Runs another command of the program on the demo's data while it serves; gives what it printed. */
  async tool(command, ...parameters) {
    const kept = (await readdir(this.dataFolder)).find((name) => name.endsWith(".json"));
    const { event } = JSON.parse(await readFile(path.join(this.dataFolder, kept), "utf8"));
    const store = `sqlite://${path.join(this.dataFolder, path.basename(kept, ".json"))}.sqlite`;
    const options = ["--event", event, "--store", store, "--public-url", this.origin];
    const child = spawn(BINARY, [command, ...options, ...parameters], {
      cwd: ROOT,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let printed = "";
    child.stdout.on("data", (chunk) => (printed += chunk));
    this.#keepLines(child.stderr);
    const [code] = await once(child, "close");
    if (code !== 0) throw new Error(`${command} exited with ${code}:\n${this.lastLines()}`);
    return printed.trim().split("\n").at(-1);
  }

  /** Everybody's sign-in, as the server wrote it down; for a server that was told to. */
  async signIns() {
    const text = await readFile(this.signInsFile, "utf8");
    return text.trim().split("\n").map((line) => JSON.parse(line));
  }

  /** Where the server writes everybody's sign-in. */
  get signInsFile() {
    return path.join(this.dataFolder, "sign-ins");
  }

  /** Starts the process again, on the same port and the same data. */
  async resume() {
    const child = spawn(
      BINARY,
      [
        "demo",
        ...["--event", this.event],
        ...["--listen", `127.0.0.1:${this.port}`],
        ...["--data", this.dataFolder],
        ...["--assets", SITE],
        ...(this.hasSignIns ? ["--sign-ins", this.signInsFile] : []),
        ...this.extraArguments,
      ],
      { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"] },
    );
    this.#child = child;
    this.exited = new Promise((resolve) => {
      child.once("error", (fault) => resolve(`could not start ${BINARY}: ${fault.message}`));
      child.once("exit", (code, signal) => resolve(`exited with ${signal ?? code}`));
    });
    for (const stream of [child.stdout, child.stderr]) this.#keepLines(stream);
    const failed = this.exited.then((how) => {
      throw new Error(`the server ${how} before it was ready:\n${this.lastLines()}`);
    });
    await Promise.race([failed, this.#ready()]);
    failed.catch(() => {});
  }

  /** Asks the process to end, as an operator would, and waits until it has. */
  async stop() {
    await this.#end("SIGTERM");
  }

  /** Ends the process without warning, as a power cut would. */
  async kill() {
    await this.#end("SIGKILL");
  }

  /** Ends the process if it still runs, and removes its data. */
  async discard() {
    try {
      await this.stop();
    } finally {
      await rm(this.dataFolder, { recursive: true, force: true });
    }
  }

  /** Waits for a line of output that matches, and gives the match. */
  async printed(pattern, withinMs = 10_000) {
    return eventually(`the server prints ${pattern}`, withinMs, () => {
      for (const line of this.#lines) {
        const match = pattern.exec(line);
        if (match) return match;
      }
      return undefined;
    });
  }

  /** The end of what the server said, for a failing test. */
  lastLines(count = 40) {
    return this.#lines.slice(-count).join("\n");
  }

  #ready() {
    return eventually(`${this.origin}/health/ready answers`, READY_WITHIN_MS, async () => {
      const answer = await fetch(`${this.origin}/health/ready`).catch(() => undefined);
      await answer?.arrayBuffer();
      return answer?.ok || undefined;
    });
  }

  async #end(signal) {
    const child = this.#child;
    if (!child || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exit = once(child, "exit");
    child.kill(signal);
    let late = false;
    const patience = setTimeout(() => {
      late = true;
      child.kill("SIGKILL");
    }, STOPPED_WITHIN_MS);
    await exit;
    clearTimeout(patience);
    if (late) throw new Error(`the server ignored ${signal} for ${STOPPED_WITHIN_MS} ms:\n${this.lastLines()}`);
  }

  #keepLines(stream) {
    let open = "";
    stream.setEncoding("utf8");
    stream.on("data", (text) => {
      const lines = (open + text).split("\n");
      open = lines.pop();
      this.#lines.push(...lines);
      if (this.#lines.length > KEPT_LINES) this.#lines.splice(0, this.#lines.length - KEPT_LINES);
    });
  }
}

/** A port that nothing listens on at this moment. */
async function freePort() {
  const probe = createServer();
  probe.listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address();
  probe.close();
  await once(probe, "close");
  return port;
}
