// What the archive has on the matter of a text: asked when it is opened, and again in every pause of writing.

import { askInPauses, showIn } from "desk/form-changes"

const PAUSE = 2500

for (const panel of document.querySelectorAll("[data-similar]")) watch(panel, panel.closest("form"))

function watch(panel, form) {
  const place = panel.querySelector("[data-similar-found]")
  // Whoever reads the list keeps it as it is.
  const show = (html) => {
    if (!place.contains(document.activeElement)) showIn(place, html)
  }

  const ask = askInPauses(form, { url: panel.dataset.similar, pause: PAUSE, show })
  if (form.elements.title?.value) ask()
}
