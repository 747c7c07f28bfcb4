import { TouchstoneError } from '@touchstone/contract'
import type { Rules } from '../regime/index.ts'
import { euDsa } from './eu-dsa/index.ts'
import { regimeLookup, type RegimeRegistry } from './regime-registry.ts'

/** The default regime. */
export const defaultRegime = 'eu-dsa'

const written: RegimeRegistry = { [defaultRegime]: [euDsa] }
const lookUp = regimeLookup(written)

/** The available regimes, and the names reserved for later ones. */
export const regimeNames = {
  written: Object.keys(written),
  reserved: ['cn-ecl', 'us-dmca', 'us-trademark', 'id-47-2025', 'uk'],
} as const

/**
 * A shipped regime, checked and ready: its newest version, or the one with which something began.
 * @throws TouchstoneError `not-found` for a name that is reserved or not known, or another version.
 */
export function shippedRules(id: string, version?: string): Rules {
  if (Object.hasOwn(written, id)) return lookUp(id, version)
  const reserved = (regimeNames.reserved as readonly string[]).includes(id)
  throw new TouchstoneError({
    code: 'not-found',
    message: reserved
      ? `The regime ${id} is not written yet; its name is reserved.`
      : `There is no regime ${id}: write one of ${regimeNames.written.join(', ')}.`,
  })
}
