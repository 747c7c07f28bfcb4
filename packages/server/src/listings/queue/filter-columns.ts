import {
  families,
  signalCodes,
  type Assessment,
  type Listing,
  type SignalName,
} from '@touchstone/contract'
import {
  isCatalogSignal,
  isRightsSide,
  releaseSignals,
  sourceKeysOf,
  minVisibilityConfidence,
  type BrandNames,
  type Viewer,
} from '../../brands/visibility/index.ts'

/** What of an assessment stands in columns, for the lists to filter and sort by. */
export type FilterColumns = Pick<Assessment, 'verdict' | 'ceiling' | 'probability'> & {
  signals: bigint
}

const places = new Map<string, number>(signalCodes.map((code, place) => [code, place]))

/** The bits of what a list can be filtered by: of one code, or of all codes of a family. */
export function signalBitsOf(name: SignalName): bigint {
  const isFamily = families.some((family) => family === name)
  return bitsOfCodes(signalCodes.filter((code) => (isFamily ? familyOf(code) : code) === name))
}

/** The bits of what is said from catalogs. */
export const catalogBits = bitsOfCodes(signalCodes.filter(isCatalogSignal))

/** The family of a signal stands before its name. */
function familyOf(code: string): string {
  return code.split('.', 1)[0] ?? ''
}

function bitsOfCodes(codes: readonly string[]): bigint {
  return codes.reduce((bits, code) => {
    const place = places.get(code)
    return place === undefined ? bits : bits | (1n << BigInt(place))
  }, 0n)
}

/** As the organisation that sent the listing is shown it. */
export function toSenderFilterColumns(
  assessment: Assessment,
  { kind, brands, hears }: Pick<Viewer, 'kind' | 'brands' | 'hears'>,
  names: BrandNames,
): FilterColumns {
  const relation = isRightsSide(kind) ? 'sender' : 'owner'
  return toFilterColumns(releaseSignals(assessment, { relation, brands, hears }, names))
}

/** As a rights holder is shown it who sees the listing by one brand alone. */
export type HolderFilterColumns = FilterColumns & {
  /** The keys under which a catalog speaks in it; null where they can't be told. */
  heardBy: readonly string[] | null
  /** What is shown to whoever hears no catalog; null where none speaks. */
  plain: FilterColumns | null
}

/** As whoever hears the catalog of this brand is shown it; nobody where the brand is unsure. */
export function toHolderFilterColumns(
  assessment: Assessment,
  { id, confidence }: { id: string; confidence: number },
  names: BrandNames,
): HolderFilterColumns | undefined {
  if (confidence < minVisibilityConfidence) return undefined
  const heardBy = sourceKeysOf(assessment).ofBrand(id) ?? null
  const shownTo = (keys: readonly string[] | null): FilterColumns => {
    const viewer = { relation: 'holder', brands: new Set([id]), hears: new Set(keys) } as const
    return toFilterColumns(releaseSignals(assessment, viewer, names))
  }
  const shown = shownTo(heardBy)
  const speaks = (shown.signals & catalogBits) !== 0n
  return { ...shown, heardBy, plain: speaks ? shownTo(null) : null }
}

/** Of what somebody is shown. */
export function toFilterColumns({
  signals,
  ...shown
}: Pick<Assessment, 'signals' | 'verdict' | 'ceiling' | 'probability'>): FilterColumns {
  const { verdict, ceiling, probability } = shown
  return { verdict, ceiling, probability, signals: bitsOfCodes(signals.map(({ code }) => code)) }
}

/** The primary subtag of the language that a listing states, und where it states none. */
export function languageOf({ language = '' }: Pick<Listing, 'language'>): string {
  return /^[a-z]{2,8}(?![a-z0-9])/i.exec(language)?.[0].toLowerCase() ?? 'und'
}
