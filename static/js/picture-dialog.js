// Chooses one of the pictures, or uploads a new one in Django's own popup. Resolves to a picture, or to nothing.

import { control, dialog } from "desk/dialog"

const PAUSE = 250

export async function fetchPictures(url, asked) {
  const response = await fetch(`${url}?${new URLSearchParams(asked)}`, { headers: { Accept: "application/json" } })
  if (!response.ok) throw new Error(response.statusText)
  return (await response.json()).pictures
}

export function choosePicture({ chooseUrl, uploadUrl, words, language = "" }) {
  return new Promise((resolve) => {
    const box = dialog(words.choosePicture)
    const search = searchField(words)
    const list = document.createElement("ul")
    const said = document.createElement("p")
    list.className = "picture-choices"
    said.role = "status"
    let chosen = null
    let asked = 0
    const take = (picture) => {
      chosen = picture
      box.close()
    }
    const fetched = (wanted) => fetchPictures(chooseUrl, { ...wanted, language }).catch(() => null)
    const show = async () => {
      const number = ++asked
      const found = await fetched({ q: search.value })
      // A slow answer to an older question is none.
      if (number !== asked) return
      list.replaceChildren(...(found ?? []).map((picture) => choice(picture, take)))
      said.textContent = found ? (found.length ? "" : words.noPictures) : words.picturesAway
    }
    const takeUploaded = async (id) => {
      const [picture] = (await fetched({ id })) ?? []
      if (picture) take(picture)
      else said.textContent = words.picturesAway
    }

    box.classList.add("wide")
    box.append(search, said, list, upload(uploadUrl, words, takeUploaded), control(words.cancel, () => box.close()))
    box.addEventListener("close", () => resolve(chosen))
    search.addEventListener("input", afterPause(show))
    box.showModal()
    show()
  })
}

function searchField(words) {
  const input = document.createElement("input")
  input.type = "search"
  input.placeholder = words.searchPictures
  input.setAttribute("aria-label", words.searchPictures)
  return input
}

function choice(picture, take) {
  const item = document.createElement("li")
  const button = document.createElement("button")
  const image = document.createElement("img")
  const name = document.createElement("span")
  button.type = "button"
  image.src = picture.thumbnail
  image.alt = ""
  image.loading = "lazy"
  name.textContent = [picture.caption || picture.alt, picture.credit].filter(Boolean).join(" · ")
  button.append(image, name)
  button.addEventListener("click", () => take(picture))
  item.append(button)
  return item
}

// Django's popup writes the new picture's number into the field its link is named for, and tells jQuery.
function upload(url, words, take) {
  const holder = document.createElement("span")
  const field = document.createElement("input")
  const link = document.createElement("a")
  field.type = "hidden"
  field.id = "picture-upload"
  link.id = `add_${field.id}`
  link.href = `${url}?_popup=1`
  link.className = "button primary related-widget-wrapper-link"
  link.dataset.popup = "yes"
  link.textContent = words.uploadPicture
  window.django.jQuery(field).on("change", () => take(field.value))
  holder.append(field, link)
  return holder
}

function afterPause(run) {
  let timer
  return () => {
    clearTimeout(timer)
    timer = setTimeout(run, PAUSE)
  }
}
