import { mkdirSync, writeFileSync } from 'node:fs'
import { regimeNames, regimeTable, shippedRules } from '@touchstone/jurisdiction'

// Writes docs/law/<regime>.md from the data; a test fails if they are out of date.
const folder = new URL('../docs/law/', import.meta.url)

mkdirSync(folder, { recursive: true })
for (const id of regimeNames.written) {
  writeFileSync(new URL(`${id}.md`, folder), regimeTable(shippedRules(id).regime))
}
console.log(`Wrote ${regimeNames.written.length} regimes to docs/law`)
