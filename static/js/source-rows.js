// The rows of sources below the text, as its footnotes see them.

const FIELDS = ["title", "publisher", "url", "accessed_date", "language"]

const field = (row, name) => row.querySelector(`[name$="-${name}"]`)
const key = (row) => field(row, "key").value
const values = (row) => Object.fromEntries(FIELDS.map((name) => [name, field(row, name).value.trim()]))
const isRemoved = (row) => field(row, "DELETE").checked

export function sourceRows(form, words) {
  const set = form.querySelector('[data-rows="sources"]')
  const list = set.querySelector("[data-list]")
  const rows = () => [...list.children].filter((row) => !isRemoved(row))
  const rowOf = (wanted) => [...list.children].find((row) => key(row) === wanted)

  const of = (wanted) => {
    const row = rowOf(wanted)
    return row && { key: wanted, ...values(row) }
  }
  const add = (given) => {
    set.dispatchEvent(new CustomEvent("rows:add"))
    const row = list.lastElementChild
    for (const name of FIELDS) field(row, name).value = given[name] ?? ""
    set.dispatchEvent(new Event("input", { bubbles: true }))
    return key(row)
  }
  const written = (wanted) => JSON.stringify(of(wanted) ?? null)
  const keyFor = (text) => {
    const given = read(text)
    if (!given?.title) return null
    const same = rows().find((row) => FIELDS.every((name) => values(row)[name] === (given[name] ?? "")))
    return same ? key(same) : add(given)
  }

  return {
    set,
    of,
    add,
    written,
    keyFor,
    all: () => rows().map((row) => of(key(row))).filter(({ title }) => title),
    show: (cited) => show(list, cited, words),
  }
}

function read(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

// The rows in the order of their numbers; those that the text uses cannot be removed.
function show(list, cited, words) {
  const known = cited.filter((wanted) => [...list.children].some((row) => key(row) === wanted))
  const place = (row) => (known.indexOf(key(row)) + 1 || Infinity)
  for (const row of list.children) showOne(row, place(row), words)
  const sorted = [...list.children].sort((one, other) => place(one) - place(other) || 0)
  if (sorted.some((row, at) => row !== list.children[at])) list.append(...sorted)
}

function showOne(row, number, words) {
  const isCited = number !== Infinity
  const remove = row.querySelector("[data-row=remove]")
  // A mark can come back, by Undo, after its source was removed.
  if (isCited && isRemoved(row)) {
    field(row, "DELETE").checked = false
    row.hidden = false
  }
  row.classList.toggle("is-cited", isCited)
  remove.disabled = isCited
  remove.title = isCited ? words.citedSource : remove.getAttribute("aria-label")
  if (!isCited) return note(row).replaceChildren(words.unusedSource)
  const name = document.createElement("strong")
  name.textContent = words.footnoteNumber.replace("%(number)s", number)
  return note(row).replaceChildren(name, " ", words.citedSource)
}

function note(row) {
  const present = row.querySelector(".row-note")
  if (present) return present
  const made = document.createElement("p")
  made.className = "row-note"
  row.querySelector(".row-fields").prepend(made)
  return made
}
