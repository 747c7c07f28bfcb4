import type { Catalog, Listing } from '@touchstone/contract'
import { readdirSync, readFileSync } from 'node:fs'
import { Listing as ListingSchema, parseCatalog } from '@touchstone/contract'
import { describe, expect, it } from 'vitest'
import { makeSamples } from './samples/samples.ts'

interface TruthRow {
  id: string
  kind: string
  story: string
}

const { catalog, listings: listingLines, truth } = makeSamples()
const folder = new URL('../samples/', import.meta.url)
const rows = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
const listings = rows(listingLines) as Listing[]
const truths = rows(truth) as TruthRow[]

function fold(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/\p{Mark}/gu, '')
  return ` ${plain.toLowerCase().replaceAll(/[^\p{Letter}\p{Number}]+/gu, ' ')} `
}

function realNames(): string[] {
  const packs = new URL('../packages/recognition/packs/starter/', import.meta.url)
  return readdirSync(packs)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const text = readFileSync(new URL(file, packs), 'utf8')
      return (JSON.parse(text) as Catalog).brands
    })
    .filter((brand) => brand.commonWord !== true)
    .flatMap((brand) => [
      brand.name,
      ...(brand.aliases ?? [])
        .filter((alias) => alias.kind === 'official')
        .map((alias) => alias.text),
    ])
    .filter((name) => /^[\p{Script=Latin}\p{Mark}\d\s.'’&-]+$/u.test(name))
    .filter((name) => name.replaceAll(/[^\p{Letter}]/gu, '').length >= 4)
}

describe('the sample data', () => {
  it('is identical byte for byte to the stored files', () => {
    expect(makeSamples()).toEqual({ catalog, listings: listingLines, truth })
    expect(readFileSync(new URL('catalog.json', folder), 'utf8')).toBe(catalog)
    expect(readFileSync(new URL('listings.ndjson', folder), 'utf8')).toBe(listingLines)
    expect(readFileSync(new URL('truth.ndjson', folder), 'utf8')).toBe(truth)
  })

  it('is valid under the contract', () => {
    expect(parseCatalog(JSON.parse(catalog))).toMatchObject({ ok: true, warnings: [] })
    const faulty = listings.filter((listing) => !ListingSchema.safeParse(listing).success)
    expect(faulty).toEqual([])
  })

  it('has two thousand listings with distinct ids and one truth each, in the same order', () => {
    expect(listings).toHaveLength(2000)
    expect(new Set(listings.map((listing) => listing.id)).size).toBe(2000)
    expect(truths.map((row) => row.id)).toEqual(listings.map((listing) => listing.id))
  })

  it('contains three fakes in ten and every story at least ten times', () => {
    const fakes = truths.filter((row) => row.kind === 'fake').length
    expect(fakes / truths.length).toBeCloseTo(0.3, 1)
    const counts = new Map<string, number>()
    for (const row of truths) counts.set(row.story, (counts.get(row.story) ?? 0) + 1)
    expect(counts.size).toBe(22)
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(10)
  })

  it('contains nothing of the truth in the listings', () => {
    const stories = new Set(truths.map((row) => row.story).filter((story) => story.includes('-')))
    expect([...stories].filter((story) => listingLines.includes(story))).toEqual([])
  })

  it('speaks at least ten languages with a hundred listings each', () => {
    const counts = new Map<string, number>()
    for (const { language } of listings) {
      if (language) counts.set(language, (counts.get(language) ?? 0) + 1)
    }
    expect([...counts.values()].filter((count) => count >= 100).length).toBeGreaterThanOrEqual(10)
  })

  it('leaves no slot of a template open', () => {
    expect(listings.filter((listing) => /[{}]/.test(listing.title))).toEqual([])
    expect(listings.filter((listing) => /[{}]/.test(listing.description ?? ''))).toEqual([])
  })

  it('names no real brand', () => {
    const text = fold(catalog + listingLines + truth)
    const found = realNames().filter((name) => text.includes(fold(name)))
    expect(found).toEqual([])
  })

  it('uses only addresses and phone numbers that belong to no one', () => {
    const text = catalog + listingLines
    const hosts = [...text.matchAll(/(?:https?:\/\/|@)([\w.-]+)/g)].map((match) => match[1])
    expect(hosts.filter((host) => !host!.endsWith('.example'))).toEqual([])
    const identifiers = listings.flatMap((listing) => listing.seller?.identifiers ?? [])
    const domains = identifiers.filter(({ type }) => type === 'domain')
    expect(domains.filter(({ value }) => !value.endsWith('.example'))).toEqual([])
    const reserved = /^(\+1-202-555-01\d\d|\+44 7700 900\d{3})$/
    const phones = [...text.matchAll(/\+\d[\d -]{7,}\d/g)].map((match) => match[0])
    expect(phones.length).toBeGreaterThan(100)
    expect(phones.filter((phone) => !reserved.test(phone))).toEqual([])
  })

  it('carries only item numbers of the restricted range', () => {
    const { brands, products = [] } = JSON.parse(catalog) as Catalog
    expect(brands.length).toBe(14)
    const gtins = products.flatMap((product) => product.gtin ?? [])
    expect(gtins.length).toBe(products.length - 2)
    expect(gtins.filter((gtin) => !/^20\d{11}$/.test(gtin))).toEqual([])
  })
})
