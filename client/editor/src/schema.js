// What a text of the public site may be made of. The server's cleaner decides; this list follows it,
// so that what stands in the editor is what visitors will get.

import { Extension, Mark, Node, mergeAttributes } from "@tiptap/core";
import Image from "@tiptap/extension-image";
import { Table, TableCell, TableHeader, TableRow } from "@tiptap/extension-table";
import StarterKit from "@tiptap/starter-kit";

import { isAddress, isOwnFile } from "./address.js";

/** Where a paragraph, a heading or a cell is set; the start needs no word. */
const Alignment = Extension.create({
  name: "alignment",
  addGlobalAttributes() {
    return [
      {
        types: ["paragraph", "heading"],
        attributes: {
          align: {
            default: null,
            parseHTML: (element) => {
              const side = element.dataset.align || element.style.textAlign || element.getAttribute("align");
              return ["center", "end"].includes(side) ? side : side === "right" ? "end" : null;
            },
            renderHTML: ({ align }) => (align ? { "data-align": align } : {}),
          },
        },
      },
    ];
  },
});

/** A picture of the event's own library; others would learn who reads the page. */
const Picture = Image.extend({
  parseHTML() {
    return [{ tag: "img[src]", getAttrs: (element) => (isOwnFile(element.getAttribute("src")) ? null : false) }];
  },
});

/** A video of the event's own library, with the browser's controls. */
const Video = Node.create({
  name: "video",
  group: "block",
  atom: true,
  draggable: true,
  addAttributes() {
    return { src: { default: null }, title: { default: null } };
  },
  parseHTML() {
    return [{ tag: "video[src]", getAttrs: (element) => (isOwnFile(element.getAttribute("src")) ? null : false) }];
  },
  renderHTML({ HTMLAttributes }) {
    return ["video", mergeAttributes(HTMLAttributes, { controls: "", preload: "metadata" })];
  },
});

// Tables without the measures that Tiptap writes into a style, which no page may have.
const PlainTable = Table.extend({
  renderHTML({ HTMLAttributes }) {
    return ["table", HTMLAttributes, ["tbody", 0]];
  },
});
const Heading = TableHeader.extend({
  addAttributes() {
    const { colspan, rowspan } = this.parent();
    return { colspan, rowspan, scope: { default: "col" } };
  },
});
const Cell = TableCell.extend({
  addAttributes() {
    const { colspan, rowspan } = this.parent();
    return { colspan, rowspan };
  },
});

/** Marks that have no button, and stay when they are there. */
const KEPT = ["sub", "sup", "small"].map((tag) =>
  Mark.create({
    name: tag,
    parseHTML: () => [{ tag }],
    renderHTML: () => [tag, 0],
  }),
);

export const SCHEMA = [
  StarterKit.configure({
    heading: { levels: [2, 3, 4] },
    // A page does not end with an empty paragraph that nobody wrote.
    trailingNode: false,
    link: {
      openOnClick: false,
      autolink: true,
      defaultProtocol: "https",
      isAllowedUri: (address) => isAddress(address),
      HTMLAttributes: { rel: "noopener noreferrer", target: null, class: null },
    },
  }),
  Alignment,
  Picture.configure({ inline: false, allowBase64: false }),
  Video,
  PlainTable.configure({ resizable: false }),
  TableRow,
  Heading,
  Cell,
  ...KEPT,
];
