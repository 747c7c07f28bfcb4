import { TouchstoneError } from '@touchstone/contract'
import { rulesOf, type Rules } from '../regime/index.ts'
import { euDsa } from './eu-dsa/index.ts'

const written: Readonly<Record<string, unknown>> = { 'eu-dsa': euDsa }
const ready = new Map<string, Rules>()

/** The regimes that are written, and the names kept for those that follow. */
export const regimeNames = {
  written: Object.keys(written),
  reserved: ['cn-ecl', 'us-dmca', 'us-trademark', 'id-47-2025', 'uk'],
} as const

/**
 * A shipped regime, checked and ready.
 * @throws TouchstoneError `not-found` for a name that is reserved or not known.
 */
export function shippedRules(id: string): Rules {
  const known = ready.get(id)
  if (known) return known
  if (!Object.hasOwn(written, id)) {
    const reserved = (regimeNames.reserved as readonly string[]).includes(id)
    throw new TouchstoneError({
      code: 'not-found',
      message: reserved
        ? `The regime ${id} is not written yet; its name is reserved.`
        : `There is no regime ${id}: write one of ${regimeNames.written.join(', ')}.`,
    })
  }
  const rules = rulesOf(written[id])
  ready.set(id, rules)
  return rules
}
