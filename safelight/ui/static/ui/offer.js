// Words that were written elsewhere, offered for an empty box: the button puts them in, and they are kept as if typed.

export function startOffers (page) {
  for (const offer of page.querySelectorAll('[data-offer]')) {
    const box = page.getElementById(offer.dataset.offer)
    offer.querySelector('[data-offer-use]')?.addEventListener('click', (event) => {
      if (!box || box.value.trim()) return
      event.preventDefault()
      box.value = offer.querySelector('[data-offer-words]').textContent.trim()
      box.dispatchEvent(new Event('input', { bubbles: true }))
      offer.hidden = true
      box.focus()
    })
  }
}
