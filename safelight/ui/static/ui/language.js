// Points out words that blame a child, under the field, as somebody types. It never stops anything and keeps nothing.
//
// [data-language="/language/check/"] around fields that are about a child; data-language-age is the child's age, and
// data-language-own the names of fields that hold somebody's own words, which are never sent. The words that are shown
// stand in the template beside it: [data-language-words].

const PAUSE = 1200 // milliseconds after the last key
const SHORTEST = 5 // characters, below which nothing can be found

export function startLanguage (page) {
  for (const part of page.querySelectorAll('[data-language]')) {
    const own = new Set((part.dataset.languageOwn || '').split(' '))
    const words = part.querySelector('template[data-language-words]')
    if (!part.dataset.language || !words) continue
    for (const field of part.querySelectorAll('textarea')) {
      if (!own.has(field.name) && !field.readOnly) new Field(field, part, words).start()
    }
  }
}

class Field {
  constructor (field, part, words) {
    this.field = field
    this.part = part
    this.words = words
    this.put = new Set() // terms that were put aside on this field
    this.asked = ''
    this.timer = 0
    this.asking = null
    this.box = null
  }

  start () {
    this.field.addEventListener('input', () => {
      clearTimeout(this.timer)
      this.timer = setTimeout(() => this.ask(), PAUSE)
    })
    this.field.addEventListener('change', () => this.ask())
  }

  async ask () {
    clearTimeout(this.timer)
    const text = this.field.value
    if (text === this.asked) return
    this.asked = text
    this.asking?.abort()
    if (text.trim().length < SHORTEST) return this.show([])
    this.asking = new AbortController()
    const age = this.part.dataset.languageAge
    try {
      const response = await fetch(this.part.dataset.language, {
        method: 'POST',
        credentials: 'same-origin',
        redirect: 'manual',
        headers: { 'Content-Type': 'application/json', 'X-CSRFToken': this.field.form?.elements.csrfmiddlewaretoken?.value || '' },
        body: JSON.stringify({ text, age: age ? Number(age) : null }),
        signal: this.asking.signal
      })
      if (!response.ok) throw new Error(String(response.status))
      this.show((await response.json()).findings)
    } catch (error) {
      // Hints are a help and nothing hangs on them: the next pause asks again.
      if (error.name !== 'AbortError') this.asked = ''
    }
  }

  show (findings) {
    const found = new Map()
    for (const finding of findings) {
      if (!this.put.has(finding.term.toLowerCase())) found.set(finding.term.toLowerCase(), finding)
    }
    if (!found.size && !this.box) return
    this.box ||= this.made()
    const list = this.box.querySelector('ul')
    const shown = [...list.children].map((item) => item.dataset.term).join('\n')
    if (shown === [...found.keys()].join('\n')) return
    list.replaceChildren(...[...found].map(([term, finding]) => this.item(term, finding)))
    this.box.querySelector('[data-language-hints]').hidden = !found.size
    this.box.querySelector('button').onclick = () => {
      for (const term of found.keys()) this.put.add(term)
      this.show([])
      this.field.focus()
    }
  }

  item (term, finding) {
    const item = document.createElement('li')
    const strong = document.createElement('strong')
    strong.textContent = `“${finding.term}”`
    item.dataset.term = term
    item.append(strong, ` ${finding.why} ${finding.instead}`)
    return item
  }

  made () {
    const box = this.words.content.firstElementChild.cloneNode(true)
    box.id = `${this.field.id}-language`
    this.field.after(box)
    const described = this.field.getAttribute('aria-describedby')
    this.field.setAttribute('aria-describedby', described ? `${described} ${box.id}` : box.id)
    return box
  }
}
