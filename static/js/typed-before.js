// What is typed into a decision waits in this tab until it is sent: a session may end before. It is there again for whoever
// typed it, and for nobody else; no disk keeps it.
{
  const { user } = document.currentScript.dataset
  const EVERYBODYS = "typed:"
  const own = `${EVERYBODYS}${user}:`
  const form = document.querySelector("form[data-typed]")
  const here = own + location.pathname

  const names = () => Object.keys(sessionStorage).filter((name) => name.startsWith(EVERYBODYS))
  const forget = (wanted) => names().filter(wanted).forEach((name) => sessionStorage.removeItem(name))
  const stored = (name) => JSON.parse(sessionStorage.getItem(name))

  // Filled in by people: not what a page carries along to say which version it showed.
  const fields = () => [...form.elements].filter(({ id, name, type }) => id && name && !/hidden|file|password|submit|button/.test(type))
  const now = (field) => (/checkbox|radio/.test(field.type) ? "checked" : "value")

  const keep = (isSent) => {
    const typed = Object.fromEntries(fields().map((field) => [field.id, field[now(field)]]))
    try {
      sessionStorage.setItem(here, JSON.stringify({ typed, isSent }))
    } catch {
      // A browser that keeps nothing is as it was before.
    }
  }

  // What was sent is done where the next page says so; anything else, a sign-in or a refusal, is none of that.
  const settle = () => {
    const isDone = document.querySelector(".messagelist .success") !== null
    forget((name) => isDone && stored(name).isSent)
    for (const name of names()) sessionStorage.setItem(name, JSON.stringify({ ...stored(name), isSent: false }))
  }

  const fillIn = () => {
    const typed = stored(here)?.typed ?? {}
    const differing = fields().filter((field) => field.id in typed && typed[field.id] !== field[now(field)])
    for (const field of differing) field[now(field)] = typed[field.id]
    if (differing.length) tell()
  }

  const tell = () => {
    const place = form.querySelector("[data-typed-told]")
    place.append(place.querySelector("template").content.cloneNode(true))
    place.querySelector("button").addEventListener("click", () => {
      form.reset()
      forget((name) => name === here)
      place.lastElementChild.remove()
    })
  }

  forget((name) => !name.startsWith(own))
  settle()
  document.querySelector("form[data-sign-out]")?.addEventListener("submit", () => forget(() => true))
  if (form) {
    // A form that was refused has come back with what was typed.
    if (form.dataset.typed === "fresh") fillIn()
    form.addEventListener("input", () => keep(false))
    form.addEventListener("change", () => keep(false))
    form.addEventListener("submit", () => keep(true))
  }
}
