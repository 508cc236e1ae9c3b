// Tables whose caption is kept. It is an attribute: rows are counted, and a caption is none.

import { Table, TableCell, TableHeader, TableRow } from "django-prose-editor/editor"

const CaptionedTable = Table.extend({
  addAttributes() {
    return {
      ...this.parent?.(),
      caption: {
        default: "",
        parseHTML: (element) => element.querySelector(":scope > caption")?.textContent.trim() ?? "",
        renderHTML: () => ({}),
      },
    }
  },

  parseHTML: () => [{ tag: "table" }, { tag: "caption", ignore: true }],

  renderHTML({ node, HTMLAttributes }) {
    const caption = node.attrs.caption ? [["caption", node.attrs.caption]] : []
    return ["table", HTMLAttributes, ...caption, ["tbody", 0]]
  },

  addNodeView: () => null,
})

export const tables = [CaptionedTable, TableRow, TableHeader, TableCell]
