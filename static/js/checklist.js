// The checklist beside the text: asked again in every pause of writing. Its links lead to the place they speak of.

import { askInPauses, showIn } from "desk/form-changes"

const PAUSE = 1500
const folded = (text) => text.replace(/\s+/g, " ").trim()

for (const panel of document.querySelectorAll("[data-checklist]")) watch(panel, panel.closest("form"))

function watch(panel, form) {
  const list = panel.querySelector("[data-findings]")
  let waiting = null

  // What somebody is about to press stays under their finger.
  const show = (html) => {
    waiting = list.contains(document.activeElement) ? html : null
    if (waiting === null) showIn(list, html)
  }

  askInPauses(form, { url: panel.dataset.checklist, pause: PAUSE, show })
  list.addEventListener("focusout", () => setTimeout(() => waiting !== null && show(waiting)))
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-field]")
    if (!link) return
    event.preventDefault()
    go(form, link.dataset)
  })
  // From a page that decides: a link there leads here, also to fields that are out of sight.
  if (location.hash.startsWith("#id_")) go(form, { field: location.hash.slice("#id_".length) })
}

function go(form, { field, quote }) {
  const place = placeOf(form, field)
  if (!place) return
  place.focus({ preventScroll: true })
  const block = place.isContentEditable ? blockWith(place, quote) : null
  if (block) window.getSelection().selectAllChildren(block)
  const seen = block ?? place
  seen.scrollIntoView({ block: "center" })
}

// The control that a person would use: some stand in for a field that is out of sight.
function placeOf(form, field) {
  const rows = form.querySelector(`[data-rows="${field}"]`)
  if (rows) return rows.querySelector("li:not([hidden]) input:not([type=hidden])") ?? rows.querySelector("[data-add]")
  const control = form.querySelector(`#id_${CSS.escape(field)}`)
  const frame = control?.closest(".field")
  return frame?.querySelector("[contenteditable=true], .select2-selection, [data-choose]") ?? control
}

function blockWith(text, quote) {
  if (!quote) return null
  const blocks = text.querySelectorAll("p, h2, h3, h4, dt, figcaption, pre, td, th")
  return [...blocks].find((block) => folded(block.textContent).includes(folded(quote))) ?? null
}
