import type { ImageBank, ReferenceImageView } from '@touchstone/contract'

/** A reference as stored. */
export type ReferenceRow = {
  id: string
  organisationId: string
  bank: ImageBank
  label: string
  brand: string | null
  sha256: string
  width: number
  height: number
  expected: number
  /** Whether marketplaces whose listings show it may see it. */
  shared: boolean
  /** False for a known fake without a decision or a second person's confirmation. */
  isConfirmed: boolean
  addedAt: Date
  addedBy: { kind: 'operator' | 'person' | 'key'; id: string }
  quarantinedAt: Date | null
  removedAt: Date | null
  listingsToday: number
  listingsEver: number
}

/** Default for the expected number of listings per day that show one reference. */
export const defaultExpectedListings: Record<ImageBank, number> = {
  official: 500,
  'known-fake': 200,
  'seller-photo': 200,
  benign: 5000,
}

/** Days during which a removal can be undone. */
export const daysToRestore = 7

export const maxReferenceBytes = 16 * 1024 * 1024

type State = ReferenceImageView['state']

export function referenceStateOf({
  removedAt,
  quarantinedAt,
  isConfirmed,
}: Pick<ReferenceRow, 'removedAt' | 'quarantinedAt' | 'isConfirmed'>): State {
  if (removedAt !== null) return 'removed'
  if (!isConfirmed) return 'unconfirmed'
  return quarantinedAt === null ? 'live' : 'quarantined'
}

/** Which banks require a picture's brand. */
export function needsBrand(bank: ImageBank): boolean {
  return bank === 'official' || bank === 'known-fake'
}

/** Bounding box of a polygon, as fractions of a picture: x, y, width, height. */
export function boxOf(
  polygon: readonly (readonly [number, number])[],
  { width, height }: { width: number; height: number },
): [number, number, number, number] {
  const within = (value: number, most: number): number => Math.min(1, Math.max(0, value / most))
  const xs = polygon.map(([x]) => within(x, width))
  const ys = polygon.map(([, y]) => within(y, height))
  if (xs.length === 0) return [0, 0, 1, 1]
  const [left, top] = [Math.min(...xs), Math.min(...ys)]
  return [left, top, Math.max(...xs) - left, Math.max(...ys) - top].map(
    (value) => Math.round(value * 10_000) / 10_000,
  ) as [number, number, number, number]
}
