// The editor of an article's text, in place of its textarea, which goes on holding what will be sent.

import { Editor } from "django-prose-editor/editor"
import { citedIn, footnote } from "desk/body-footnotes"
import { fromEditor, toEditor } from "desk/body-html"
import { bodyExtensions } from "desk/body-schema"
import { askForLink } from "desk/link-dialog"
import { pasteCleaned } from "desk/pasting"
import { isWith } from "desk/shortcuts"
import { askForSource } from "desk/source-dialog"
import { sourceRows } from "desk/source-rows"
import { toolbar } from "desk/body-toolbar"
import { showCounts } from "desk/word-count"

const MARK = "data-django-prose-editor-body"

function replace(textarea) {
  const { form } = textarea
  const config = JSON.parse(textarea.getAttribute(MARK))
  const sources = sourceRows(form, config.words)
  const paste = pasteCleaned(config.pasteUrl, form)
  const language = () => form.elements.language?.value
  const frame = document.createElement("div")
  frame.className = "body-editor"
  textarea.before(frame)

  const editor = new Editor({
    element: frame,
    injectCSS: false,
    extensions: bodyExtensions(config.words.placeholder, footnote(sources, config.words)),
    content: toEditor(textarea.value),
    editorProps: {
      attributes: () => described(config.words, language()),
      handleKeyDown: (_view, event) => asks(event, editor, sources, config.words),
      // Not handlePaste: by then the foreign styles have been parsed, which our policy complains of.
      handleDOMEvents: { paste: (_view, event) => paste(editor, event) },
    },
    onUpdate: () => textarea.dispatchEvent(new Event("input", { bubbles: true })),
  })
  frame.prepend(toolbar(editor, config, sources, language))
  textarea.hidden = true
  document.querySelector(`label[for="${textarea.id}"]`)?.addEventListener("click", () => editor.commands.focus())
  numberSources(editor, sources)
  speak(editor, form)
  showCounts(editor, countLine(form, frame), config.counts, language)
  sendOnSubmit(textarea, editor)
}

function asks(event, editor, sources, words) {
  const isLink = isWith(event, "k")
  if (!isLink && !isWith(event, "f", { alt: true })) return false
  event.preventDefault()
  if (isLink) askForLink(editor, words)
  else askForSource(editor, sources, words)
  return true
}

function described(words, lang) {
  const attributes = { role: "textbox", "aria-multiline": "true", "aria-label": words.body, class: "body-text" }
  if (lang) attributes.lang = lang
  return attributes
}

// Spelling, hyphens and voices are those of the language that is chosen now, not of the one that is stored.
function speak(editor, form) {
  form.elements.language?.addEventListener("change", () => editor.view.dispatch(editor.state.tr))
}

// The rows show the text's numbers, the text shows the rows' titles.
function numberSources(editor, sources) {
  const show = () => sources.show(citedIn(editor.state.doc))
  editor.on("update", show)
  sources.set.addEventListener("input", () => {
    show()
    editor.view.dispatch(editor.state.tr.setMeta("sources", true))
  })
  show()
}

function countLine(form, frame) {
  const given = form.querySelector("[data-counts]")
  if (given) return given
  const line = document.createElement("p")
  line.className = "counts"
  frame.after(line)
  return line
}

// A text nobody has touched is sent as it came, letter by letter.
function sendOnSubmit(textarea, editor) {
  const asItCame = editor.state.doc
  textarea.form.addEventListener("formdata", ({ formData }) => {
    if (!editor.state.doc.eq(asItCame)) formData.set(textarea.name, fromEditor(editor.getHTML()))
  })
}

for (const textarea of document.querySelectorAll(`[${MARK}]`)) replace(textarea)
