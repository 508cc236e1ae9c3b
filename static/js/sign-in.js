// A page that stayed open while somebody signed in again, in another tab: it goes on with the token they have now.

export const tokens = () => document.querySelectorAll("input[name=csrfmiddlewaretoken]")

// Returns what is in the way, or nothing: it goes on only if it is the same person.
export async function renewToken(url, user) {
  const response = await fetch(url, { redirect: "manual" })
  if (!response.ok) return response.type === "opaqueredirect" ? "signedOut" : "refused"
  const now = await response.json()
  if (String(now.user) !== user) return "somebodyElse"
  tokens().forEach((input) => (input.value = now.token))
  return null
}
