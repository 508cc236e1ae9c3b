// One person with one text in two tabs: whoever goes on in one with what was typed in the other is told so, in both.

// `continued` is the key of what this page goes on with, `key()` its own.
export function tellOtherTabs({ user, continued, key, show }) {
  const channel = new BroadcastChannel(`writing:${user}`)
  channel.addEventListener("message", ({ data }) => {
    if (data.isOpen && data.key === continued) show()
    if (data.isOpen || data.key !== key()) return
    show()
    channel.postMessage({ key: data.key, isOpen: true })
  })
  if (continued) channel.postMessage({ key: continued, isOpen: false })
}
