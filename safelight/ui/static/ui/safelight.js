// Starts what makes a page better with JavaScript. Every page also works without it.
import {
  Button, Checkboxes, ErrorSummary, NotificationBanner, Radios, SkipLink, createAll
} from '../build/govuk-frontend.min.js'

for (const component of [Checkboxes, ErrorSummary, NotificationBanner, Radios, SkipLink]) {
  createAll(component)
}
createAll(Button, { preventDoubleClick: true })
