// Says that there is something to save, and asks before it is left behind: unless it is kept (see autosave.js).
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-watched]")
  if (!form) return
  // A form that came back with mistakes, or was filled with what was typed before, holds text that is not saved.
  let isUnsaved = form.matches("[data-unsaved]") || form.querySelector("[data-unsaved]") !== null
  const show = () => document.querySelectorAll("[data-unsaved-mark]").forEach((mark) => (mark.hidden = !isUnsaved))
  const notice = () => {
    isUnsaved = true
    show()
  }
  form.addEventListener("input", notice)
  form.addEventListener("change", notice)
  window.django?.jQuery(form).on("change", ".admin-autocomplete", notice)
  form.addEventListener("submit", () => (isUnsaved = false))
  window.addEventListener("beforeunload", (event) => {
    if (isUnsaved && !("isKept" in form.dataset)) event.preventDefault()
  })
  show()
})
