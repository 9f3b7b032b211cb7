// Warns before a session ends for want of use (ui/idle.html). Asking the server how long is left keeps nothing alive, and
// finds out what other tabs did meanwhile. Nothing on the page is changed or left, whatever happens.

const ASK_EVERY = 15000 // milliseconds, while the warning stands

export function startIdle (dialog) {
  if (!dialog) return
  const find = (name) => dialog.querySelector(`[data-idle-${name}]`)
  const warning = Number(dialog.dataset.idleWarning) * 1000
  let end = Date.now() + Number(dialog.dataset.idleLeft) * 1000
  let asked = 0
  let timer = 0

  const later = (milliseconds) => {
    clearTimeout(timer)
    timer = setTimeout(look, Math.max(0, Math.min(milliseconds, 60000)))
  }

  // How many milliseconds are left; 0 when signed out; what we knew when the server can't be reached.
  async function left () {
    asked = Date.now()
    try {
      const answer = await fetch(dialog.dataset.idleAsk, { redirect: 'manual', headers: { Accept: 'application/json' } })
      end = Date.now() + (answer.ok ? (await answer.json()).seconds * 1000 : 0)
    } catch {}
    return end - Date.now()
  }

  async function look () {
    if (end - Date.now() > warning) return later(end - Date.now() - warning)
    if (Date.now() - asked > ASK_EVERY || end <= Date.now()) await left()
    const rest = end - Date.now()
    if (rest > warning) {
      if (dialog.open) dialog.close()
      return later(rest - warning)
    }
    show(rest)
    if (rest > 0) later(1000)
  }

  function show (rest) {
    const over = rest <= 0
    find('before').hidden = over
    find('after').hidden = !over
    find('stay').hidden = over
    find('close').hidden = !over
    const time = find('time')
    const minutes = Math.ceil(rest / 60000)
    const words = rest < 60000 ? time.dataset.moments : minutes === 1 ? time.dataset.minute : time.dataset.minutes.replace('%n', minutes)
    if (time.textContent !== words) time.textContent = words
    const said = over ? find('after').textContent : find('before').textContent
    if (dialog.open && find('said').textContent !== said) find('said').textContent = said
    if (dialog.open) return
    dialog.showModal()
  }

  async function stay (event) {
    event.preventDefault()
    const form = find('stay')
    try {
      await fetch(form.action, { method: 'POST', body: new FormData(form), redirect: 'manual' })
    } catch {}
    asked = 0
    const rest = await left()
    if (rest > 0) dialog.close()
    look()
  }

  find('stay').addEventListener('submit', stay)
  find('close').addEventListener('click', () => dialog.close())
  // Escape says: I am here.
  dialog.addEventListener('cancel', (event) => { if (end > Date.now()) stay(event) })
  document.addEventListener('visibilitychange', () => { if (!document.hidden) look() })
  look()
}
