import { families, type Assessment, type Family } from '#contract'
import { signalCodes, type SignalCode } from '../signals/index.ts'
import { WISHES_LIMIT } from './combine-signals.ts'

/**
 * Each family's measurement of one listing, in log-odds after the family saturated and before crossed wishes
 * saturated together.
 */
export interface Measured {
  /** Evidence that is added unchanged: of falsity, and benign. */
  plain: Record<Family, number>
  wishes: Record<Family, number>
}

/**
 * Reads the families' log-odds back from an assessment made with the shipped weights, so that scales can be fitted to
 * them. With them, the log-odds under other scales are intercept + Σ scale · plain + saturate(Σ scale · wishes,
 * WISHES_LIMIT).
 */
export function measureMarks({ signals }: Pick<Assessment, 'signals'>): Measured {
  const plain = noEvidence()
  const wishes = noEvidence()
  let together = 0
  for (const { code, family, weight } of signals) {
    const isWish = signalCodes[code as SignalCode]?.speaks === 'wishes'
    if (isWish) together += weight
    const part = isWish ? wishes : plain
    part[family] += weight
  }
  // Saturation divided them all by the same root, which can be recovered from their sum.
  const root = Math.sqrt(1 - (together / WISHES_LIMIT) ** 2)
  for (const family of families) wishes[family] /= root
  return { plain, wishes }
}

function noEvidence(): Record<Family, number> {
  return Object.fromEntries(families.map((family) => [family, 0])) as Record<Family, number>
}
