// Signs of the toolbar, drawn on a square of 20: letters where a letter says it, lines where it does not.

const LETTERS = { heading2: "H2", heading3: "H3", heading4: "H4", bold: "B", italic: "I" }

const LINES = {
  link: "M8 12l4-4M9 6l1.5-1.5a3.2 3.2 0 0 1 4.5 4.5L13.5 10.5M11 14l-1.5 1.5a3.2 3.2 0 0 1-4.5-4.5L6.5 9.5",
  footnote: "M3 15L7.5 5L12 15M4.6 11.5h5.8M14 4.6l1.6-1.1V9",
  bulletList: "M8 5h9M8 10h9M8 15h9M3.5 5h.01M3.5 10h.01M3.5 15h.01",
  orderedList: "M9 5h8M9 10h8M9 15h8M3 4l1.2-.8V7.5M3 12.8h2.4L3.2 15.8h2.3",
  blockquote: "M4 5v10M8 6h9M8 10h9M8 14h6",
  picture: "M3 4.5h14v11H3zM3 13l4-4 3.5 3.5L13 10l4 3.5M12.8 7.6h.01",
  table: "M3 4h14v12H3zM3 8h14M3 12h14M8 4v12M12.5 4v12",
  undo: "M7 4L3.5 7.5L7 11M3.5 7.5H12a4.25 4.25 0 0 1 0 8.5H8",
  redo: "M13 4l3.5 3.5L13 11M16.5 7.5H8a4.25 4.25 0 0 0 0 8.5h4",
  addRow: "M3 4h14v5H3zM10 11.5v6M7 14.5h6",
  deleteRow: "M3 4h14v5H3zM7 14.5h6",
  addColumn: "M3 3h5v14H3zM14 7v6M11 10h6",
  deleteColumn: "M3 3h5v14H3zM11 10h6",
  headerRow: "M3 4h14v12H3zM3 8h14M5 6h.01M8 6h.01M11 6h.01",
  deleteTable: "M3 4h14v12H3zM7 7l6 6M13 7l-6 6",
}

export function drawn(name) {
  if (LETTERS[name]) {
    const letter = document.createElement("span")
    letter.textContent = LETTERS[name]
    letter.setAttribute("aria-hidden", "true")
    return letter
  }
  const picture = document.createElementNS("http://www.w3.org/2000/svg", "svg")
  picture.setAttribute("viewBox", "0 0 20 20")
  picture.setAttribute("aria-hidden", "true")
  const line = document.createElementNS("http://www.w3.org/2000/svg", "path")
  line.setAttribute("d", LINES[name])
  picture.append(line)
  return picture
}
