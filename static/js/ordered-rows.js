// Rows that can be added, removed and moved. Each has a number of its place; without this file it can be typed.
// Other scripts add one by sending "rows:add".
document.addEventListener("DOMContentLoaded", () => {
  for (const set of document.querySelectorAll("[data-rows]")) prepare(set)
})

function prepare(set) {
  const list = set.querySelector("[data-list]")
  const total = set.querySelector("input[name$='-TOTAL_FORMS']")
  const blank = set.querySelector("template")

  const removal = (row) => row.querySelector("input[name$='-DELETE']")
  const rows = () => [...list.children].filter((row) => !row.hidden)
  const number = () => {
    rows().forEach((row, place) => (row.querySelector("input[name$='-ORDER']").value = place + 1))
  }
  const changed = () => {
    number()
    set.dispatchEvent(new Event("input", { bubbles: true }))
  }

  const add = () => {
    const html = blank.innerHTML.replaceAll("__prefix__", total.value)
    list.insertAdjacentHTML("beforeend", html)
    total.value = Number(total.value) + 1
    const row = list.lastElementChild
    giveKey(row, list)
    number()
    // Django's autocomplete listens to this.
    row.dispatchEvent(new CustomEvent("formset:added", { bubbles: true, detail: { formsetName: set.dataset.rows } }))
    return row
  }
  const remove = (row) => {
    removal(row).checked = true
    row.hidden = true
    changed()
    set.querySelector("[data-add]").focus()
  }
  const move = (row, step) => {
    const neighbour = rows()[rows().indexOf(row) + step]
    if (!neighbour) return
    if (step < 0) neighbour.before(row)
    else neighbour.after(row)
    changed()
  }

  set.classList.add("is-ready")
  // A form that came back with mistakes: what was removed stays out of sight.
  for (const row of list.children) row.hidden = removal(row).checked
  set.addEventListener("rows:add", add)
  set.querySelector("[data-add]").addEventListener("click", () => {
    add().querySelector("input:not([type=hidden]), select")?.focus()
  })
  list.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-row]")
    if (!button) return
    const row = button.closest("[data-list] > *")
    if (button.dataset.row === "remove") return remove(row)
    move(row, button.dataset.row === "up" ? -1 : 1)
    button.focus()
  })
}

// Rows that others point to are known by a key, which no other row gets.
function giveKey(row, list) {
  const keys = [...list.querySelectorAll("input[name$='-key']")]
  const own = row.querySelector("input[name$='-key']")
  if (own) own.value = Math.max(0, ...keys.map(({ value }) => Number(value))) + 1
}
