import type { Brand, CatalogState, Right } from '@touchstone/contract'
import type { TrademarkRecord } from '../../listings/formats/index.ts'
import { changedFields } from './types.ts'

/** A register's trademark as a right of a brand; additional data of the register is stored with it. */
export function rightOf(record: TrademarkRecord): Right {
  const { office, registrationNumber, applicationNumber, niceClasses, territory } = record
  const number = registrationNumber ?? applicationNumber
  return {
    kind: 'trademark',
    office,
    territory,
    ...(number !== undefined && { number }),
    ...(applicationNumber !== undefined && { applicationNumber }),
    ...(niceClasses.length > 0 && { niceClasses }),
    ...(record.expiresOn !== undefined && { validUntil: record.expiresOn }),
    ...(record.words[0] !== undefined && { words: record.words[0] }),
    ...(record.holders.length > 0 && { holders: record.holders }),
  }
}

export type RightChange = { brand: Brand; state: CatalogState; changed: string[] }

/**
 * The brand with this right. An existing right with the same office and number takes the register's values and keeps
 * what only the owner had entered; an application that was registered since gets its new number.
 */
export function withRight(brand: Brand, right: Right): RightChange {
  const rights = brand.rights ?? []
  const at = rights.findIndex((existing) => isSame(existing, right))
  const current = rights[at]
  if (current === undefined) {
    return { brand: { ...brand, rights: [...rights, right] }, state: 'added', changed: [] }
  }
  const merged = { ...current, ...right }
  const changed = changedFields(current, merged)
  if (changed.length === 0) return { brand, state: 'unchanged', changed }
  return { brand: { ...brand, rights: rights.with(at, merged) }, state: 'changed', changed }
}

/** The brand without a right that its register has withdrawn. */
export function withoutRight(brand: Brand, right: Right): RightChange {
  const rights = (brand.rights ?? []).filter((existing) => !isSame(existing, right))
  const state = rights.length === (brand.rights ?? []).length ? 'unchanged' : 'removed'
  return { brand: state === 'removed' ? { ...brand, rights } : brand, state, changed: [] }
}

function isSame(existing: Right, right: Right): boolean {
  if (existing.kind !== right.kind || existing.office !== right.office) return false
  const [one, other] = [numbersOf(existing), numbersOf(right)]
  // Offices number applications and registrations separately: 1234567 may be both, of two marks.
  if (one.application !== undefined && other.application !== undefined) {
    return one.application === other.application
  }
  if (one.number === undefined) return false
  return one.number === other.number || one.number === other.application
}

/** Numbers are written with and without spaces, signs and leading zeros. */
function numbersOf(right: Right): { number?: string; application?: string } {
  const [number, application] = [right.number, right['applicationNumber']].map((written) =>
    typeof written === 'string'
      ? written
          .toUpperCase()
          .replace(/[^A-Z0-9]/g, '')
          .replace(/^0+(?=.)/, '')
      : undefined,
  )
  return { number, application }
}
