import { expect, test } from 'vitest'
import { z } from 'zod'
import { endpoints, type Endpoint } from './index.ts'

/** File formats and parts of errors keep their names. */
const formats = new Set([
  'Assessment',
  'BrandMention',
  'Catalog',
  'EncodingReading',
  'GoodsLabel',
  'PortfolioFact',
  'PriceComparison',
  'ReadingLabel',
  'RowError',
  'Signal',
  'StatementOfReasons',
])

/** The ids of all schemas inside these. */
function namesIn(schemas: readonly (z.ZodType | undefined)[]): Set<string> {
  const names = new Set<string>()
  const seen = new Set<object>()
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return
    seen.add(value)
    if (value instanceof z.ZodType) {
      const { id } = value.meta() ?? {}
      if (id !== undefined) names.add(id)
      visit(value.def)
    } else if (Array.isArray(value) || !(value instanceof RegExp)) {
      for (const part of Object.values(value)) visit(part)
    }
  }
  for (const schema of schemas) visit(schema)
  return names
}

test('what goes out is a …View, what comes in an …Input or an …Action, what does both is a value', () => {
  const all = Object.values(endpoints).flatMap((group): Endpoint[] => Object.values(group))
  const out = namesIn(all.map(({ response }) => response))
  const into = namesIn(all.flatMap(({ body, query, params }) => [body, query, params]))
  expect(out.size).toBeGreaterThan(150)
  expect(into.size).toBeGreaterThan(50)
  const misnamed = [
    ...[...out].filter((name) => into.has(name) === /View$/.test(name)),
    ...[...into].filter((name) => !out.has(name) && !/(Input|Action)$/.test(name)),
  ]
  expect(misnamed.filter((name) => !formats.has(name))).toEqual([])
})
