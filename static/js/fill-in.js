// A button that writes a proposal into a field: <button data-fill="id_slug" data-with="budget-2">.
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-fill]")
  if (!button) return
  const field = document.getElementById(button.dataset.fill)
  field.value = button.dataset.with
  field.dispatchEvent(new Event("input", { bubbles: true }))
  field.focus()
})
