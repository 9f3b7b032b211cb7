// Sends what is typed to the server as it is typed. The protocol stands at the top of safelight.js.

const PAUSE = 800 // milliseconds after the last key
const LONGEST = 1500 // milliseconds after the first unsent key, however fast somebody types
const FIRST_RETRY = 1000
const LAST_RETRY = 30000
const KEEPALIVE_LIMIT = 60000 // browsers let a request outlive its page up to 64 kB

export class Autosave {
  constructor (form, onKept) {
    this.form = form
    this.onKept = onKept
    this.url = form.dataset.autosaveUrl
    this.version = Number(form.dataset.autosaveVersion || 0)
    this.versions = new Map()
    this.waiting = new Map() // field → value, not yet kept
    this.known = new Map() // field → what was last sent and answered, as JSON
    this.firstChange = 0
    this.timer = 0
    this.retry = 0
    this.trouble = ''
    this.refusedField = ''
    this.sending = null
    this.status = document.querySelector('[data-autosave-status]')
  }

  start () {
    this.form.addEventListener('input', (event) => this.changed(event.target))
    this.form.addEventListener('change', (event) => this.changed(event.target))
    // The whole form goes with it; an older value must not arrive after it.
    this.form.addEventListener('submit', () => {
      clearTimeout(this.timer)
      this.sending?.abort()
      this.waiting.clear()
    })
    document.addEventListener('visibilitychange', () => document.hidden ? this.flush() : this.send())
    window.addEventListener('pagehide', () => this.flush())
    window.addEventListener('online', () => this.send())
    window.addEventListener('focus', () => { if (this.trouble) this.send() })
    window.addEventListener('beforeunload', (event) => {
      if (this.trouble && this.waiting.size) event.preventDefault()
    })
  }

  changed (control) {
    const found = reading(this.form, control)
    if (!found) return
    if (!this.waiting.has(found.field) && this.known.get(found.field) === JSON.stringify(found.value)) return
    for (const field of this.waiting.keys()) {
      // A line's tick and its other answers are one thing: only the last of them counts.
      if (versionKey(field) === versionKey(found.field)) this.waiting.delete(field)
    }
    this.waiting.set(found.field, found.value)
    this.firstChange ||= Date.now()
    if (this.retry && this.trouble === 'trying') return
    const due = Math.min(PAUSE, Math.max(0, this.firstChange + LONGEST - Date.now()))
    this.later(due)
  }

  later (milliseconds) {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.send(), milliseconds)
  }

  async send () {
    clearTimeout(this.timer)
    if (this.sending || !this.waiting.size) return
    const [field, value] = this.waiting.entries().next().value
    this.firstChange = 0
    this.sending = new AbortController()
    let response = null
    try {
      response = await this.post(field, value, this.sending.signal)
    } catch (error) {
      if (error.name === 'AbortError') return
    } finally {
      this.sending = null
    }
    const settled = await this.settle(field, response)
    if (settled) {
      this.remember(field, value)
      if (this.waiting.get(field) === value) this.waiting.delete(field)
      this.retry = 0
      if (this.waiting.size) this.later(0)
    } else {
      this.retry = Math.min(this.retry ? this.retry * 2 : FIRST_RETRY, LAST_RETRY)
      this.later(this.retry)
    }
  }

  // On leaving: everything at once, in requests that outlive the page.
  flush () {
    clearTimeout(this.timer)
    for (const [field, value] of this.waiting) {
      this.post(field, value).then(async (response) => {
        if (await this.settle(field, response) && this.waiting.get(field) === value) this.waiting.delete(field)
      }, () => {})
    }
  }

  post (field, value, signal) {
    const body = JSON.stringify({ field, value, version: this.versionOf(field) })
    return fetch(this.url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRFToken': this.token() },
      body,
      credentials: 'same-origin',
      redirect: 'manual',
      keepalive: body.length < KEEPALIVE_LIMIT,
      signal
    })
  }

  // Whether the field needs no further sending: it was kept, or it is for a person to settle.
  async settle (field, response) {
    if (!response || (response.status >= 500) || response.status === 408 || response.status === 429) {
      this.say('trying')
      return false
    }
    if (response.type === 'opaqueredirect' || response.status === 401 || response.status === 403) {
      const answer = await json(response)
      this.say('signedOut', '', answer.sign_in_url || '/')
      return false
    }
    const answer = await json(response)
    if (response.ok && answer.version !== undefined) {
      this.kept(field, answer)
      return true
    }
    if (response.status === 409) {
      this.say('conflict', answer.error, answer.conflict_url)
      return true
    }
    const reasons = Object.values(answer.errors || {})
    this.refusedField = field
    this.say('refused', answer.error || reasons.join(' '))
    return true
  }

  // So that leaving a control, which changes nothing more, does not send it a second time.
  remember (field, value) {
    for (const other of this.known.keys()) {
      if (versionKey(other) === versionKey(field)) this.known.delete(other)
    }
    this.known.set(field, JSON.stringify(value))
  }

  kept (field, answer) {
    const key = versionKey(field)
    this.versions.set(key, answer.version)
    let hidden = this.form.querySelector(`input[type=hidden][name="version-${CSS.escape(key)}"]`)
    if (!hidden) {
      hidden = document.createElement('input')
      hidden.type = 'hidden'
      hidden.name = `version-${key}`
      this.form.append(hidden)
    }
    hidden.value = answer.version
    // A conflict or a refusal stands until the person has dealt with it.
    if (this.trouble !== 'conflict' && (this.trouble !== 'refused' || this.refusedField === field)) {
      this.trouble = ''
      if (this.status) {
        this.status.classList.remove('sl-kept--trouble')
        this.status.textContent = `${this.status.dataset.kept} ${answer.kept_at}`
      }
    }
    this.onKept(answer)
  }

  say (trouble, detail = '', address = '') {
    this.trouble = trouble
    if (!this.status) return
    const words = detail ? `${this.status.dataset[trouble]}: ${detail}` : this.status.dataset[trouble]
    if (this.status.textContent === words) return // said already; a screen reader need not hear it again
    this.status.classList.add('sl-kept--trouble')
    this.status.textContent = ''
    if (!address) {
      this.status.textContent = words
      return
    }
    const link = document.createElement('a')
    link.className = 'govuk-link'
    link.href = address
    link.textContent = words
    if (trouble === 'signedOut') link.target = '_blank'
    this.status.append(link)
  }

  versionOf (field) {
    const key = versionKey(field)
    // A form whose controls are saved apart says of each which save it shows.
    const shown = this.form.querySelector(`input[type=hidden][name="version-${CSS.escape(key)}"]`)
    return this.versions.get(key) ?? (shown ? Number(shown.value) : this.version)
  }

  // The cookie is newer than the form after somebody has signed in again in another tab.
  token () {
    const cookie = document.cookie.split('; ').find((one) => /^(__Host-)?csrftoken=/.test(one))
    const input = this.form.elements.namedItem('csrfmiddlewaretoken')
    if (cookie && input) input.value = cookie.slice(cookie.indexOf('=') + 1)
    return input?.value ?? ''
  }
}

// What a control's save is counted under.
function versionKey (field) {
  return field.replace(/^present-/, 'answer-')
}

async function json (response) {
  try {
    return await response.json()
  } catch {
    return {}
  }
}

// What a control says now, as {field, value}; nothing for what is never sent.
function reading (form, control) {
  const name = control.name
  if (!name || control.form !== form || control.closest('[data-autosave="off"]')) return null
  if (['password', 'file', 'hidden', 'submit', 'button'].includes(control.type)) return null
  const part = /^(.+)-(day|month|year)$/.exec(name)
  if (part) {
    const values = ['day', 'month', 'year'].map((one) => form.elements.namedItem(`${part[1]}-${one}`)?.value.trim() ?? '')
    const whole = values.every(Boolean) && values[2].length === 4
    return whole || !values.some(Boolean) ? { field: part[1], value: values } : null
  }
  if (control.type === 'checkbox') {
    const same = [...form.querySelectorAll(`input[type=checkbox][name="${CSS.escape(name)}"]`)]
    if (same.length === 1) return { field: name, value: control.checked }
    return { field: name, value: same.filter((one) => one.checked).map((one) => one.value) }
  }
  if (control.type === 'radio') return control.checked ? { field: name, value: control.value } : null
  if (control.type === 'select-multiple') return { field: name, value: [...control.selectedOptions].map((one) => one.value) }
  return { field: name, value: control.value }
}
