import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { checkOutsideData } from './check-outside-data.ts'
import { outsideData } from './outside-data.ts'

const root = join(import.meta.dirname, '../../..')

const rates = {
  name: 'exchange rates',
  held: ['rates.json'],
  owner: 'maintainers of recognition',
  reviewed: '2026-01-10',
  nextReview: '2026-07-10',
  risk: 'Prices may be compared wrongly.',
}
const law = { ...rates, name: 'regimes', owner: 'counsel', nextReview: '2026-09-01' }

test('before its review is due, a data set causes no note', () => {
  expect([...checkOutsideData('2026-07-09', [law, rates])]).toEqual([
    {
      name: 'review of data',
      state: 'ok',
      message: 'next due on 2026-07-10 (exchange rates, maintainers of recognition)',
    },
  ])
})

test('from the day on which its review is due, a data set is named with owner, risk and remedy', () => {
  expect([...checkOutsideData('2026-07-10', [law, rates])]).toEqual([
    {
      name: 'review of exchange rates',
      state: 'note',
      message:
        'last on 2026-01-10, due since 2026-07-10, by the maintainers of recognition. Prices may be compared wrongly. Install a newer version of Touchstone',
    },
    { name: 'review of data', state: 'ok', message: 'next due on 2026-09-01 (regimes, counsel)' },
  ])
})

test('years later, every shipped data set is named and none is a fault', () => {
  const late = [...checkOutsideData('2099-01-01')]
  expect(late.map(({ name }) => name)).toEqual(outsideData.map(({ name }) => `review of ${name}`))
  expect(late.filter(({ state }) => state !== 'note')).toEqual([])
})

test.each(outsideData)('$name: what holds it exists, and its days are in order', (data) => {
  const day = /^\d{4}-\d{2}-\d{2}$/
  expect([data.reviewed, data.nextReview].every((text) => day.test(text))).toBe(true)
  expect(data.reviewed < data.nextReview).toBe(true)
  const isThere = (path: string): boolean => existsSync(join(root, path)) || isPackage(path)
  expect(data.held.filter((path) => !isThere(path))).toEqual([])
})

function isPackage(name: string): boolean {
  const paths = ['recognition', 'linkage'].map((from) => join(root, 'packages', from))
  return (createRequire(import.meta.url).resolve.paths(name) ?? [])
    .concat(paths.map((path) => join(path, 'node_modules')))
    .some((folder) => existsSync(join(folder, name, 'package.json')))
}

test('every data file that states a source or a day is in a data set', () => {
  const listed = execFileSync('git', ['ls-files', '-z', 'packages/*.json'], { cwd: root })
  const dated = listed
    .toString()
    .split('\0')
    .filter((path) => path !== '' && !/\/(test|locales|node_modules)\//.test(path))
    .filter((path) => statesOrigin(JSON.parse(readFileSync(join(root, path), 'utf8'))))
  expect(dated.length).toBeGreaterThan(30)
  const held = outsideData.flatMap((data) => data.held)
  expect(
    dated.filter((path) => !held.some((of) => path === of || path.startsWith(`${of}/`))),
  ).toEqual([])
})

function statesOrigin(data: unknown): boolean {
  return ['source', 'asOf', 'updated', 'verified'].some((key) => Object.hasOwn(Object(data), key))
}
