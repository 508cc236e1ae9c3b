// The body between the server's HTML and the editor's, which wraps every run of text in a paragraph.

const parsed = (html) => {
  const template = document.createElement("template")
  template.innerHTML = html
  return template.content
}

const written = (fragment) => {
  const holder = document.createElement("div")
  holder.append(fragment)
  return holder.innerHTML
}

// Captions and terms are one run of text here: paragraphs in them become lines.
export function toEditor(html) {
  const body = parsed(html)
  for (const paragraph of body.querySelectorAll("figcaption > p, dt > p, caption > p")) {
    if (paragraph.nextElementSibling) paragraph.append(document.createElement("br"))
    paragraph.replaceWith(...paragraph.childNodes)
  }
  for (const raised of body.querySelectorAll("sup")) ownMarks(raised)
  return written(body)
}

export function fromEditor(html) {
  const body = parsed(html)
  for (const paragraph of body.querySelectorAll("li > p, td > p, th > p, dd > p")) {
    if (isOnlyText(paragraph)) paragraph.replaceWith(...paragraph.childNodes)
  }
  for (const cell of body.querySelectorAll("td, th")) {
    for (const name of ["colspan", "rowspan"]) if (cell.getAttribute(name) === "1") cell.removeAttribute(name)
    cell.removeAttribute("colwidth")
  }
  for (const rows of body.querySelectorAll("table > tbody")) headRows(rows)
  return written(body)
}

// "<li><p>one</p></li>" says no more than "<li>one</li>"; a list may follow the text.
function isOnlyText(paragraph) {
  const siblings = [...paragraph.parentElement.children]
  const others = siblings.filter((sibling) => sibling !== paragraph)
  return siblings[0] === paragraph && !paragraph.attributes.length && others.every((other) => /^[UO]L$/.test(other.tagName))
}

// Every footnote has a mark of its own.
function ownMarks(raised) {
  const marks = [...raised.childNodes]
  if (marks.length < 2 || !marks.every((mark) => mark.dataset?.source)) return
  raised.replaceWith(...marks.map((mark) => {
    const own = raised.cloneNode()
    own.append(mark)
    return own
  }))
}

// The rows of headings above all others are the table's head.
function headRows(rows) {
  const all = [...rows.children]
  const isHead = (row) => [...row.children].every((cell) => cell.tagName === "TH")
  const count = all.findIndex((row) => !isHead(row))
  if (count < 1) return
  const head = document.createElement("thead")
  head.append(...all.slice(0, count))
  rows.before(head)
}
