// Shows what only a browser with passkeys can use, and says so when a key was not accepted.
const show = (selector) => {
  for (const element of document.querySelectorAll(selector)) element.hidden = false
}

if (window.PublicKeyCredential) show('[data-needs-passkeys]')

document.addEventListener('allauth.error', (event) => {
  event.preventDefault()
  show('[data-passkey-failed]')
})
