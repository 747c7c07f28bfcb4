import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'
import { Listing, verdicts } from '@touchstone/contract'

/** A row of the measuring data: flat, `lang` and a float `price`. */
export const SourceRow = z.looseObject({
  id: z.string(),
  source: z.string(),
  lang: z.string(),
  title: z.string(),
  description: z.string().nullish(),
  price: z.number().nullish(),
  currency: z.string().nullish(),
  seller: z.string().nullish(),
  brand: z.string().nullish(),
  category: z.string().nullish(),
  label: z
    .union([z.literal(0), z.literal(1)])
    .nullable()
    .default(null),
  weak_label: z.union([z.literal(0), z.literal(1)]).nullish(),
  cue: z.boolean().default(false),
  brand_plain: z.array(z.string()).default([]),
})
export type SourceRow = z.infer<typeof SourceRow>

/** An offer with the verdicts that are right for it and the brand that it means. */
export const OracleRow = z.object({
  listing: Listing,
  expect: z.array(z.enum(verdicts)).min(1),
  brand: z.string().nullable().default(null),
  why: z.string().default(''),
})
export type OracleRow = z.infer<typeof OracleRow>

function lines(path: string): unknown[] {
  const bytes = readFileSync(path)
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line) as unknown)
}

/** The measuring data of a folder; undefined if it is missing. */
export function readSourceData(
  folder: string,
): { rows: SourceRow[]; oracle: OracleRow[] } | undefined {
  const listings = join(folder, 'text', 'listings.jsonl.gz')
  const oracle = join(folder, 'text', 'oracle.ndjson')
  if (!existsSync(listings)) return undefined
  return {
    rows: lines(listings).map((row) => SourceRow.parse(row)),
    oracle: existsSync(oracle) ? lines(oracle).map((row) => OracleRow.parse(row)) : [],
  }
}

/** Maps a row to the contract. Labels, cues and sources stay behind: the engine never sees them. */
export function toListing(row: SourceRow): Listing {
  const listing: Listing = { id: row.id, title: row.title, language: row.lang }
  if (row.description !== undefined && row.description !== null)
    listing.description = row.description
  if (row.category != null) listing.category = row.category
  if (row.brand != null) listing.brand = row.brand
  if (row.price != null && row.price >= 0 && row.currency != null)
    listing.price = { amount: decimal(row.price), currency: row.currency }
  if (row.seller != null) listing.seller = { id: row.seller }
  return listing
}

function decimal(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(2)
}
