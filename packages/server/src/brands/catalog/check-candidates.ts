import {
  isStorableText,
  parseCatalog,
  showFound,
  toPointer,
  type Brand,
  type CatalogCheckOptions,
  type Fault,
} from '@touchstone/contract'
import { exchangeRates, productTypes } from '@touchstone/recognition'

/** A brand or product to validate. */
export type Candidate = { kind: 'brand' | 'product'; value: unknown }

export type CandidateCheck = { faults: Fault[]; warnings: Fault[] }

const widerTypes = new Map(productTypes.types.map(({ id, parent }) => [id, parent]))

const knowledge: CatalogCheckOptions = {
  hasRate: (currency) => Object.hasOwn(exchangeRates.perDollar, currency),
  fits: (type, brandTypes) => {
    let wider: string | undefined = type
    while (wider !== undefined && !brandTypes.includes(wider)) wider = widerTypes.get(wider)
    return wider !== undefined
  },
}

const mostIdCharacters = 200
const mostNameCharacters = 500
const mostCharacters = 1024 * 1024
const deepest = 60

/**
 * Validates candidates together with stored brands, like the contract validates a catalog. Results are returned by
 * position; pointers start at the candidate. A faulty brand invalidates products that belong to no other brand.
 */
export function checkCandidates(
  candidates: readonly Candidate[],
  keptBrands: readonly Brand[],
): CandidateCheck[] {
  // Only the fields that others are compared with: stored brands were validated on arrival.
  const known = keptBrands.map(({ id, name, productTypes }) => ({ id, name, productTypes }))
  const checked = candidates.map(({ value }): CandidateCheck => ({
    faults: storeFaults(value),
    warnings: [],
  }))
  for (;;) {
    const sound = candidates.flatMap(({ kind }, at) =>
      checked[at]?.faults.length === 0 ? [{ kind, at }] : [],
    )
    const places = {
      brands: sound.filter(({ kind }) => kind === 'brand').map(({ at }) => at),
      products: sound.filter(({ kind }) => kind === 'product').map(({ at }) => at),
    }
    const brands = places.brands.map((at) => candidates[at]?.value)
    const ownIds = new Set(brands.map((brand) => (brand as Partial<Brand> | undefined)?.id))
    const parsed = parseCatalog(
      {
        brands: [...brands, ...known.filter(({ id }) => !ownIds.has(id))],
        products: places.products.map((at) => candidates[at]?.value),
      },
      knowledge,
    )
    const addFaults = (faults: readonly Fault[], into: 'faults' | 'warnings'): void => {
      for (const fault of faults) {
        const [, list, index, rest] = /^\/(brands|products)\/(\d+)(.*)$/s.exec(fault.pointer) ?? []
        const at = places[list as keyof typeof places]?.[Number(index)]
        // Findings about stored brands do not concern this file.
        if (at === undefined || rest === undefined) continue
        const { problem, found, remedy } = fault
        checked[at]?.[into].push({ pointer: rest, problem, found, remedy })
      }
    }
    if (parsed.ok) {
      addFaults(parsed.warnings, 'warnings')
      return checked
    }
    const before = checked.filter(({ faults }) => faults.length > 0).length
    addFaults(parsed.faults, 'faults')
    if (checked.filter(({ faults }) => faults.length > 0).length === before) {
      throw new RangeError(`the stored catalog is invalid: ${parsed.faults[0]?.pointer}`)
    }
  }
}

/** What the contract allows but no store can hold, or no engine can use. */
function storeFaults(value: unknown): Fault[] {
  if (isDeep(value)) {
    return [
      {
        pointer: '',
        problem: `is nested deeper than ${deepest} levels`,
        found: showFound(value),
        remedy: 'write it flatter',
      },
    ]
  }
  const size = JSON.stringify(value)?.length ?? 0
  if (size > mostCharacters) {
    const problem = `is ${size.toLocaleString('en')} characters long`
    const remedy = `keep it below ${mostCharacters.toLocaleString('en')}; refer to pictures by url or path`
    return [{ pointer: '', problem, found: showFound(value), remedy }]
  }
  const faults: Fault[] = []
  const names: [string, number][] = [
    ['id', mostIdCharacters],
    ['brand', mostIdCharacters],
    ['name', mostNameCharacters],
  ]
  for (const [field, most] of names) {
    const text = (value as Record<string, unknown> | null)?.[field]
    if (typeof text !== 'string') continue
    const addFaults = (problem: string, remedy: string): void => {
      faults.push({ pointer: toPointer([field]), problem, found: showFound(text), remedy })
    }
    if (text.trim() === '') addFaults('is empty', 'write at least one character')
    else if (text.length > most) {
      addFaults(`is ${text.length} characters long`, `write at most ${most}`)
    } else if (!isStorableText(text)) {
      addFaults(
        'contains a character that cannot be stored (null or an unpaired surrogate)',
        'remove or replace the character',
      )
    }
  }
  return faults
}

function isDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepest) return true
    level = level.flatMap((each) =>
      typeof each === 'object' && each !== null
        ? Object.values(each as Record<string, unknown>).filter(
            (child) => typeof child === 'object' && child !== null,
          )
        : [],
    )
  }
  return false
}
