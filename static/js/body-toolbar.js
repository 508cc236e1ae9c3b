// The row of buttons above the text. One Tab stop: arrow keys move inside (the pattern of ARIA's toolbar).

import { drawn } from "desk/icons"
import { askForLink } from "desk/link-dialog"
import { choosePicture } from "desk/picture-dialog"
import { askForSource } from "desk/source-dialog"

const toggles = (name, command, attributes, keys) => ({
  name,
  keys,
  run: (editor) => editor.chain().focus()[command](attributes).run(),
  isOn: (editor) => editor.isActive(...(attributes ? ["heading", attributes] : [name])),
})
const does = (name, command, ...given) => ({ name, run: (editor) => editor.chain().focus()[command](...given).run() })
const inTable = (item) => ({ ...item, isShown: (editor) => editor.isActive("table") })

const groups = (config, sources, language) => [
  [
    toggles("heading2", "toggleHeading", { level: 2 }),
    toggles("heading3", "toggleHeading", { level: 3 }),
    toggles("heading4", "toggleHeading", { level: 4 }),
  ],
  [
    toggles("bold", "toggleBold", undefined, "Ctrl+B"),
    toggles("italic", "toggleItalic", undefined, "Ctrl+I"),
    { name: "link", keys: "Ctrl+K", run: (editor) => askForLink(editor, config.words), isOn: (editor) => editor.isActive("link") },
    { name: "footnote", keys: "Ctrl+Alt+F", run: (editor) => askForSource(editor, sources, config.words) },
  ],
  [toggles("bulletList", "toggleBulletList"), toggles("orderedList", "toggleOrderedList"), toggles("blockquote", "toggleBlockquote")],
  [
    { name: "picture", run: (editor) => insertPicture(editor, config, language()) },
    does("table", "insertTable", { rows: 3, cols: 3, withHeaderRow: true }),
  ],
  [
    { ...does("undo", "undo"), keys: "Ctrl+Z", canRun: (editor) => editor.can().undo() },
    { ...does("redo", "redo"), keys: "Ctrl+Shift+Z", canRun: (editor) => editor.can().redo() },
  ],
  [
    inTable(does("addRow", "addRowAfter")),
    inTable(does("deleteRow", "deleteRow")),
    inTable(does("addColumn", "addColumnAfter")),
    inTable(does("deleteColumn", "deleteColumn")),
    inTable(does("headerRow", "toggleHeaderRow")),
    inTable(does("deleteTable", "deleteTable")),
  ],
]

async function insertPicture(editor, config, language) {
  const picture = await choosePicture({ ...config, language })
  if (!picture) return
  const image = { type: "picture", attrs: { src: `/images/${picture.id}/`, alt: picture.alt } }
  const caption = { type: "figcaption", content: picture.caption ? [{ type: "text", text: picture.caption }] : [] }
  editor.chain().focus().insertContent([{ type: "figure", content: [image, caption] }, { type: "paragraph" }]).run()
}

export function toolbar(editor, config, sources, language) {
  const bar = document.createElement("div")
  bar.className = "body-toolbar"
  bar.setAttribute("role", "toolbar")
  bar.setAttribute("aria-label", config.words.toolbar)
  const items = groups(config, sources, language).map((group) => group.map((item) => ({ ...item, button: button(item, config.words) })))
  for (const group of items) bar.append(grouped(group))
  for (const { button, run } of items.flat()) button.addEventListener("click", () => run(editor))
  const enter = moveWithArrows(bar)
  editor.on("transaction", () => {
    show(editor, items.flat())
    enter()
  })
  show(editor, items.flat())
  enter()
  return bar
}

function button({ name, keys }, words) {
  const made = document.createElement("button")
  made.type = "button"
  made.title = keys ? `${words[name]} (${keys})` : words[name]
  if (keys) made.setAttribute("aria-keyshortcuts", keys.replace("Ctrl", "Control"))
  made.dataset.does = name
  made.setAttribute("aria-label", words[name])
  made.append(drawn(name))
  return made
}

function grouped(items) {
  const group = document.createElement("div")
  group.append(...items.map(({ button }) => button))
  return group
}

function show(editor, items) {
  for (const { button, isOn, canRun, isShown } of items) {
    if (isOn) button.setAttribute("aria-pressed", isOn(editor))
    if (canRun) button.setAttribute("aria-disabled", !canRun(editor))
    if (isShown) button.hidden = !isShown(editor)
  }
}

function moveWithArrows(bar) {
  const buttons = () => [...bar.querySelectorAll("button:not([hidden])")]
  let stop = null
  // The stop may be gone: the buttons of a table come and go with it.
  const enter = (chosen = stop) => {
    stop = chosen && !chosen.hidden ? chosen : buttons()[0]
    for (const each of bar.querySelectorAll("button")) each.tabIndex = each === stop ? 0 : -1
  }
  bar.addEventListener("focusin", ({ target }) => enter(target))
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key]
    if (!step) return
    event.preventDefault()
    const all = buttons()
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus()
  })
  return enter
}
