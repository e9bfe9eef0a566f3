// What the toolbar can ask for, and what it shows as pressed or impossible.

/** Each command on a chain that has the focus already. */
export const COMMANDS = {
  "heading-2": (chain) => chain.toggleHeading({ level: 2 }),
  "heading-3": (chain) => chain.toggleHeading({ level: 3 }),
  bold: (chain) => chain.toggleBold(),
  italic: (chain) => chain.toggleItalic(),
  bullets: (chain) => chain.toggleBulletList(),
  numbers: (chain) => chain.toggleOrderedList(),
  quote: (chain) => chain.toggleBlockquote(),
  rule: (chain) => chain.setHorizontalRule(),
  undo: (chain) => chain.undo(),
  redo: (chain) => chain.redo(),
  "align-start": (chain) => aligned(chain, null),
  "align-center": (chain) => aligned(chain, "center"),
  "align-end": (chain) => aligned(chain, "end"),
  table: (chain) => chain.insertTable({ rows: 3, cols: 3, withHeaderRow: true }),
  "row-add": (chain) => chain.addRowAfter(),
  "row-remove": (chain) => chain.deleteRow(),
  "column-add": (chain) => chain.addColumnAfter(),
  "column-remove": (chain) => chain.deleteColumn(),
  "header-row": (chain) => chain.toggleHeaderRow(),
  "table-remove": (chain) => chain.deleteTable(),
  link: (chain, href, words) => linked(chain, href, words),
  unlink: (chain) => chain.extendMarkRange("link").unsetLink(),
  picture: (chain, src, alt, width, height) =>
    chain.setImage({ src, alt, width: Number(width) || null, height: Number(height) || null }),
  video: (chain, src) => chain.insertContent({ type: "video", attrs: { src } }),
};

function aligned(chain, align) {
  return chain.updateAttributes("paragraph", { align }).updateAttributes("heading", { align });
}

/** Links what is chosen, or writes the words where nothing is. */
function linked(chain, href, words) {
  if (!words) return chain.extendMarkRange("link").setLink({ href });
  return chain.insertContent({ type: "text", text: words, marks: [{ type: "link", attrs: { href } }] });
}

/** What stays down: by the name of its button, how to ask. */
const PRESSED = {
  "heading-2": (editor) => editor.isActive("heading", { level: 2 }),
  "heading-3": (editor) => editor.isActive("heading", { level: 3 }),
  bold: (editor) => editor.isActive("bold"),
  italic: (editor) => editor.isActive("italic"),
  bullets: (editor) => editor.isActive("bulletList"),
  numbers: (editor) => editor.isActive("orderedList"),
  quote: (editor) => editor.isActive("blockquote"),
  link: (editor) => editor.isActive("link"),
  "align-center": (editor) => editor.isActive({ align: "center" }),
  "align-end": (editor) => editor.isActive({ align: "end" }),
  "align-start": (editor) => !editor.isActive({ align: "center" }) && !editor.isActive({ align: "end" }),
  table: (editor) => editor.isActive("table"),
};

/** What cannot be done now. */
const STUCK = {
  undo: (editor) => !editor.can().undo(),
  redo: (editor) => !editor.can().redo(),
};

/** The pressed buttons, a bar, the stuck ones: names between spaces. */
export function standing(editor) {
  const named = (checks) => Object.keys(checks).filter((name) => checks[name](editor));
  return `${named(PRESSED).join(" ")}|${named(STUCK).join(" ")}`;
}
