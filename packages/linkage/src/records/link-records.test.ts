import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { seededRandom } from '@touchstone/contract/seeded-random'
import { febrlFields } from '../../test/febrl-fields.ts'
import { linkRecords, type FieldPlan, type TableRecord } from './index.ts'

const fields: FieldPlan = { name: 'name', born: 'date', town: 'place', tax: 'identifier' }
const syllables = ['ka', 'lo', 'mi', 'ren', 'tas', 'vo', 'bel', 'dur', 'fin', 'gor']

/** Invented people, each in one to three records; the later ones have typing errors and gaps. */
function people(count: number): TableRecord[] {
  const random = seededRandom(11)
  const below = (most: number): number => Math.floor(random() * most)
  const word = (): string =>
    Array.from({ length: 3 }, () => syllables[below(syllables.length)]).join('')
  const mistyped = (text: string): string => {
    const at = below(text.length - 1)
    return text.slice(0, at) + text.charAt(at + 1) + text.charAt(at) + text.slice(at + 2)
  }
  return Array.from({ length: count }, (_, person) => {
    const cells = {
      name: `${word()} ${word()}`,
      born: `19${10 + below(90)}-0${1 + below(9)}-${10 + below(19)}`,
      town: word(),
      tax: String(1_000_000 + below(9_000_000)),
    }
    return Array.from({ length: 1 + below(3) }, (__, copy): TableRecord => {
      const id = `${person}-${copy}`
      if (copy === 0) return { id, cells }
      const field = (['name', 'town', 'tax'] as const)[below(3)]!
      return { id, cells: { ...cells, [field]: copy === 1 ? mistyped(cells[field]) : '' } }
    })
  }).flat()
}

const table = people(300)
const ownerOf = (id: string): string => id.split('-')[0] ?? ''

test('records of one person form one network', () => {
  const { networks } = linkRecords(table, { fields })
  const owners = Map.groupBy(table, ({ id }) => ownerOf(id))
  const expected = [...owners.values()]
    .filter((own) => own.length > 1)
    .map((own) => own.map(({ id }) => id).toSorted())
  const found = networks.map(({ records }) => records)
  expect(found.toSorted()).toEqual(expected.toSorted())
  for (const { id, probability, weakest, records } of networks) {
    expect(id).toBe(records[0])
    expect(probability).toBeGreaterThan(0.5)
    expect(records).toEqual(expect.arrayContaining(weakest.records))
    expect(weakest.weight).toBeGreaterThan(0)
  }
})

test('the order of the records changes nothing', () => {
  const small = table.slice(0, 60)
  const expected = linkRecords(small, { fields })
  fc.assert(
    fc.property(fc.shuffledSubarray(small, { minLength: small.length }), (shuffled) => {
      expect(linkRecords(shuffled, { fields })).toEqual(expected)
    }),
    { numRuns: 10 },
  )
})

test('a link has the sum of its reasons and the prior, the heaviest reason first', () => {
  const { links, model } = linkRecords(table, { fields })
  expect(links.length).toBeGreaterThan(100)
  for (const { weight, reasons, probability } of links) {
    const sum = reasons.reduce((all, reason) => all + reason.weight, 0)
    expect(weight).toBeCloseTo(sum + model.prior, 2)
    expect(probability).toBeCloseTo(1 / (1 + 2 ** -weight))
    const sizes = reasons.map((reason) => Math.abs(reason.weight))
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
  }
})

test('a gap speaks neither for nor against', () => {
  const { links } = linkRecords(table, { fields })
  const cells = new Map(table.map((record) => [record.id, record.cells]))
  for (const { a, b, reasons } of links)
    for (const field of Object.keys(fields)) {
      const isMissing = cells.get(a)?.[field] === '' || cells.get(b)?.[field] === ''
      expect(reasons.some(({ family }) => family === field)).toBe(!isMissing)
    }
})

test('a rare value that two records share weighs more than a common one', () => {
  const crowd = Array.from({ length: 120 }, (_, at): TableRecord => {
    const town = at < 100 ? 'springfield' : `hamlet ${Math.floor(at / 2)}`
    return { id: `c${at}`, cells: { name: `person ${Math.floor(at / 2)}`, town } }
  })
  const { links } = linkRecords(crowd, { fields: { name: 'name', town: 'place' } })
  const weightIn = (a: string, b: string): number =>
    links
      .find((link) => link.a === a && link.b === b)!
      .reasons.find(({ family }) => family === 'town')!.weight
  expect(weightIn('c118', 'c119')).toBeGreaterThan(weightIn('c10', 'c11') + 3)
})

test.each([0, 1, 2])('a table of %i records is no fault', (count) => {
  expect(linkRecords(table.slice(0, count), { fields }).model.fields).toHaveLength(4)
})

const folder = join(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'), 'linkage')
test.skipIf(!existsSync(folder))('FEBRL 3 is linked with an F1 of at least 0.99', () => {
  const [header = '', ...lines] = gunzipSync(readFileSync(join(folder, 'febrl_dataset3.csv.gz')))
    .toString('utf8')
    .trim()
    .split('\n')
  const names = header.split(',').map((name) => name.trim())
  const records = lines.map((line): TableRecord => {
    const values = line.split(',').map((value) => value.trim())
    return {
      id: values[0]!,
      cells: Object.fromEntries(names.map((name, at) => [name, values[at]!])),
    }
  })
  const { networks } = linkRecords(records, { fields: febrlFields })
  const personOf = (id: string): string => id.split('-')[1] ?? ''
  const pairsOf = (groups: Iterable<{ length: number }>): number =>
    [...groups].reduce((sum, { length }) => sum + (length * (length - 1)) / 2, 0)
  const truth = pairsOf(Map.groupBy(records, ({ id }) => personOf(id)).values())
  const found = pairsOf(networks.map((network) => network.records))
  const right = pairsOf(
    networks.flatMap((network) => [...Map.groupBy(network.records, personOf).values()]),
  )
  expect((2 * right) / (found + truth)).toBeGreaterThan(0.99)
})
