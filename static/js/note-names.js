// "@" in a note offers the names of people who can be told.

const MOST = 6
const panel = document.querySelector("[data-notes]")

function begin(people) {
  const offers = document.createElement("ul")
  offers.id = "note-names"
  offers.className = "note-names"
  offers.role = "listbox"
  offers.ariaLabel = "@"
  offers.hidden = true
  panel.append(offers)
  panel.addEventListener("input", ({ target }) => target.matches("textarea") && offer(offers, target, people))
  panel.addEventListener("focusout", () => close(offers))
  panel.addEventListener("keydown", (event) => choose(event, offers))
  offers.addEventListener("pointerdown", (event) => {
    event.preventDefault()
    const option = event.target.closest("[role='option']")
    if (option) take(offers, option)
  })
}

// The letters after the last "@" before the cursor; a name may have spaces in it.
function begun(field) {
  return /(?:^|[\s(])@([\p{L}\p{N}._ -]{0,60})$/u.exec(field.value.slice(0, field.selectionStart))?.[1]
}

function offer(offers, field, people) {
  const letters = begun(field)?.toLocaleLowerCase()
  const fits = (name) => name.toLocaleLowerCase().startsWith(letters) && name.length > letters.length
  const found = letters === undefined ? [] : people.filter(fits).slice(0, MOST)
  if (!found.length) return close(offers)
  offers.replaceChildren(...found.map(option))
  offers.hidden = false
  offers.field = field
  field.after(offers)
  field.setAttribute("aria-controls", offers.id)
  return point(offers, 0)
}

function option(name, number) {
  const item = document.createElement("li")
  item.id = `note-name-${number}`
  item.role = "option"
  item.textContent = name
  return item
}

function point(offers, number) {
  const options = [...offers.children]
  const here = options[(number + options.length) % options.length]
  for (const each of options) each.ariaSelected = String(each === here)
  offers.field.setAttribute("aria-activedescendant", here.id)
}

function choose(event, offers) {
  if (offers.hidden || event.ctrlKey || event.metaKey) return
  const options = [...offers.children]
  const here = options.findIndex((each) => each.ariaSelected === "true")
  const keys = {
    ArrowDown: () => point(offers, here + 1),
    ArrowUp: () => point(offers, here - 1),
    Enter: () => take(offers, options[here]),
    Tab: () => take(offers, options[here]),
    Escape: () => close(offers),
  }
  if (!keys[event.key]) return
  event.preventDefault()
  event.stopPropagation()
  keys[event.key]()
}

function take(offers, { textContent: name }) {
  const { field } = offers
  const at = field.selectionStart
  close(offers)
  field.setRangeText(`${name} `, at - begun(field).length, at, "end")
  field.dispatchEvent(new Event("input", { bubbles: true }))
}

function close(offers) {
  offers.hidden = true
  offers.field?.removeAttribute("aria-activedescendant")
  offers.field?.removeAttribute("aria-controls")
}

if (panel) begin(JSON.parse(document.getElementById("note-people").textContent))
