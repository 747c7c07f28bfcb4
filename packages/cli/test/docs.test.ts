import { readFileSync } from 'node:fs'
import { jsonSchemaOf, nouns } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { variablesTable } from '../src/config.ts'

function doc(path: string): string {
  return readFileSync(new URL(`../../../docs/${path}`, import.meta.url), 'utf8')
}

test.each(nouns)('docs/contract/%s.schema.json is what the schema says', (noun) => {
  // To update: node --conditions=touchstone-source scripts/make-contract-docs.ts
  expect(JSON.parse(doc(`contract/${noun}.schema.json`))).toEqual(jsonSchemaOf(noun))
})

test('the operator’s page shows every environment variable with its default and meaning', () => {
  const rowsOf = (text: string): string[] =>
    text
      .split('\n')
      .filter((line) => line.startsWith('|'))
      .map((line) => line.replace(/\s+/g, ' ').replace(/-+/g, '-'))
  expect(rowsOf(doc('operator/configuration.md'))).toEqual(
    expect.arrayContaining(rowsOf(variablesTable())),
  )
})
