// The editor of a text of the public site, as an element that any page can hold:
//
//   <rich-text label="…">   html    property: the text as HTML
//                           run()   method: carries out a command of the toolbar
//                           link()  method: the address that the hand is in, the words chosen
//
// It tells what happens by events that bubble: `opened` (which tags it cannot hold), `text` (the
// HTML after a change), `standing` (what is pressed and what can be done), `toolbar` (Alt+F10),
// `link` (Control+K). It has no words and no toolbar of its own; both are the console's.

import { Editor } from "@tiptap/core";

import { COMMANDS, standing } from "./commands.js";
import { SCHEMA } from "./schema.js";

class RichText extends HTMLElement {
  #editor = null;
  #html = null;
  /** After Escape the next Tab leaves, although tables and lists use that key. */
  #isLeaving = false;

  connectedCallback() {
    if (this.#html !== null) this.#start();
  }

  disconnectedCallback() {
    this.#editor?.destroy();
    this.#editor = null;
  }

  get html() {
    return this.#html ?? "";
  }

  set html(html) {
    if (html === this.#html) return;
    this.#html = html;
    // Another text is another past: undoing must not bring back what stood here before.
    this.#editor?.destroy();
    if (this.isConnected) this.#start();
  }

  /** Carries out a command; what the command needs to know comes as text. */
  run(name, ...given) {
    if (this.#editor && COMMANDS[name]) {
      COMMANDS[name](this.#editor.chain().focus(), ...given).run();
    }
  }

  link() {
    if (!this.#editor) return ["", ""];
    const { from, to } = this.#editor.state.selection;
    return [this.#editor.getAttributes("link").href ?? "", this.#editor.state.doc.textBetween(from, to, " ")];
  }

  focus() {
    this.#editor?.commands.focus();
  }

  #start() {
    this.#editor = new Editor({
      element: this,
      extensions: SCHEMA,
      content: this.#html,
      // Its sheet would stand inside the page, which the site's policy forbids.
      injectCSS: false,
      editorProps: {
        attributes: {
          role: "textbox",
          "aria-multiline": "true",
          "aria-label": this.getAttribute("label") ?? "",
          "aria-describedby": this.getAttribute("describedby") ?? "",
        },
        handleDOMEvents: { keydown: (_, event) => this.#onKey(event) },
      },
      onUpdate: ({ editor }) => {
        this.#html = written(editor);
        this.#tell("text", this.#html);
      },
      onTransaction: () => this.#tellStanding(),
    });
    const kept = tagsOf(written(this.#editor));
    const lost = [...tagsOf(this.#html)].filter((tag) => !kept.has(tag));
    this.#tell("opened", lost.join(" "));
    this.#tellStanding();
  }

  #tellStanding() {
    if (this.#editor) this.#tell("standing", standing(this.#editor));
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true }));
  }

  #onKey(event) {
    const asks = event.key === "F10" && event.altKey ? "toolbar" : isLinkKey(event) ? "link" : null;
    if (asks) {
      event.preventDefault();
      this.#tell(asks, "");
      return true;
    }
    const leaves = this.#isLeaving && event.key === "Tab";
    if (!["Shift", "Alt", "Control", "Meta"].includes(event.key)) this.#isLeaving = event.key === "Escape";
    return leaves;
  }
}

function isLinkKey(event) {
  return event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
}

/** An empty page is no text, instead of a paragraph with nothing in it. */
function written(editor) {
  return editor.isEmpty ? "" : editor.getHTML();
}

/** Tags that say the same to a reader. */
const SAME = { b: "strong", i: "em", del: "s", thead: "tbody", tfoot: "tbody" };
/** Tags that hold together what is kept, or that are added when a text is read. */
const IDLE = ["colgroup", "col", "tbody"];

function tagsOf(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  const tags = [...page.body.querySelectorAll("*")].map((element) => element.localName);
  return new Set(tags.map((tag) => SAME[tag] ?? tag).filter((tag) => !IDLE.includes(tag)));
}

customElements.define("rich-text", RichText);
