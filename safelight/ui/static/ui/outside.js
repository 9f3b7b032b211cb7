// What the pages for people without an account need, and nothing else: nothing is sent, read or kept.
import { Button, ErrorSummary, ExitThisPage, Radios, SkipLink, createAll } from '../build/govuk-frontend.min.js'

for (const component of [ExitThisPage, ErrorSummary, Radios, SkipLink]) {
  createAll(component)
}
createAll(Button, { preventDoubleClick: true })
