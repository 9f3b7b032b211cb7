// The risk factors matrix: keys on a line's tick box, marks that follow an answer at once, counts from the server.

const KEYS = { s: 'suspected', n: 'not_present', k: 'not_known' }

export function startMatrix (page) {
  const lines = [...page.querySelectorAll('[data-line]')]
  const help = page.querySelector('[data-line-keys]')
  const toggle = page.querySelector('[data-keys-toggle]')
  let keysOn = !help?.hasAttribute('data-keys-off')

  if (help) help.hidden = !lines.length
  toggle?.addEventListener('click', () => {
    keysOn = !keysOn
    toggle.textContent = keysOn ? toggle.dataset.off : toggle.dataset.on
    if (help.dataset.keysUrl) keepKeys(page, help.dataset.keysUrl, keysOn)
  })

  for (const line of lines) {
    tick(line).addEventListener('change', () => {
      for (const choice of choices(line)) choice.checked = !tick(line).checked && choice.value === 'not_asked'
      showAnswer(page, line, tick(line).checked ? 'present' : 'not_asked')
      recount()
    })
    for (const choice of choices(line)) {
      choice.addEventListener('change', () => {
        tick(line).checked = false
        showAnswer(page, line, choice.value)
        recount()
      })
    }
    tick(line).addEventListener('keydown', (event) => {
      if (!keysOn || event.ctrlKey || event.altKey || event.metaKey) return
      if (press(line, event.key)) event.preventDefault()
    })
  }

  const rests = [...page.querySelectorAll('[data-rest]')].map((place) => startRest(page, place))

  function recount () {
    for (const rest of rests) rest.recount()
  }

  function press (line, key) {
    const place = lines.indexOf(line)
    const answer = KEYS[key.toLowerCase()]
    if (answer) {
      choose(line, answer)
    } else if (key === 'ArrowDown') {
      focus(lines[place + 1])
    } else if (key === 'ArrowUp') {
      focus(lines[place - 1])
    } else if (key.toLowerCase() === 'u') {
      nextNotAsked(place)
    } else if (key.toLowerCase() === 'e') {
      line.querySelector('details').open = true
      line.querySelector('textarea').focus()
    } else {
      return false
    }
    return true
  }

  function nextNotAsked (place) {
    const after = [...lines.slice(place + 1), ...lines.slice(0, place + 1)]
    const found = after.find((line) => line.dataset.answer === 'not_asked')
    focus(found)
    return Boolean(found)
  }

  let last = -1
  page.addEventListener('focusin', (event) => {
    const line = event.target.closest?.('[data-line]')
    if (line) last = lines.indexOf(line)
  })
  for (const link of page.querySelectorAll('[data-next-not-asked]')) {
    link.addEventListener('click', (event) => {
      if (nextNotAsked(last)) event.preventDefault()
    })
  }

  return {
    // What the server answered to a kept field.
    show (answer) {
      for (const [key, value] of Object.entries(answer.counts || {})) {
        for (const place of page.querySelectorAll(`[data-count="${CSS.escape(key)}"]`)) place.textContent = value
        for (const bar of page.querySelectorAll(`[data-progress="${CSS.escape(key)}"]`)) bar.value = value
      }
      if (!answer.line) return
      const line = lines.find((one) => one.dataset.line === answer.line.code)
      if (!line) return
      if (answer.line.evidence !== undefined) line.querySelector('[data-line-evidence]').textContent = answer.line.evidence
      if (answer.harm_prompt !== undefined) line.querySelector('[data-line-harm]').innerHTML = answer.harm_prompt
    }
  }
}

// What is left of a group is marked "not known" by the server, in one request, while the page stays as it is; and taken
// back in the same way. Where that does not work, the button does what it does without this module.
function startRest (page, place) {
  const lines = [...(place.closest('section') ?? page).querySelectorAll('[data-line]')]
  const offer = place.querySelector('[data-rest-offer]')
  const undo = place.querySelector('[data-rest-undo]')
  const mark = place.querySelector('[data-rest-mark]')
  const back = place.querySelector('[data-rest-back]')
  const say = (part, number) => { place.querySelector(`[data-count^="${part}-"]`).textContent = number }

  mark.addEventListener('click', async (event) => {
    event.preventDefault()
    const left = lines.filter((line) => line.dataset.answer === 'not_asked')
    if (!await posted(page, mark)) return
    for (const line of left) set(page, line, 'not_known')
    recount()
    offer.open = false
    undo.hidden = false
    back.focus()
  })
  back.addEventListener('click', async (event) => {
    event.preventDefault()
    const fresh = await posted(page, back)
    if (!fresh) return
    for (const line of lines) {
      const now = fresh.getElementById(line.id)
      if (now && now.dataset.answer === 'not_asked') set(page, line, 'not_asked')
    }
    recount()
    undo.hidden = true
    offer.querySelector('summary').focus()
  })

  function recount () {
    const left = lines.filter((line) => line.dataset.answer === 'not_asked').length
    say('rest', left)
    offer.hidden = !left
  }
  return { recount }
}

// Posts the form by one of its buttons; the page as the server has it then, its counts taken over. Nothing when it has
// to be posted in the ordinary way, which is then under way.
async function posted (page, button) {
  const body = new FormData(button.form)
  body.append(button.name, button.value)
  try {
    const response = await fetch(window.location.href, { method: 'POST', body, credentials: 'same-origin' })
    if (response.ok && new URL(response.url).pathname === window.location.pathname) {
      const fresh = new DOMParser().parseFromString(await response.text(), 'text/html')
      for (const count of page.querySelectorAll('[data-count]')) {
        const now = fresh.querySelector(`[data-count="${CSS.escape(count.dataset.count)}"]`)
        if (now) count.textContent = now.textContent
      }
      for (const bar of page.querySelectorAll('[data-progress]')) {
        bar.value = fresh.querySelector(`[data-progress="${CSS.escape(bar.dataset.progress)}"]`)?.value ?? bar.value
      }
      return fresh
    }
  } catch { /* no connection: the browser says so */ }
  button.form.requestSubmit(button)
  return null
}

function set (page, line, answer) {
  for (const choice of choices(line)) choice.checked = choice.value === answer
  showAnswer(page, line, answer)
}

function choose (line, answer) {
  const choice = choices(line).find((one) => one.value === answer)
  choice.checked = true
  choice.dispatchEvent(new Event('change', { bubbles: true }))
}

// The person's choice, for every matrix from now on. Without a connection it holds for this page only.
function keepKeys (page, address, on) {
  const body = new URLSearchParams({ on: on ? 'yes' : 'no' })
  body.set('csrfmiddlewaretoken', page.querySelector('input[name=csrfmiddlewaretoken]')?.value ?? '')
  fetch(address, { method: 'POST', body, credentials: 'same-origin', keepalive: true }).catch(() => {})
}

function tick (line) {
  return line.querySelector('input[type=checkbox][name^="present-"]')
}

function choices (line) {
  return [...line.querySelectorAll('input[type=radio][name^="answer-"]')]
}

function focus (line) {
  if (!line) return
  tick(line).focus({ preventScroll: true })
  line.scrollIntoView({ block: 'nearest' })
}

function showAnswer (page, line, answer) {
  const mark = page.querySelector(`template[data-answer-mark="${answer}"]`)
  line.classList.remove(`sl-line--${line.dataset.answer}`)
  line.classList.add(`sl-line--${answer}`)
  line.dataset.answer = answer
  if (mark) line.querySelector('[data-line-answer]').replaceChildren(mark.content.cloneNode(true))
}
