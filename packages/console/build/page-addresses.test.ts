import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { addressesIn } from './page-addresses.ts'

const source = readFileSync(new URL('../src/app/router.tsx', import.meta.url), 'utf8')

test('every route of the console but the frame of its members has an address', () => {
  const addresses = addressesIn(source)
  expect(addresses).toHaveLength(source.split('createRoute({').length - 2)
  expect(addresses).toEqual(
    expect.arrayContaining(['/', '/sign-in', '/listings/$id', '/operator/', '/operator/jobs']),
  )
})
