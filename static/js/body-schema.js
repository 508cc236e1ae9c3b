// What may stand in a body: the same elements and attributes as in analysis/text/body_rules.py. What the server keeps,
// the editor must not drop: a test reads a text with all of them into the editor and out again.

import {
  Blockquote, Bold, BulletList, Document, Dropcursor, Gapcursor, HardBreak, Heading, History, HorizontalRule, Extension,
  Italic, ListItem, Mark, Node, OrderedList, Paragraph, Placeholder, Text,
} from "django-prose-editor/editor"
import { tables } from "desk/body-tables"

const ADDRESS = /^(https?:\/\/[^\s\\/?#][^\s\\]*|mailto:[^\s\\]+|\/(?![/\\])[^\s\\]*|#[^\s\\]*)$/i
const PICTURE = /^\/images\/[1-9]\d{0,17}\/$/

export const isAddress = (value) => ADDRESS.test(value)

// The value of an attribute as it is written, or nothing at all.
const kept = (html) => ({
  default: null,
  parseHTML: (element) => element.getAttribute(html),
  renderHTML: (attributes) => {
    const value = Object.entries(attributes).find(([name]) => html === name || html === `data-${name}`)?.[1]
    return value === null || value === undefined ? {} : { [html]: value }
  },
})

const block = (name, tag, more = {}) => Node.create({
  name,
  group: "block",
  content: "block+",
  defining: true,
  parseHTML: () => [{ tag }],
  renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  ...more,
})

const mark = (name, tag, more = {}) => Mark.create({
  name,
  parseHTML: () => [{ tag }],
  renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  ...more,
})

const picture = (name, more) => Node.create({
  name,
  draggable: true,
  addAttributes: () => ({ src: kept("src"), alt: { default: "" } }),
  renderHTML: ({ HTMLAttributes }) => ["img", HTMLAttributes],
  ...more,
})

const isPicture = (element) => (PICTURE.test(element.getAttribute("src") ?? "") ? null : false)

const blocks = [
  block("aside", "aside"),
  block("preformatted", "pre", { content: "inline*", code: true, whitespace: "pre" }),
  block("definitionList", "dl", { content: "(definitionTerm | definitionDescription)+" }),
  block("definitionTerm", "dt", { group: "", content: "inline*" }),
  block("definitionDescription", "dd", { group: "" }),
  block("figure", "figure", {
    content: "(picture | table | blockquote | preformatted | paragraph | figcaption)+",
    draggable: true,
    isolating: true,
  }),
  block("figcaption", "figcaption", {
    group: "",
    content: "inline*",
    isolating: true,
    addKeyboardShortcuts() {
      // A caption is one paragraph: Enter goes on below the figure.
      return { Enter: () => this.editor.isActive("figcaption") && leaveFigure(this.editor) }
    },
  }),
  picture("picture", {
    parseHTML: () => [{ tag: "img[src]", context: "figure/", priority: 60, getAttrs: isPicture }],
  }),
  picture("inlinePicture", {
    group: "inline",
    inline: true,
    parseHTML: () => [{ tag: "img[src]", getAttrs: isPicture }],
  }),
]

// Where marks meet, the first of these stands outside: a note's number is raised with its link.
const marks = [
  mark("superscript", "sup"),
  mark("subscript", "sub"),
  mark("link", "a", {
    inclusive: false,
    addAttributes: () => ({ href: kept("href"), title: kept("title"), source: kept("data-source") }),
    parseHTML: () => [
      { tag: "a[href]", getAttrs: (element) => (isAddress(element.getAttribute("href")) ? null : false) },
      { tag: "a[data-source]" },
    ],
  }),
  mark("code", "code"),
  mark("inlineQuote", "q"),
  mark("citation", "cite"),
  mark("abbreviation", "abbr", { addAttributes: () => ({ title: kept("title") }) }),
  mark("small", "small"),
  mark("keyboard", "kbd"),
  mark("phrase", "span", { parseHTML: () => [{ tag: "span[lang]" }] }),
]

const WITH_LANGUAGE = [
  "paragraph", "heading", "bulletList", "orderedList", "listItem", "blockquote", "aside", "preformatted",
  "definitionList", "definitionTerm", "definitionDescription", "figure", "figcaption", "table", "tableRow",
  "tableCell", "tableHeader", "link", "phrase", "inlineQuote", "citation", "abbreviation",
]

const Language = Extension.create({
  name: "language",
  addGlobalAttributes: () => [
    { types: WITH_LANGUAGE, attributes: { lang: kept("lang") } },
    { types: ["tableCell", "tableHeader"], attributes: { scope: kept("scope") } },
  ],
})

function leaveFigure(editor) {
  const { $from } = editor.state.selection
  const after = $from.after($from.depth - 1)
  return editor.chain().insertContentAt(after, { type: "paragraph" }).setTextSelection(after + 1).run()
}

export const bodyExtensions = (placeholder, footnote) => [
  Document, Paragraph, Text, HardBreak, HorizontalRule, Blockquote, BulletList, OrderedList, ListItem,
  Heading.configure({ levels: [2, 3, 4] }),
  Bold, Italic, footnote, ...marks, ...blocks, ...tables, Language,
  History, Gapcursor, Dropcursor, Placeholder.configure({ placeholder }),
]
