import {
  families,
  signalCodes,
  type Assessment,
  type Listing,
  type SignalName,
} from '@touchstone/contract'
import {
  isRightsSide,
  releaseSignals,
  sureFrom,
  type BrandNames,
  type Viewer,
} from '../sharing/index.ts'

/** What of an assessment stands in columns, for the lists to filter and sort by. */
export type Filterable = { probability: number; signals: bigint }

const places = new Map<string, number>(signalCodes.map((code, place) => [code, place]))

/** The bits of what a list can be filtered by: of one code, or of all codes of a family. */
export function bitsOf(name: SignalName): bigint {
  const isFamily = families.some((family) => family === name)
  return bitsOfCodes(signalCodes.filter((code) => (isFamily ? familyOf(code) : code) === name))
}

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

/** As the organisation that sent the offer is shown it. */
export function filterableBySender(
  assessment: Assessment,
  { kind, brands }: Pick<Viewer, 'kind' | 'brands'>,
  names: BrandNames,
): Filterable {
  const relation = isRightsSide(kind) ? 'sender' : 'owner'
  return filterable(releaseSignals(assessment, { relation, brands }, names))
}

/** As a rights holder is shown it who sees the offer by this brand alone; nobody where it is unsure. */
export function filterableByHolder(
  assessment: Assessment,
  brand: { id: string; confidence: number },
  names: BrandNames,
): Filterable | undefined {
  if (brand.confidence < sureFrom) return undefined
  const viewer = { relation: 'holder', brands: new Set([brand.id]) } as const
  return filterable(releaseSignals(assessment, viewer, names))
}

/** Of what somebody is shown. */
export function filterable({
  signals,
  probability,
}: Pick<Assessment, 'signals' | 'probability'>): Filterable {
  return { probability, signals: bitsOfCodes(signals.map(({ code }) => code)) }
}

/** The primary subtag of the language that an offer states, und where it states none. */
export function languageOf({ language = '' }: Pick<Listing, 'language'>): string {
  return /^[a-z]{2,8}(?![a-z0-9])/i.exec(language)?.[0].toLowerCase() ?? 'und'
}
