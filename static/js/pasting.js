// What comes from other programs is made a body by the server; what comes from an editor like this one is one already.

import { toEditor } from "desk/body-html"

// Longer than this nobody waits for what they have pasted.
const PATIENCE = 8000

export function pasteCleaned(url, form) {
  const pending = new Set()
  waitBeforeSubmitting(form, pending)

  return (editor, event) => {
    const html = event.clipboardData?.getData("text/html")
    const isPlain = editor.state.selection.$from.parent.type.spec.code
    if (!html || isPlain || html.includes("data-pm-slice")) return false
    event.preventDefault()
    const work = paste(editor, html, () => cleaned(url, html, form))
    pending.add(work)
    work.finally(() => pending.delete(work))
    return true
  }
}

async function paste(editor, html, clean) {
  const place = followed(editor)
  let body = html
  try {
    body = toEditor(await clean())
  } catch {
    // Nothing is lost: the editor makes what it can of it, and saving cleans it again.
  }
  place.end()
  insert(editor, place, body)
}

async function cleaned(url, html, form) {
  const sent = new URLSearchParams({ html, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value })
  const request = new AbortController()
  const patience = setTimeout(() => request.abort(), PATIENCE)
  const options = { method: "POST", body: sent, headers: { Accept: "application/json" }, signal: request.signal }
  const response = await fetch(url, options)
  if (!response.ok) throw new Error(response.statusText)
  const { html: clean } = await response.json()
  clearTimeout(patience)
  return clean
}

// The selection as it was, wherever other changes move it.
function followed(editor) {
  const { from, to } = editor.state.selection
  const place = { from, to }
  const move = ({ transaction: { mapping } }) => {
    place.from = mapping.map(place.from, -1)
    place.to = Math.max(place.from, mapping.map(place.to, -1))
  }
  editor.on("transaction", move)
  place.end = () => editor.off("transaction", move)
  return place
}

function insert(editor, { from, to }, html) {
  const { selection } = editor.state
  const hasMoved = selection.from !== from || selection.to !== to
  let here = selection.head
  if (hasMoved) editor.commands.setTextSelection({ from, to })
  const move = ({ transaction: { mapping } }) => (here = mapping.map(here, 1))
  editor.on("transaction", move)
  editor.view.pasteHTML(html)
  editor.off("transaction", move)
  if (hasMoved) editor.commands.setTextSelection(here)
}

function waitBeforeSubmitting(form, pending) {
  form.addEventListener("submit", async (event) => {
    if (!pending.size) return
    event.preventDefault()
    event.stopImmediatePropagation()
    await Promise.allSettled(pending)
    form.requestSubmit(event.submitter)
  }, { capture: true })
  // It is not in the text yet, and so nowhere else.
  window.addEventListener("beforeunload", (event) => pending.size && event.preventDefault())
}
