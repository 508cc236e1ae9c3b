// "612 words · 3 minutes", counted as analysis.text.excerpts counts them.

const WORD = /[\p{L}\p{N}_]+(?:['’ʼ-][\p{L}\p{N}_]+)*/gu

export function showCounts(editor, line, { words, minutes, wordsAMinute }, language) {
  const speech = document.documentElement.lang || "en"
  const plural = new Intl.PluralRules(speech)
  const said = (forms, count) => forms[plural.select(count)].replace("%(count)s", count.toLocaleString(speech))
  const show = () => {
    const count = reading(editor.state.doc).match(WORD)?.length ?? 0
    const length = Math.max(1, Math.ceil(count / (wordsAMinute[language()] ?? wordsAMinute.en)))
    line.textContent = `${said(words, count)} · ${said(minutes, length)}`
  }
  editor.on("update", show)
  show()
}

// Marks of footnotes and pictures are no words.
const reading = (doc) => doc.textBetween(0, doc.content.size, "\n", (leaf) => (leaf.type.name === "hardBreak" ? " " : ""))
