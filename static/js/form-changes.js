// What somebody does to a form, told to whoever listens, and asked about on the server.

// Django's autocomplete tells of its changes by jQuery alone.
export function onEveryChange(form, listener) {
  form.addEventListener("input", listener)
  form.addEventListener("change", listener)
  window.django?.jQuery(form).on("change", ".admin-autocomplete", listener)
}

// Asks about the form in every pause of writing and shows the answer, to the last question only. Returns what asks at once.
export function askInPauses(form, { url, pause, show }) {
  let timer
  let running = new AbortController()

  const ask = async () => {
    running.abort()
    running = new AbortController()
    const html = await answer(url, form, running.signal)
    if (html !== null) show(html)
  }
  onEveryChange(form, () => {
    clearTimeout(timer)
    timer = setTimeout(ask, pause)
  })
  form.addEventListener("submit", () => clearTimeout(timer))
  return ask
}

// Told again only where it has changed: a live region reads aloud whatever is put into it, also the same once more.
export function showIn(place, html) {
  const made = document.createElement("template")
  made.innerHTML = html
  if (place.innerHTML !== made.innerHTML) place.replaceChildren(made.content)
}

// Nothing where the server cannot be reached: the next pause asks again.
async function answer(url, form, signal) {
  try {
    const response = await fetch(url, { method: "POST", body: new URLSearchParams(new FormData(form)), signal })
    return response.ok && !response.redirected ? await response.text() : null
  } catch {
    return null
  }
}
