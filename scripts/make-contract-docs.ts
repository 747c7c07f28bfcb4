import { mkdirSync, writeFileSync } from 'node:fs'
import { jsonSchemaOf, nouns } from '@touchstone/contract'
import { format } from 'oxfmt'

// Writes docs/contract/<noun>.schema.json; a test fails if they are out of date.
const folder = new URL('../docs/contract/', import.meta.url)

mkdirSync(folder, { recursive: true })
for (const noun of nouns) {
  const path = new URL(`${noun}.schema.json`, folder)
  const { code } = await format(path.pathname, JSON.stringify(jsonSchemaOf(noun)), {
    printWidth: 100,
  })
  writeFileSync(path, code)
}
console.log(`Wrote ${nouns.length} schemas to docs/contract`)
