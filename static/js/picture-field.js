// Shows a picture in place of its number. Without this file the number can be typed.

import { choosePicture } from "desk/picture-dialog"

for (const frame of document.querySelectorAll(".picture-field")) {
  const input = frame.querySelector("input")
  const preview = frame.querySelector("img")
  const config = JSON.parse(frame.dataset.config)

  const show = (picture) => {
    input.value = picture?.id ?? ""
    preview.hidden = !picture
    if (picture) preview.src = picture.thumbnail
    preview.alt = picture?.alt ?? ""
    frame.querySelector(".picture-credit").textContent = picture?.credit ?? ""
    frame.querySelector("[data-clear]").hidden = !picture
    input.dispatchEvent(new Event("input", { bubbles: true }))
  }

  frame.querySelector("[data-choose]").addEventListener("click", async () => {
    const picture = await choosePicture({ ...config, language: input.form.elements.language?.value })
    if (picture) show(picture)
  })
  frame.querySelector("[data-clear]").addEventListener("click", () => show(null))
  input.hidden = true
  frame.classList.add("is-ready")
}
