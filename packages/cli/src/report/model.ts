import type { BrandMention, Family, Listing, Money, Verdict } from '@touchstone/contract'

/** A stored part of a field; `start` is its UTF-16 offset in the original text. */
export interface TextPiece {
  start: number
  text: string
}

export interface ReportField {
  /** title, description, category, brand, attributes/NAME, variants/N/name, reviews/N/text. */
  path: string
  /** UTF-16 length of the original text, of which `pieces` may contain only parts. */
  length: number
  pieces: TextPiece[]
  /** A variant's price or a review's stars, shown beside its text. */
  note?: string
}

export interface ReportSpan {
  field: string
  start: number
  end: number
}

export interface ReportSignal {
  code: string
  family: Family
  weight: number
  detail?: string
  reference?: string
  image?: number
  field?: string
  /** Words of the evidence, if they cannot be marked in a stored field. */
  quote?: string
  spans: ReportSpan[]
  /** Number of passages left out because the surrounding text was cut. */
  spansLeftOut: number
}

export interface ReportListing {
  /** Position among all screened listings, from 1. */
  seq: number
  id: string
  line?: number
  marketplace?: string
  url?: string
  condition?: Listing['condition']
  price?: Money
  shippingPrice?: Money
  seller?: { id: string; name?: string; country?: string }
  shipsFrom?: string
  observedAt?: string
  images: number
  verdict: Verdict
  reason?: string
  probability: number
  baseRate: number
  complete?: boolean
  fields: ReportField[]
  fieldsLeftOut: { attributes: number; variants: number; reviews: number }
  brands: Pick<BrandMention, 'id' | 'confidence' | 'role' | 'form'>[]
  signals: ReportSignal[]
  silent: string[]
}

interface Count {
  key: string
  listings: number
}

/** Exact for all screened listings; `furtherKeys` counts the keys that do not fit into `top`. */
export interface Counts {
  top: Count[]
  furtherKeys: number
}

export interface ReportData {
  title: string
  /** ISO date and time. */
  date: string
  engines: string[]
  baseRate: number
  total: number
  verdicts: Record<Verdict, number>
  brands: Counts
  signals: Counts
  /** Listings with at least one signal of family price. */
  priceSignals: number
  /** Number of listings in the file; the rest were only counted. */
  kept: { flagged: number; clear: number }
  listings: ReportListing[]
}
