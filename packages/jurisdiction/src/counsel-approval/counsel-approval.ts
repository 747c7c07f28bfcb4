import { z } from 'zod'
import { addMonths, localDateAt, LocalDateText } from '../calendar/index.ts'
import type { RegimeData } from '../regime/index.ts'

const lapseMonths = 12

/** That an organisation's counsel has checked one version of a regime on a day. */
export const CounselSignature = z
  .strictObject({
    regime: z.string().min(1),
    version: z.string().min(1),
    checkedOn: LocalDateText,
    by: z.string().min(1),
  })
  .meta({ id: 'CounselSignature' })
export type CounselSignature = z.infer<typeof CounselSignature>

export type MaySend = {
  allowed: boolean
  /** A whole sentence for the sender. */
  reason: string
  /** The first day on which the signature no longer counts. */
  until?: string
  /** The unverified provisions, for counsel to read first. */
  unverified: string[]
}

/**
 * Whether an organisation may send under a regime, or only rehearse it. Touchstone itself never vouches for a regime:
 * counsel signs each version, and a signature is valid for twelve months. `now` is an ISO 8601 date and time.
 */
export function maySend(
  regime: Pick<RegimeData, 'id' | 'version' | 'title' | 'timeZone' | 'provisions'>,
  signatures: readonly CounselSignature[],
  now: string,
): MaySend {
  const today = localDateAt(now, regime.timeZone)
  const unverified = regime.provisions
    .filter(({ force, verified }) => force === 'law' && !verified)
    .map(({ id }) => id)
  const named = `${regime.title} (${regime.id}, version ${regime.version})`
  const own = signatures.filter(
    (signature) => signature.regime === regime.id && signature.checkedOn <= today,
  )
  const latest = own
    .filter(({ version }) => version === regime.version)
    .sort((a, b) => a.checkedOn.localeCompare(b.checkedOn, 'en'))
    .at(-1)
  const only = 'until then it can be rehearsed, not sent under'
  if (latest === undefined) {
    const reason =
      own.length > 0
        ? `Counsel has checked another version of ${named}: let this one be checked; ${only}.`
        : `Counsel has not checked ${named} yet; ${only}.`
    return { allowed: false, reason, unverified }
  }
  const until = addMonths(latest.checkedOn, lapseMonths)
  if (today >= until) {
    return {
      allowed: false,
      reason: `Counsel checked ${named} on ${latest.checkedOn}; that lapsed on ${until}. Let it be checked again; ${only}.`,
      unverified,
    }
  }
  return {
    allowed: true,
    reason: `Counsel (${latest.by}) checked ${named} on ${latest.checkedOn}; that counts until ${until}.`,
    until,
    unverified,
  }
}
