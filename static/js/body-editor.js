// The editor of an article's text, in place of its textarea, which goes on holding what will be sent.

import { Editor } from "django-prose-editor/editor"
import { fromEditor, toEditor } from "desk/body-html"
import { bodyExtensions } from "desk/body-schema"
import { askForLink } from "desk/link-dialog"
import { toolbar } from "desk/body-toolbar"

const MARK = "data-django-prose-editor-body"

function replace(textarea) {
  const config = JSON.parse(textarea.getAttribute(MARK))
  const frame = document.createElement("div")
  frame.className = "body-editor"
  textarea.before(frame)

  const editor = new Editor({
    element: frame,
    injectCSS: false,
    extensions: bodyExtensions(config.words.placeholder),
    content: toEditor(textarea.value),
    editorProps: {
      attributes: described(textarea, config.words),
      handleKeyDown: (_view, event) => {
        if (!isLinkKey(event)) return false
        event.preventDefault()
        askForLink(editor, config.words)
        return true
      },
    },
    onUpdate: () => textarea.dispatchEvent(new Event("input", { bubbles: true })),
  })
  frame.prepend(toolbar(editor, config, () => textarea.form.elements.language?.value))
  textarea.hidden = true
  document.querySelector(`label[for="${textarea.id}"]`)?.addEventListener("click", () => editor.commands.focus())
  sendOnSubmit(textarea, editor)
}

const isLinkKey = (event) => event.key === "k" && (event.ctrlKey || event.metaKey)

function described(textarea, words) {
  const attributes = { role: "textbox", "aria-multiline": "true", "aria-label": words.body, class: "body-text" }
  const lang = textarea.form.elements.language?.value
  if (lang) attributes.lang = lang
  return attributes
}

// A text nobody has touched is sent as it came, letter by letter.
function sendOnSubmit(textarea, editor) {
  const asItCame = editor.state.doc
  textarea.form.addEventListener("formdata", ({ formData }) => {
    if (!editor.state.doc.eq(asItCame)) formData.set(textarea.name, fromEditor(editor.getHTML()))
  })
}

for (const textarea of document.querySelectorAll(`[${MARK}]`)) replace(textarea)
