// Footnotes: marks that point to the key of a source's row. What they show is counted, in the order of first use, and
// is settled by the server: see analysis/text/footnotes.py.

import { Node, Plugin, pm } from "django-prose-editor/editor"

const { Decoration, DecorationSet } = pm.view
const { Fragment, Slice } = pm.model
// Inside these a mark would be no mark of its own.
const UNFIT = ["link", "superscript", "subscript", "code"]

const isFootnote = (node) => node.type.name === "footnote"

// Keys of the sources that the text uses, in order of first use.
export function citedIn(doc) {
  const keys = new Set()
  doc.descendants((node) => {
    const key = isFootnote(node) ? node.attrs.source : node.marks.find((mark) => mark.attrs.source)?.attrs.source
    if (key) keys.add(key)
  })
  return [...keys]
}

export const insertFootnote = (editor, key) =>
  editor.chain().focus().insertContentAt(editor.state.selection.to, { type: "footnote", attrs: { source: key } }).run()

export const footnote = (sources, words) => Node.create({
  name: "footnote",
  group: "inline",
  inline: true,
  atom: true,

  addAttributes: () => ({
    source: { default: null, parseHTML: (element) => element.firstElementChild.dataset.source, rendered: false },
    // What a copied mark points to, for the text it is pasted into.
    copied: { default: null, parseHTML: (element) => element.firstElementChild.dataset.copied ?? null, rendered: false },
  }),

  parseHTML: () => [{ tag: "sup", priority: 60, getAttrs: (element) => (isOnlyMark(element) ? null : false) }],

  renderHTML: ({ node: { attrs } }) => {
    const copied = attrs.copied ? { "data-copied": attrs.copied } : {}
    return ["sup", ["a", { "data-source": attrs.source, ...copied }, attrs.source]]
  },

  addNodeView: () => ({ node, decorations }) => shown(node, decorations),

  addProseMirrorPlugins() {
    return [numbers(sources, words), travels(sources), ownPlace()]
  },
})

// Words that an author has made a mark of stay words.
function isOnlyMark({ childNodes: [mark, ...others] }) {
  if (others.length || mark?.nodeName !== "A" || !mark.dataset.source || /\p{L}/u.test(mark.textContent)) return false
  return mark.getAttributeNames().every((name) => name.startsWith("data-") || mark.getAttribute(name).startsWith("#source-"))
}

function shown(node, decorations) {
  const dom = document.createElement("sup")
  dom.className = "footnote"
  const write = (present) => (dom.textContent = present.find(({ spec }) => spec.footnote)?.spec.footnote ?? "?")
  write(decorations)
  const update = (next, present) => {
    if (next.type !== node.type) return false
    write(present)
    return true
  }
  return { dom, update, ignoreMutation: () => true }
}

// Decorations, so that a number that changes is no change of the text.
function numbers(sources, words) {
  const decorated = (doc) => {
    const numbered = citedIn(doc).filter((key) => sources.of(key))
    const marks = []
    doc.descendants((node, at) => {
      if (!isFootnote(node)) return
      const source = sources.of(node.attrs.source)
      const footnote = source ? String(numbered.indexOf(source.key) + 1) : "?"
      marks.push(Decoration.node(at, at + 1, { title: source ? source.title : words.lostSource }, { footnote }))
    })
    return DecorationSet.create(doc, marks)
  }
  return new Plugin({
    state: {
      init: (_config, { doc }) => decorated(doc),
      apply: (change, present) => (change.docChanged || change.getMeta("sources") ? decorated(change.doc) : present),
    },
    props: {
      decorations(state) {
        return this.getState(state)
      },
    },
  })
}

// A mark takes its source along when it is copied: in another text the same key is another source.
function travels(sources) {
  const leave = (mark) => mark.type.create({ ...mark.attrs, copied: sources.written(mark.attrs.source) }, null, mark.marks)
  const arrive = (mark) => {
    const key = mark.attrs.copied && sources.keyFor(mark.attrs.copied)
    return key ? mark.type.create({ source: key }, null, mark.marks) : null
  }
  return new Plugin({
    props: {
      transformCopied: (slice) => withMarks(slice, leave),
      transformPasted: (slice) => withMarks(slice, arrive),
    },
  })
}

function withMarks(slice, change) {
  const changed = (fragment) => {
    const nodes = []
    fragment.forEach((node) => nodes.push(isFootnote(node) ? change(node) : node.copy(changed(node.content))))
    return Fragment.fromArray(nodes.filter(Boolean))
  }
  return new Slice(changed(slice.content), slice.openStart, slice.openEnd)
}

function ownPlace() {
  return new Plugin({
    appendTransaction: (changes, _before, state) => {
      if (!changes.some((change) => change.docChanged)) return null
      const freed = state.tr
      state.doc.descendants((node, at) => {
        if (!isFootnote(node)) return
        for (const mark of node.marks) if (UNFIT.includes(mark.type.name)) freed.removeMark(at, at + 1, mark)
      })
      return freed.docChanged ? freed : null
    },
  })
}
