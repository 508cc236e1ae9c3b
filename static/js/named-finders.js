// Django's autocomplete draws a control of its own and gives it no name: this lends it the label's.
// Later than its own beginning, which waits for the same moment.
django.jQuery(() => setTimeout(() => lendNames(document)))
document.addEventListener("formset:added", ({ target }) => setTimeout(() => lendNames(target)))

function lendNames(place) {
  for (const select of place.querySelectorAll("select.admin-autocomplete")) {
    const label = document.querySelector(`label[for="${select.id}"]`)
    const control = select.nextElementSibling?.querySelector("[role=combobox], input")
    if (!label || !control) continue
    label.id = `${select.id}_label`
    control.setAttribute("aria-labelledby", `${label.id} ${control.getAttribute("aria-labelledby") ?? ""}`.trim())
  }
}
