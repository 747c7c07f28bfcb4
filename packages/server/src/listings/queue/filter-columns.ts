import {
  families,
  signalCodes,
  type Assessment,
  type Listing,
  type SignalCode,
  type SignalName,
} from '@touchstone/contract'
import { toPortfolioColumns, type PortfolioColumns } from './portfolio-columns.ts'
import {
  isCatalogSignal,
  isRightsSide,
  releaseSignals,
  sourceKeysOf,
  minVisibilityConfidence,
  type BrandNames,
  type ReleasedSignals,
  type Viewer,
} from '../../brands/visibility/index.ts'

/** Parts of an assessment in columns, for filtering and sorting. */
export type FilterColumns = Pick<Assessment, 'verdict' | 'ceiling' | 'probability'> & {
  signals: bigint
}

/** The same, with what the listing adds to its seller's portfolio. */
type ListedColumns = FilterColumns & { portfolio: PortfolioColumns }

type Price = Listing['price']

const places = new Map<string, number>(signalCodes.map((code, place) => [code, place]))

/** The bits for a filter: of one code, or of all codes of a family. */
export function signalBitsOf(name: SignalName): bigint {
  const isFamily = families.some((family) => family === name)
  return bitsOfCodes(signalCodes.filter((code) => (isFamily ? familyOf(code) : code) === name))
}

/** The codes of these bits. */
export function signalCodesOf(bits: bigint): SignalCode[] {
  return signalCodes.filter((_, place) => (bits & (1n << BigInt(place))) !== 0n)
}

/** The bits of signals from catalogs. */
export const catalogBits = bitsOfCodes(signalCodes.filter(isCatalogSignal))

/** A signal's code starts with its family. */
function familyOf(code: string): string {
  return code.split('.', 1)[0] ?? ''
}

function bitsOfCodes(codes: readonly string[]): bigint {
  return codes.reduce((bits, code) => {
    const place = places.get(code)
    return place === undefined ? bits : bits | (1n << BigInt(place))
  }, 0n)
}

/** As visible to the organisation that submitted the listing. */
export function toSenderFilterColumns(
  assessment: Assessment,
  price: Price,
  { kind, brands, hears }: Pick<Viewer, 'kind' | 'brands' | 'hears'>,
  names: BrandNames,
): ListedColumns {
  const relation = isRightsSide(kind) ? 'sender' : 'owner'
  const shown = releaseSignals(assessment, { relation, brands, hears }, names)
  return { ...toFilterColumns(shown), portfolio: toPortfolioColumns(price, shown) }
}

/** As visible to a rights holder who sees the listing by one brand. */
export type HolderFilterColumns = ListedColumns & {
  /** The source keys of catalogs that contributed; null if unknown. */
  heardBy: readonly string[] | null
  /** What is shown to whoever hears no catalog; null where none speaks. */
  plain: FilterColumns | null
}

/** As visible with this brand's catalog; null if the brand's match is uncertain. */
export function toHolderFilterColumns(
  assessment: Assessment,
  price: Price,
  { id, confidence }: { id: string; confidence: number },
  names: BrandNames,
): HolderFilterColumns | undefined {
  if (confidence < minVisibilityConfidence) return undefined
  const heardBy = sourceKeysOf(assessment).ofBrand(id) ?? null
  const releasedTo = (keys: readonly string[] | null): ReleasedSignals => {
    const viewer = { relation: 'holder', brands: new Set([id]), hears: new Set(keys) } as const
    return releaseSignals(assessment, viewer, names)
  }
  const released = releasedTo(heardBy)
  const shown = toFilterColumns(released)
  const speaks = (shown.signals & catalogBits) !== 0n
  return {
    ...shown,
    portfolio: toPortfolioColumns(price, released),
    heardBy,
    plain: speaks ? toFilterColumns(releasedTo(null)) : null,
  }
}

/** From a visible assessment. */
export function toFilterColumns({
  signals,
  ...shown
}: Pick<Assessment, 'signals' | 'verdict' | 'ceiling' | 'probability'>): FilterColumns {
  const { verdict, ceiling, probability } = shown
  return { verdict, ceiling, probability, signals: bitsOfCodes(signals.map(({ code }) => code)) }
}

/** The primary subtag of the listing's language, und if it states none. */
export function languageOf({ language = '' }: Pick<Listing, 'language'>): string {
  return /^[a-z]{2,8}(?![a-z0-9])/i.exec(language)?.[0].toLowerCase() ?? 'und'
}
