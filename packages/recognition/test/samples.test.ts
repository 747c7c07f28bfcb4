import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Catalog, Listing, Verdict } from '@touchstone/contract'
import { compile } from '@touchstone/recognition'

const folder = new URL('../../../samples/', import.meta.url)
const rows = <T>(file: string): T[] =>
  readFileSync(new URL(file, folder), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as T)

interface Truth {
  id: string
  kind: 'fake' | 'honest'
  story: string
}

describe('the sample listings', () => {
  const catalog = JSON.parse(readFileSync(new URL('catalog.json', folder), 'utf8')) as Catalog
  const screener = compile(catalog, { asOf: '2026-11-25T00:00:00Z' })
  const verdicts = new Map<string, Verdict>(
    rows<Listing>('listings.ndjson').map((listing) => [
      listing.id,
      screener.screen(listing).verdict,
    ]),
  )
  const truths = rows<Truth>('truth.ndjson')

  it('of honest sellers are never called false', () => {
    const accused = truths.filter(
      ({ id, kind }) => kind === 'honest' && ['review', 'block'].includes(verdicts.get(id) ?? ''),
    )
    expect(accused).toEqual([])
  })

  it('that are fakes are stopped in five cases of six', () => {
    const fakes = truths.filter(({ kind }) => kind === 'fake')
    const stopped = fakes.filter(({ id }) => verdicts.get(id) !== 'clear')
    expect(stopped.length / fakes.length).toBeGreaterThan(5 / 6)
  })
})
