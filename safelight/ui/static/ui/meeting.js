// In a meeting, Ctrl+Enter (or Cmd+Enter) saves the row and goes on to the next. Enter in a line of text adds what was
// said, as a form does without a script.

export function startMeeting (page) {
  const form = page.querySelector('[data-row-form]')
  const save = form?.querySelector('[data-save-next]')
  if (!save) return
  for (const hint of page.querySelectorAll('[data-needs-script]')) hint.hidden = false
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.isComposing) return
    event.preventDefault()
    form.requestSubmit(save)
  })
}
