// The young person's plan: "exit this page", and what each box reads like, as the server says after each save.
import { ExitThisPage, createAll } from '../build/govuk-frontend.min.js'

createAll(ExitThisPage)
document.addEventListener('safelight:kept', (event) => {
  for (const [key, html] of Object.entries(event.detail.shows || {})) {
    const place = document.querySelector(`[data-shows="${CSS.escape(key)}"]`)
    // What says the same already is not said again to a screen reader, and no button loses its focus.
    if (place && place.dataset.last !== html) {
      place.dataset.last = html
      place.innerHTML = html
    }
  }
})
