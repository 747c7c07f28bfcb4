import { mkdirSync, writeFileSync } from 'node:fs'
import { jsonSchemaOf, nouns } from '@touchstone/contract'
import { format, resolveConfig } from 'prettier'

// Writes docs/contract/<noun>.schema.json; a test says when they are out of date.
const folder = new URL('../docs/contract/', import.meta.url)

mkdirSync(folder, { recursive: true })
for (const noun of nouns) {
  const path = new URL(`${noun}.schema.json`, folder)
  const style = await resolveConfig(path)
  const text = await format(JSON.stringify(jsonSchemaOf(noun)), { ...style, parser: 'json' })
  writeFileSync(path, text)
}
console.log(`Wrote ${nouns.length} schemas to docs/contract`)
