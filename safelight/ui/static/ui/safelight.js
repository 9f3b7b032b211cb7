// Starts what makes a page better with JavaScript. Every page also works without it, and nothing is kept on the device.
//
// Autosave, between a page and its server
// ---------------------------------------
// A form with data-autosave-url sends each changed control within two seconds (autosave.js); data-autosave-version is
// the save that the page shows. A control with data-autosave="off", a password and a file are never sent.
//
//   POST data-autosave-url      Content-Type: application/json, X-CSRFToken
//   {"field": "evidence-L1", "value": "…", "version": 7}
//
//   field    the control's name; of three controls x-day, x-month, x-year the name x, with value ["14", "5", "2011"]
//   value    text; true or false for one tick box; a list for several tick boxes of one name
//   version  the save that this control last showed
//
// Answers:
//   200 {"version": 8, "kept_at": "15:52", "counts"?, "line"?, "harm_prompt"?}
//         counts       {"answered": 28, "present": 7, "suspected": 2, "not_present": 9, "not_known": 10, "not_asked": 12,
//                       "low": 7, "medium": 11, "high": 10}; each goes to [data-count=KEY] and [data-progress=KEY]
//         line         {"code": "L1", "answer": "suspected", "evidence": "what the closed line shows"}
//         harm_prompt  HTML for that line's [data-line-harm]; "" takes it away; left out, it stays
//   400 or 422 {"errors": {"evidence-L1": "…"}} or {"error": "…"}   not sent again until it changes
//   401 {"sign_in_url": "/…"}, 403 or a redirect                      signed out: kept in memory, sent again once signed in
//   409 {"conflict_url": "/…"} or {"error": "…"}                      somebody else was first: not sent again
//   404, 410 {"error": "…"}                                           not sent again
//   anything else, or no answer                                       sent again, at first after a second, then ever later
//
// After an answer 200 the form has hidden inputs version-CONTROL, so that posting the whole form later knows which
// save each control shows.
import {
  Button, Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink, createAll
} from '../build/govuk-frontend.min.js'
import { Autosave } from './autosave.js'
import { startIdle } from './idle.js'
import { startLanguage } from './language.js'
import { startMatrix } from './matrix.js'
import { startMeeting } from './meeting.js'
import { startOffers } from './offer.js'

for (const component of [Checkboxes, ErrorSummary, NotificationBanner, PasswordInput, Radios, SkipLink]) {
  createAll(component)
}
createAll(Button, { preventDoubleClick: true })

startOffers(document)
const matrix = startMatrix(document)
for (const form of document.querySelectorAll('form[data-autosave-url]')) {
  new Autosave(form, (answer) => {
    matrix.show(answer)
    document.dispatchEvent(new CustomEvent('safelight:kept', { detail: answer }))
  }).start()
}
startMeeting(document)
startLanguage(document)
startIdle(document.querySelector('[data-idle-left]'))
