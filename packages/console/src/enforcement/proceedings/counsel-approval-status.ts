import type { Regime } from '../regime-components/index.ts'

/** State of counsel's approval: valid, ending soon, expired, for an earlier version, or missing. */
export type CounselApprovalStatus = 'holds' | 'ends' | 'lapsed' | 'replaced' | 'none'

const soonDays = 30
const day = 86_400_000

export function approvalStatusOf(
  {
    maySend,
    until,
    version,
    signatures,
  }: Pick<Regime, 'maySend' | 'until' | 'version'> & { signatures: readonly { version: string }[] },
  now: number,
): CounselApprovalStatus {
  if (maySend) {
    const left = until === null ? Infinity : Date.parse(until) - now
    return left < soonDays * day ? 'ends' : 'holds'
  }
  if (signatures.length === 0) return 'none'
  return signatures.some((one) => one.version === version) ? 'lapsed' : 'replaced'
}
