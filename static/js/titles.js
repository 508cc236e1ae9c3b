// Titles below the search field while somebody types. Without it, or without an answer, the form works as it is.
const PAUSE = 150
const SHORTEST = 2

for (const form of document.querySelectorAll("form[data-titles]")) propose(form)

function propose(form) {
  const field = form.elements.q
  field.autocomplete = "off"
  const list = document.createElement("ul")
  list.className = "search__titles"
  list.hidden = true
  field.after(list)
  let timer
  let running = new AbortController()

  const close = () => (list.hidden = true)
  const ask = async () => {
    running.abort()
    running = new AbortController()
    const text = field.value.trim()
    const html = text.length < SHORTEST ? "" : await found(form.dataset.titles, text, running.signal)
    if (html === null) return
    list.innerHTML = html
    list.hidden = !list.children.length || !form.contains(document.activeElement)
  }

  field.addEventListener("input", () => {
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE)
  })
  form.addEventListener("keydown", (event) => {
    if (list.hidden || !["Escape", "ArrowDown", "ArrowUp"].includes(event.key)) return
    // Escape would empty the field as well.
    event.preventDefault()
    if (event.key === "Escape") {
      close()
      field.focus()
    } else {
      step(field, list, event.key === "ArrowDown" ? 1 : -1)
    }
  })
  form.addEventListener("focusout", (event) => form.contains(event.relatedTarget) || close())
  form.addEventListener("submit", () => running.abort())
}

// From the field through the titles, and back to the field.
function step(field, list, by) {
  const stops = [field, ...list.querySelectorAll("a")]
  const place = stops.indexOf(document.activeElement)
  stops[(place + by + stops.length) % stops.length].focus()
}

// Nothing where the server cannot be reached, or the next letter was quicker.
async function found(address, text, signal) {
  try {
    const response = await fetch(`${address}?${new URLSearchParams({ q: text })}`, { signal })
    return response.ok ? await response.text() : null
  } catch {
    return null
  }
}
