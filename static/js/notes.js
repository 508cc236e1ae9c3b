// Notes are sent and shown without leaving the page: the text beside them may not be saved yet.

import { renewToken, tokens } from "desk/sign-in"

const panel = document.querySelector("[data-notes]")

function begin() {
  const form = document.getElementById("notes_form")
  form.addEventListener("submit", (event) => {
    event.preventDefault()
    send(form, event.submitter)
  })
  for (const type of ["input", "change"]) panel.addEventListener(type, keep)
  window.addEventListener("keydown", sendByKey, { capture: true })
  document.addEventListener("visibilitychange", () => document.hidden || refresh())
  offerDrafts()
}

const list = () => panel.querySelector("[data-notes-list]")

async function send(form, button) {
  const place = button.closest("[data-note-new], [data-thread]")
  const sent = fieldsOf(button.closest("[data-note-new], details") ?? button).map((field) => [field, field.value])
  if (button.ariaBusy === "true") return
  button.ariaBusy = "true"
  say("")
  try {
    const html = await post(button.getAttribute("formaction") ?? form.action, new FormData(form, button))
    sent.forEach(([field, value]) => field.value === value && forget(field))
    if (place?.matches("[data-note-new]")) beginAnother(place)
    show(html)
  } catch (refused) {
    say(refused.message)
  } finally {
    button.ariaBusy = null
  }
}

// What was said of one note is not said of the next.
function beginAnother(place) {
  for (const box of place.querySelectorAll("input[type='checkbox']")) box.checked = false
  panel.dispatchEvent(new CustomEvent("notes:sent"))
}

async function refresh() {
  try {
    show(await ask(panel.dataset.notes))
  } catch {
    // They are as they were: nothing was asked for.
  }
}

async function post(url, body) {
  let response = await reach(url, { method: "POST", body })
  if (response.status === 403) {
    const problem = await renewToken(panel.dataset.signIn, panel.dataset.user).catch(() => "failed")
    if (problem) fail(panel.dataset[problem] ?? panel.dataset.failed)
    body.set("csrfmiddlewaretoken", tokens()[0].value)
    response = await reach(url, { method: "POST", body })
  }
  return read(response)
}

const ask = async (url) => read(await reach(url, {}))

function reach(url, options) {
  const headers = { "X-Requested-With": "XMLHttpRequest" }
  return fetch(url, { ...options, headers }).catch(() => fail(panel.dataset.failed))
}

async function read(response) {
  if (response.redirected) fail(panel.dataset.signedOut)
  if (response.status === 422) fail(await response.text())
  if (!response.ok) fail(panel.dataset.failed)
  return response.text()
}

function fail(words) {
  throw new Error(words)
}

function say(words) {
  const place = panel.querySelector("[data-note-error]")
  place.textContent = words
  place.hidden = !words
}

// What was unfolded and what had the focus stay so.
function show(html) {
  const unfolded = [...list().querySelectorAll("details[open]")].filter((each) => fieldsOf(each).some(({ value }) => value) || each.id === "notes-resolved")
  const ids = unfolded.map(({ id }) => id)
  const focused = list().contains(document.activeElement) ? document.activeElement.id || "notes-heading" : null
  list().innerHTML = html
  for (const id of ids) document.getElementById(id)?.setAttribute("open", "")
  offerDrafts()
  if (focused) (document.getElementById(focused) ?? document.getElementById("notes-heading")).focus({ preventScroll: true })
  panel.dispatchEvent(new CustomEvent("notes:shown"))
}

// --- What was begun and not sent: kept for this tab ---

const fieldsOf = (place) => [...place.querySelectorAll("textarea, input[type='hidden']")]
const keyOf = (field) => `notes:${panel.dataset.notes}:${field.name}`

function keep(event) {
  // Not part of the article, and so no change of it.
  event.stopPropagation()
  if (event.target.matches("textarea, input[type='hidden']")) sessionStorage.setItem(keyOf(event.target), event.target.value)
}

function forget(field) {
  field.value = ""
  sessionStorage.removeItem(keyOf(field))
}

function offerDrafts() {
  for (const field of fieldsOf(panel)) {
    const draft = sessionStorage.getItem(keyOf(field))
    if (!draft) continue
    field.value = draft
    field.closest("details[id$='-answer']")?.setAttribute("open", "")
  }
}

// Within a note Ctrl+Enter sends the note, not the article.
function sendByKey(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !panel.contains(event.target)) return
  event.preventDefault()
  event.stopPropagation()
  event.target.closest("[data-note-new], details")?.querySelector("[data-note-send]")?.click()
}

if (panel) begin()
