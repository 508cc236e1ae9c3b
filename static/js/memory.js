// The trend's memory beside the text follows the topic, the language and the week that are chosen in the form.
const panel = document.querySelector("[data-memory]")
const told = panel?.querySelector("[data-memory-told]")
const fields = { topic: "id_primary_topic", language: "id_language", before: "id_period_start" }
let asked = 0

async function refresh() {
  const query = new URLSearchParams({ article: panel.dataset.article ?? "" })
  for (const [name, id] of Object.entries(fields)) query.set(name, document.getElementById(id)?.value ?? "")
  const number = ++asked
  const answer = await fetch(`${panel.dataset.memory}?${query}`, { headers: { Accept: "text/html" } }).catch(() => null)
  // A sign-in page is no memory, and a slow answer to an older question is none either.
  if (!answer?.ok || answer.redirected || number !== asked) return
  told.innerHTML = await answer.text()
}

if (panel) {
  // Django's finder tells of a choice by jQuery's own events only.
  for (const id of Object.values(fields)) django.jQuery(document.getElementById(id)).on("change", refresh)
}
