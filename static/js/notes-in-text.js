// Notes and the paragraphs they hang on: found by their words, marked beside the text, never written into it.

const BLOCKS = "p, h2, h3, h4, li, blockquote, pre, caption, th, td, figcaption, dt, dd, aside"
// As on the server, where their numbers are no words either.
const NO_WORDS = ".footnote, [data-source]"
const LONGEST_QUOTE = 500

const panel = document.querySelector("[data-notes]")
const text = document.querySelector("main .body-text, #content .body-text")

function begin() {
  const marks = document.createElement("div")
  marks.className = "note-marks"
  text.parentElement.append(marks)
  const draw = () => drawMarks(marks)
  const soon = afterAPause(draw)
  new MutationObserver(soon).observe(text, { subtree: true, childList: true, characterData: true })
  new ResizeObserver(soon).observe(text)
  panel.addEventListener("notes:shown", draw)
  lightWhatIsMeant()
  panel.addEventListener("click", ({ target }) => target.closest("[data-note-show]") && goToText(target.closest("[data-thread]")))
  quoteWhatIsSelected()
  draw()
}

function afterAPause(run) {
  let timer
  return () => {
    clearTimeout(timer)
    timer = setTimeout(run, 150)
  }
}

// --- Reading the text ---

const fold = (words) => words.replace(/[ \t\n\r\f]+/g, " ").trim()

function readAll() {
  const innermost = [...text.querySelectorAll(BLOCKS)].filter((block) => !block.querySelector(BLOCKS))
  return innermost.map(read).filter(({ folded }) => folded)
}

function read(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT)
  const pieces = []
  let words = ""
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node.nodeName === "BR") words += " "
    if (node.nodeType !== Node.TEXT_NODE || node.parentElement.closest(NO_WORDS)) continue
    pieces.push({ node, start: words.length })
    words += node.data
  }
  return { block, pieces, words, folded: fold(words) }
}

function rangeOf({ pieces, words }, quote) {
  const parts = quote.split(" ").map((word) => word.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&"))
  const found = quote && new RegExp(parts.join("[ \\t\\n\\r\\f]+"), "u").exec(words)
  if (!found) return null
  const range = new Range()
  range.setStart(...placeOf(pieces, found.index))
  range.setEnd(...placeOf(pieces, found.index + found[0].length))
  return range
}

function placeOf(pieces, offset) {
  const { node, start } = pieces.findLast((piece) => piece.start < offset || piece.start === 0) ?? pieces[0]
  return [node, Math.min(offset - start, node.length)]
}

// Where each was last seen: a paragraph that is being rewritten is still its paragraph.
const lastSeen = new Map()

function find(thread, all) {
  const { quote, paragraph, position } = thread.dataset
  const near = (a, b) => Math.abs(all.indexOf(a) - position) - Math.abs(all.indexOf(b) - position)
  const same = all.filter(({ folded }) => folded === paragraph)
  const holding = same.length ? same : all.filter(({ folded }) => folded.includes(quote))
  const found = holding.sort(near)[0] ?? all.find(({ block }) => block === lastSeen.get(thread.id))
  if (found) lastSeen.set(thread.id, found.block)
  return found
}

// --- Marks beside it ---

function drawMarks(marks) {
  const all = readAll()
  const byBlock = new Map()
  const ranges = []
  for (const thread of panel.querySelectorAll("[data-open][data-quote]")) {
    const found = find(thread, all)
    if (!found) continue
    byBlock.set(found.block, [...(byBlock.get(found.block) ?? []), thread])
    ranges.push(rangeOf(found, thread.dataset.quote))
  }
  highlight("note-quotes", ranges)
  marks.replaceChildren(...[...byBlock].map(([block, threads]) => mark(block, threads)))
}

function mark(block, threads) {
  const button = document.createElement("button")
  button.type = "button"
  button.className = threads.some((thread) => thread.matches(".thread-blocks")) ? "note-mark thread-blocks" : "note-mark"
  button.textContent = threads.length
  button.ariaLabel = button.title = `${panel.dataset.mark} ${threads.length}`
  button.style.top = `${block.getBoundingClientRect().top - text.parentElement.getBoundingClientRect().top}px`
  button.addEventListener("click", () => goToNote(threads[0]))
  return button
}

function highlight(name, ranges) {
  const present = ranges.filter(Boolean)
  if (!globalThis.CSS?.highlights) return
  if (present.length) CSS.highlights.set(name, new Highlight(...present))
  else CSS.highlights.delete(name)
}

function light(thread) {
  const found = thread?.dataset.quote && find(thread, readAll())
  highlight("note-paragraph", [found && whole(found.block)])
}

// What the pointer moves on to, or else what has the focus. Not what is scrolled under a pointer at rest.
function lightWhatIsMeant() {
  const threadOf = (element) => element?.closest("[data-thread]")
  const lightFocused = () => light(threadOf(document.activeElement))
  let pointed = null
  panel.addEventListener("pointermove", ({ target }) => {
    if (threadOf(target) === pointed) return
    pointed = threadOf(target)
    if (pointed) light(pointed)
    else lightFocused()
  })
  panel.addEventListener("pointerleave", () => {
    pointed = null
    lightFocused()
  })
  panel.addEventListener("focusin", lightFocused)
  panel.addEventListener("focusout", () => light(null))
}

function whole(block) {
  const range = new Range()
  range.selectNodeContents(block)
  return range
}

function goToText(thread) {
  find(thread, readAll())?.block.scrollIntoView({ block: "center" })
  light(thread)
}

function goToNote(thread) {
  thread.scrollIntoView({ block: "center" })
  thread.querySelector("[data-note-show]").focus({ preventScroll: true })
}

// --- A note on the selected words ---

function quoteWhatIsSelected() {
  const button = panel.querySelector("[data-note-quote]")
  let selected = null
  button.hidden = false
  document.addEventListener("selectionchange", () => {
    const selection = getSelection()
    if (selection.rangeCount && text.contains(selection.anchorNode)) selected = selection.getRangeAt(0).cloneRange()
  })
  const quote = () => {
    setQuote(quoted(selected))
    panel.querySelector("textarea").focus()
  }
  button.addEventListener("click", quote)
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || !event.altKey || event.code !== "KeyM") return
    event.preventDefault()
    quote()
  })
  panel.querySelector("[data-note-unquote]").addEventListener("click", () => setQuote(null))
  panel.addEventListener("notes:sent", () => setQuote(null))
  showQuote()
}

// The words in the first paragraph that has any; without a selection the whole paragraph of the cursor.
function quoted(selected) {
  const all = selected ? readAll() : []
  for (const [position, { block, folded }] of all.entries()) {
    if (!selected.intersectsNode(block)) continue
    const words = selected.collapsed ? folded : wordsWithin(selected, block)
    if (words) return { quote: words.slice(0, LONGEST_QUOTE).trim(), paragraph: folded, position }
  }
  return null
}

function wordsWithin(selected, block) {
  const part = selected.cloneRange()
  if (!block.contains(part.startContainer)) part.setStart(block, 0)
  if (!block.contains(part.endContainer)) part.setEnd(block, block.childNodes.length)
  const copy = document.createElement("div")
  copy.append(part.cloneContents())
  copy.querySelectorAll(NO_WORDS).forEach((each) => each.remove())
  copy.querySelectorAll("br").forEach((each) => each.replaceWith(" "))
  return fold(copy.textContent)
}

function setQuote(anchor) {
  for (const name of ["quote", "paragraph", "position"]) {
    const field = fieldNamed(name)
    field.value = anchor?.[name] ?? ""
    field.dispatchEvent(new Event("input", { bubbles: true }))
  }
  showQuote()
}

const fieldNamed = (name) => panel.querySelector(`[data-note-new] input[name="${name}"]`)

function showQuote() {
  const place = panel.querySelector("[data-note-quoted]")
  const quote = fieldNamed("quote").value
  place.hidden = !quote
  place.querySelector("blockquote").textContent = quote
  const found = quote && readAll().find(({ folded }) => folded === fieldNamed("paragraph").value)
  highlight("note-new", [found && rangeOf(found, quote)])
}

if (panel && text) begin()
