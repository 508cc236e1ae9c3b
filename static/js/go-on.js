// A page that is one step of many sends itself again: <form data-go-on>. Coming back to it by the browser's button does not.
const [arrival] = performance.getEntriesByType("navigation")
if (arrival?.type !== "back_forward") document.querySelector("[data-go-on]")?.requestSubmit()
