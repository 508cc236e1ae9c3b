// A modal box that is gone when it is closed.

let count = 0

export function dialog(title) {
  const box = document.createElement("dialog")
  const heading = document.createElement("h2")
  heading.textContent = title
  heading.id = `dialog-${++count}`
  box.className = "desk-dialog"
  box.setAttribute("aria-labelledby", heading.id)
  box.append(heading)
  box.addEventListener("close", () => box.remove())
  document.body.append(box)
  return box
}

export function control(label, run, kind = "") {
  const button = document.createElement("button")
  button.type = "button"
  button.textContent = label
  button.className = `button ${kind}`.trim()
  button.addEventListener("click", run)
  return button
}
