// Django's autocomplete draws a control of its own and gives it no name: this lends it the label's.
// Later than its own beginning, which waits for the same moment.
django.jQuery(() => setTimeout(() => lendNames(document)))
document.addEventListener("formset:added", ({ target }) => setTimeout(() => lendNames(target)))

function lendNames(place) {
  for (const select of place.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`)
    const drawn = select.nextElementSibling
    if (!label || !drawn) continue
    label.id = `${select.id}_label`
    for (const control of drawn.querySelectorAll("[role=combobox], input")) {
      control.setAttribute("aria-labelledby", `${label.id} ${control.getAttribute("aria-labelledby") ?? ""}`.trim())
    }
    dropWrongRole(drawn)
  }
}

// What is chosen is shown, not typed: it is no text box, and has no name as one.
function dropWrongRole(drawn) {
  for (const shown of drawn.querySelectorAll("[role=textbox][aria-readonly]")) {
    shown.removeAttribute("role")
    shown.removeAttribute("aria-readonly")
  }
}
