// A form that is on its way is not sent again: by a double click, or by keys that are pressed twice on a slow line.
document.addEventListener("DOMContentLoaded", () => {
  const patience = 5000
  let sent = null

  const isSame = ({ target, submitter, timeStamp }) =>
    sent?.form === target && sent.submitter === submitter && timeStamp - sent.at < patience

  document.addEventListener("submit", (event) => {
    if (!isSame(event)) return
    event.preventDefault()
    event.stopImmediatePropagation()
  }, { capture: true })

  // What a script keeps to itself is not on its way.
  document.addEventListener("submit", ({ defaultPrevented, target, submitter, timeStamp }) => {
    if (!defaultPrevented && target.method === "post") sent = { form: target, submitter, at: timeStamp }
  })

  // The page is here again, by the browser's button.
  window.addEventListener("pageshow", () => (sent = null))
})
