// Compiles the style sheet and copies the browser module of govuk-frontend into static/build/.
// Run by `npm run build`. Everything is served by Safelight itself; nothing comes from another host.
import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

import * as sass from 'sass'

const styles = dirname(fileURLToPath(import.meta.url))
const root = join(styles, '..', '..', '..')
const target = join(styles, '..', 'static', 'build')
const govuk = join(root, 'node_modules', 'govuk-frontend', 'dist', 'govuk')

mkdirSync(target, { recursive: true })

const { css } = sass.compile(join(styles, 'safelight.scss'), {
  loadPaths: [styles, join(root, 'node_modules')],
  quietDeps: true,
  silenceDeprecations: ['import'],
  style: 'compressed'
})
for (const forbidden of ['GDS Transport', '/assets/', 'govuk-crest']) {
  if (css.includes(forbidden)) throw new Error(`The style sheet must not contain "${forbidden}".`)
}
writeFileSync(join(target, 'safelight.css'), css)
copyFileSync(join(govuk, 'govuk-frontend.min.js'), join(target, 'govuk-frontend.min.js'))
console.log(`static/build/safelight.css: ${Math.round(css.length / 1024)} kB`)
