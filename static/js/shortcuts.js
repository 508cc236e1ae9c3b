// Ctrl or Command with S saves, with Shift and P shows a preview, with Enter submits for review.

const PLACES = { s: "[data-save]", "shift+p": "[data-preview]", enter: "[data-submit]" }

// The letter on the key in Latin script, also where another alphabet is set.
export function letter({ key, code }) {
  return /^[a-z]$/i.test(key) ? key.toLowerCase() : code.replace(/^Key/, "").toLowerCase()
}

export const isWith = (event, wanted, { alt = false, shift = false } = {}) =>
  (event.ctrlKey || event.metaKey) && event.altKey === alt && event.shiftKey === shift && letter(event) === wanted

function placeOf(event) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return null
  const place = PLACES[`${event.shiftKey ? "shift+" : ""}${letter(event)}`]
  return place ? document.querySelector(place) : null
}

// Before the editor, to which Ctrl+Enter is a line break.
document.addEventListener("keydown", (event) => {
  const place = placeOf(event)
  if (!place || event.isComposing) return
  event.preventDefault()
  event.stopPropagation()
  if (!event.repeat && !document.querySelector("dialog[open]")) place.click()
}, { capture: true })
