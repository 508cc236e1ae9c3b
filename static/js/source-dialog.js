// Asks which source a footnote points to: one there is, or a new one.

import { control, dialog } from "desk/dialog"
import { insertFootnote } from "desk/body-footnotes"

export function askForSource(editor, sources, words) {
  const box = dialog(words.chooseSource)
  const take = (key) => {
    box.close()
    insertFootnote(editor, key)
  }
  const present = sources.all()
  box.classList.add("source-dialog")
  if (present.length) box.append(choices(present, take))
  box.append(newSource(sources, words, take, () => box.close()))
  box.showModal()
}

function choices(present, take) {
  const list = document.createElement("ul")
  list.className = "source-choices"
  for (const { key, title, publisher } of present) {
    const item = document.createElement("li")
    const button = control([title, publisher].filter(Boolean).join(" · "), () => take(key))
    button.className = "source-choice"
    item.append(button)
    list.append(item)
  }
  return list
}

// Its own form: Enter adds the source, and the browser says what is missing.
function newSource(sources, words, take, close) {
  const form = document.createElement("form")
  const heading = document.createElement("h3")
  heading.textContent = words.newSource
  const add = control(words.addSource, () => {}, "primary")
  add.type = "submit"
  form.append(heading, ...fields(words), add, control(words.cancel, close))
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    take(sources.add(Object.fromEntries(new FormData(form))))
  })
  return form
}

const fields = (words) => [
  labelled(words.sourceTitle, { name: "title", required: true, maxLength: 300, pattern: ".*\\S.*" }),
  labelled(words.publisher, { name: "publisher", maxLength: 200 }),
  labelled(words.address, { name: "url", type: "url", maxLength: 500, placeholder: "https://" }),
  labelled(words.accessed, { name: "accessed_date", type: "date", value: today() }),
  labelled(words.language, { name: "language", maxLength: 12 }),
]

function labelled(words, attributes) {
  const label = document.createElement("label")
  const input = Object.assign(document.createElement("input"), { type: "text" }, attributes)
  label.append(words, input)
  return label
}

function today() {
  const now = new Date()
  const two = (number) => String(number).padStart(2, "0")
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`
}
