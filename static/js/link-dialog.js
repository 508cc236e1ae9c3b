// Asks for a link's address, which becomes the text, too, where none is selected. Mod-K and the toolbar's button come here.

import { isAddress } from "desk/body-schema"
import { control, dialog } from "desk/dialog"

export function askForLink(editor, words) {
  const present = editor.getAttributes("link").href
  const isAlone = editor.state.selection.empty && !present
  const input = document.createElement("input")
  input.type = "text"
  input.inputMode = "url"
  input.value = present ?? ""
  input.setAttribute("aria-label", words.address)
  input.addEventListener("input", () => input.setCustomValidity(""))

  const box = dialog(words.link)
  const set = () => {
    const href = input.value.trim()
    if (!isAddress(href)) {
      input.setCustomValidity(words.badAddress)
      return input.reportValidity()
    }
    box.close()
    return isAlone ? insert(editor, href) : editor.chain().focus().extendMarkRange("link").setMark("link", { href }).run()
  }
  const remove = () => {
    box.close()
    editor.chain().focus().extendMarkRange("link").unsetMark("link").run()
  }
  input.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return
    event.preventDefault()
    set()
  })
  if (isAlone) box.append(hint(input, words.linkAlone))
  box.append(input, control(words.apply, set, "primary"))
  if (present) box.append(control(words.remove, remove))
  box.append(control(words.cancel, () => box.close()))
  box.showModal()
  input.select()
}

function insert(editor, href) {
  const text = href.replace(/^mailto:/i, "")
  return editor.chain().focus().insertContent({ type: "text", text, marks: [{ type: "link", attrs: { href } }] }).run()
}

function hint(input, words) {
  const line = document.createElement("p")
  line.className = "help"
  line.id = "link-alone"
  line.textContent = words
  input.setAttribute("aria-describedby", line.id)
  return line
}
