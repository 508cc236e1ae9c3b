// Says that there is something to save, and asks before it is left behind.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.querySelector("form[data-watched]")
  if (!form) return
  // A form that came back with mistakes holds text that is saved nowhere.
  let isUnsaved = "unsaved" in form.dataset
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
    if (isUnsaved) event.preventDefault()
  })
  show()
})
