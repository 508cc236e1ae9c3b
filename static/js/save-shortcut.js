// Ctrl+S, or Command+S, saves.
document.addEventListener("keydown", (event) => {
  const save = document.querySelector("[data-save]")
  if (!save || event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey) return
  event.preventDefault()
  save.form.requestSubmit(save)
})
