// What the archive has on the matter of a text: asked when it is opened, and again in every pause of writing.
const PAUSE = 2500

for (const panel of document.querySelectorAll("[data-similar]")) watch(panel, panel.closest("form"))

function watch(panel, form) {
  const place = panel.querySelector("[data-similar-found]")
  let timer
  let running = new AbortController()

  const ask = async () => {
    running.abort()
    running = new AbortController()
    const html = await found(panel.dataset.similar, form, running.signal)
    // Whoever reads the list keeps it as it is.
    if (html !== null && !place.contains(document.activeElement)) place.innerHTML = html
  }
  const later = () => {
    clearTimeout(timer)
    timer = setTimeout(ask, PAUSE)
  }

  form.addEventListener("input", later)
  form.addEventListener("change", later)
  window.django?.jQuery(form).on("change", ".admin-autocomplete", later)
  form.addEventListener("submit", () => clearTimeout(timer))
  if (form.elements.title?.value) ask()
}

// Nothing where the server cannot be reached: the next pause asks again.
async function found(url, form, signal) {
  try {
    const response = await fetch(url, { method: "POST", body: new URLSearchParams(new FormData(form)), signal })
    return response.ok && !response.redirected ? await response.text() : null
  } catch {
    return null
  }
}
