// Keeps what is typed and not saved: at once in this browser, every few seconds on the server.
// The browser's copy is there only while the server has nothing as new: no drafts are left lying on somebody's disk.

import { onEveryChange } from "desk/form-changes"
import { tellOtherTabs } from "desk/other-tabs"
import { renewToken, tokens } from "desk/sign-in"

const SOON = 250
const EVERY = 3000
const AGAIN = 8000
// An answer that takes longer does not come: what is typed meanwhile waits for nothing.
const PATIENCE = 20000
// Of what a page sends while it is left, browsers refuse more than 64 KiB.
const MOST_IN_PASSING = 60000

const place = document.querySelector("[data-autosave]")
const form = place?.closest("form")

function prepare() {
  const { autosave: url, user, article } = place.dataset
  const prefix = `autosave:${user}:`
  const key = form.elements.autosave_key
  // Keystrokes are counted; these two say up to which of them something is kept.
  let typed = form.matches("[data-unsaved], :has([data-unsaved])") ? 1 : 0
  let here = 0
  let there = 0
  // Up to which something was sent from the page as it was left, which browsers tell of twice.
  let along = 0
  let timers = {}
  let sending = null
  let isSubmitted = false

  // Each opening of an article has a buffer of its own.
  if (article && !key.value.includes(".")) key.value = fresh(article)

  const fields = () =>
    [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string")

  const noteKept = () => {
    if (Math.max(here, there) === typed) form.dataset.isKept = ""
    else delete form.dataset.isKept
  }

  const keepHere = () => {
    clearTimeout(timers.here)
    delete timers.here
    if (there === typed || here === typed) return
    try {
      localStorage.setItem(prefix + key.value, JSON.stringify({ at: new Date().toISOString(), fields: fields() }))
      here = typed
    } catch {
      say("nowhere")
    }
    noteKept()
  }

  const keepThere = async ({ keepalive = false } = {}) => {
    clearTimeout(timers.there)
    delete timers.there
    if (there === typed || isSubmitted || (keepalive ? along === typed : sending)) return
    if (keepalive) along = typed
    const sent = typed
    const request = (sending = new AbortController())
    const patience = setTimeout(() => request.abort(), PATIENCE)
    const answer = await send(url, user, { key: key.value, fields: fields() }, { keepalive, signal: request.signal })
    clearTimeout(patience)
    if (sending === request) sending = null
    if (isSubmitted) return
    if (answer.forgotten) {
      // Saved from here before, and gone back to: what is typed now is something new, of the text that was made then.
      localStorage.removeItem(prefix + key.value)
      key.value = fresh(article || answer.article)
      return keepThere()
    }
    if (answer.problem) say(here === typed || keepHereAndTell() ? answer.problem : "nowhere")
    else take(answer, sent)
    if (there !== typed) later(answer.problem ? AGAIN : EVERY)
  }

  const keepHereAndTell = () => {
    keepHere()
    return here === typed
  }

  const take = (answer, sent) => {
    there = sent
    if (there === typed) {
      localStorage.removeItem(prefix + key.value)
      here = 0
    }
    noteKept()
    showKept(answer)
    nameInAddress(key.value)
  }

  const later = (wait) => (timers.there ??= setTimeout(keepThere, wait))

  const notice = () => {
    isSubmitted = false
    typed += 1
    noteKept()
    timers.here ??= setTimeout(keepHere, SOON)
    later(EVERY)
  }

  const keepNow = () => {
    keepHere()
    keepThere()
  }
  // What is kept already sends nothing that would find out: whoever saves next needs the token of who is signed in now.
  const comeBack = () => (there === typed ? renewToken(url, user).catch(() => null) : keepNow())
  const leave = () => {
    keepHere()
    keepThere({ keepalive: true })
  }

  onEveryChange(form, notice)
  form.addEventListener("submit", ({ submitter }) => {
    keepHere()
    if (submitter?.hasAttribute("formaction")) return
    isSubmitted = true
    sending?.abort()
  })
  form.addEventListener("focusout", () => typed && keepNow())
  window.addEventListener("focus", comeBack)
  window.addEventListener("online", keepNow)
  window.addEventListener("beforeunload", keepHere)
  window.addEventListener("pagehide", leave)
  document.addEventListener("visibilitychange", () => (document.hidden ? leave() : comeBack()))

  const continued = form.elements.continues.value.split(" ")[0]
  tellOtherTabs({ user, continued, key: () => key.value, show: showOtherTab })
  document.querySelector(".sticky-state")?.append(place.querySelector("[data-also-editing]"))
  if (typed) keepNow()
  offerCopies(url, user, article, prefix, key.value)
}

// What was gone on with is here now: the page finds it again when it is loaded once more.
function nameInAddress(key) {
  const address = new URL(location)
  if (!address.searchParams.has("recover")) return
  address.searchParams.set("recover", key)
  history.replaceState(history.state, "", address)
}

function fresh(article) {
  const letters = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0"))
  if (article) return `${article}.${letters.slice(0, 6).join("")}`
  return letters.join("").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5")
}

// --- The server -----------------------------------------------------------------------------------------------

// What the server answers, or { problem } with the name of the words that say it.
async function send(url, user, { key, fields, at }, { keepalive = false, signal } = {}) {
  const body = new FormData()
  body.set("key", key)
  body.set("fields", JSON.stringify(fields))
  if (at) body.set("at", at)
  const inPassing = keepalive && new Blob([body.get("fields")]).size < MOST_IN_PASSING
  const options = { method: "POST", redirect: "manual", body, keepalive: inPassing, signal }
  const post = () => fetch(url, { ...options, headers: { "X-CSRFToken": tokens()[0].value } })
  try {
    let response = await post()
    if (response.status === 403) {
      const problem = await renewToken(url, user)
      if (problem) return { problem }
      response = await post()
    }
    if (response.type === "opaqueredirect") return { problem: "signedOut" }
    return response.ok ? await response.json() : { problem: "refused" }
  } catch {
    return { problem: "offline" }
  }
}

// --- What the bar says ----------------------------------------------------------------------------------------

function show(words, isKept) {
  const mark = document.querySelector("[data-unsaved-mark]")
  mark.textContent = words
  mark.classList.toggle("is-kept", isKept)
}

function say(problem) {
  const words = place.dataset[problem]
  show(words, false)
  const spoken = place.querySelector("[data-autosave-spoken]")
  if (spoken.textContent !== words) spoken.textContent = words
}

function showKept({ kept_at: time, also }) {
  show(place.dataset.kept.replace("{time}", time), true)
  place.querySelector("[data-autosave-spoken]").textContent = ""
  const line = document.querySelector("[data-also-editing]")
  line.hidden = !also
  line.textContent = also ? place.dataset.also.replace("{names}", also) : ""
}

function showOtherTab() {
  const told = document.createElement("p")
  told.className = "offer"
  told.textContent = place.dataset.otherTab
  place.querySelector("[data-other-tab-told]").replaceChildren(told)
}

// --- What an earlier page left in this browser, because the server was away -----------------------------------

async function offerCopies(url, user, article, prefix, own) {
  const isOfHere = (key) => key !== own && (article ? key.startsWith(`${article}.`) : !/^\d+\./.test(key))
  const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix) && isOfHere(name.slice(prefix.length)))
  let isAny = false
  for (const name of names) {
    const copy = localStorage.getItem(name)
    const answer = await send(url, user, { key: name.slice(prefix.length), ...JSON.parse(copy) })
    if (answer.problem) continue
    if (localStorage.getItem(name) === copy) localStorage.removeItem(name)
    isAny ||= !answer.forgotten
  }
  if (isAny) await showOffers()
}

async function showOffers() {
  const present = place.querySelector("[data-offers]")
  const page = new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html")
  present.replaceChildren(...page.querySelectorAll("[data-offers] > *"))
}

if (form) prepare()
