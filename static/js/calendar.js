// Entries move to another day: dragged, or with keys. What is planned moves at once; a promise is asked for once more.

const calendar = document.querySelector("[data-calendar]")
const form = document.getElementById("calendar-plan")
const DAY = 24 * 60 * 60 * 1000

function begin() {
  for (const entry of calendar.querySelectorAll("[data-move]")) {
    entry.draggable = true
    offerButton(entry)
  }
  for (const [type, heard] of Object.entries({ dragstart, dragover, drop, dragend })) calendar.addEventListener(type, heard)
  greetMoved()
  offerCopy()
}

const after = (day, days) => new Date(Date.parse(day) + days * DAY).toISOString().slice(0, 10)
const cells = (day) => [...calendar.querySelectorAll(`[data-day="${day}"]`)]
// In a week of trends, the day in the entry's own row.
const cellFor = (entry, day) => entry.closest("tr").querySelector(`[data-day="${day}"]`) ?? cells(day)[0]

function inWords(day) {
  const parts = { weekday: "long", day: "numeric", month: "long", timeZone: "UTC" }
  return new Intl.DateTimeFormat(document.documentElement.lang, parts).format(Date.parse(day))
}

function say(words, entry) {
  document.querySelector("[data-calendar-says]").textContent = words.replace("{title}", entry?.dataset.title ?? "")
}

function mark(cell) {
  for (const marked of calendar.querySelectorAll(".is-target")) marked.classList.remove("is-target")
  cell?.classList.add("is-target")
}

function move(entry, day) {
  if (day === entry.dataset.from) return
  if (entry.dataset.time) {
    // The server asks once more, and names the instant.
    const asked = new URLSearchParams({ go_live_at: `${day}T${entry.dataset.time}`, next: "calendar" })
    location.assign(`${entry.dataset.move}?${asked}`)
    return
  }
  form.elements.article.value = entry.dataset.article
  form.elements.date.value = day
  form.requestSubmit()
}

// --- Dragged ---

let dragged = null

function dragstart(event) {
  dragged = event.target.closest?.("[data-move]") ?? null
  if (!dragged) return
  event.dataTransfer.effectAllowed = "move"
  event.dataTransfer.setData("text/plain", dragged.dataset.title)
  dragged.classList.add("is-dragged")
}

const dayUnder = (event) => (dragged ? event.target.closest("[data-day]")?.dataset.day : null)

function dragover(event) {
  const day = dayUnder(event)
  if (!day) return
  event.preventDefault()
  mark(day === dragged.dataset.from ? null : cellFor(dragged, day))
}

function drop(event) {
  const day = dayUnder(event)
  if (!day) return
  event.preventDefault()
  move(dragged, day)
}

function dragend() {
  dragged?.classList.remove("is-dragged")
  dragged = null
  mark(null)
}

// --- With keys, or a finger ---

function offerButton(entry) {
  const link = entry.querySelector(".entry-move")
  const button = document.createElement("button")
  button.type = "button"
  button.className = link.className
  button.append(...link.childNodes)
  button.addEventListener("click", () => choose(entry, button, link.href))
  link.replaceWith(button)
}

function choose(entry, button, address) {
  calendar.querySelector(".mover [data-cancel]")?.click()
  const mover = document.getElementById("calendar-mover").content.firstElementChild.cloneNode(true)
  let day = entry.dataset.from
  const show = () => {
    mover.querySelector("[data-mover-day]").textContent = inWords(day)
    mark(day === entry.dataset.from ? null : cellFor(entry, day))
  }
  const step = (days) => {
    day = after(day, days)
    show()
    say(inWords(day))
  }
  const close = () => {
    mover.remove()
    mark(null)
    button.hidden = false
    button.focus()
  }
  const leave = () => {
    close()
    say(calendar.dataset.left, entry)
  }
  const confirm = () => (day === entry.dataset.from ? leave() : move(entry, day))
  const keys = {
    ...{ ArrowLeft: () => step(-1), ArrowRight: () => step(1), ArrowUp: () => step(-7), ArrowDown: () => step(7) },
    Escape: leave,
  }
  mover.addEventListener("keydown", (event) => {
    const act = event.key === "Enter" && event.target === mover ? confirm : keys[event.key]
    if (!act) return
    event.preventDefault()
    act()
  })
  for (const each of mover.querySelectorAll("[data-step]")) each.addEventListener("click", () => step(Number(each.dataset.step)))
  mover.querySelector("[data-confirm]").addEventListener("click", confirm)
  mover.querySelector("[data-cancel]").addEventListener("click", leave)
  mover.querySelector("[data-other]").href = address
  button.hidden = true
  entry.append(mover)
  show()
  mover.focus()
  say(calendar.dataset.begun, entry)
}

// --- After a move ---

function greetMoved() {
  const entry = location.hash.length > 1 ? document.getElementById(location.hash.slice(1)) : null
  if (!entry?.matches("[data-move]")) return
  // Who comes back without having moved anything is told nothing, and who was refused is told why.
  const told = document.querySelector(".messagelist")
  const words = told?.querySelector(".success") ? calendar.dataset.moved : (told?.textContent.trim() ?? "")
  const greet = () => {
    entry.querySelector(".entry-move").focus({ preventScroll: true })
    say(words, entry)
  }
  // Going to a fragment takes the focus away once more.
  window.addEventListener("load", () => requestAnimationFrame(greet))
}

// --- The address of the feed ---

function offerCopy() {
  const button = document.querySelector("[data-copy]")
  if (!navigator.clipboard) return
  button.hidden = false
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value)
    button.textContent = button.dataset.copied
    say(button.dataset.copied)
  })
}

if (calendar) begin()
