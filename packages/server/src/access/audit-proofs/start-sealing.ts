import { startPoller, type Poller } from '../../platform/poller/index.ts'
import type { AuditLog } from './open-audit-log.ts'

const everyMs = 1000
const keepHeadsEveryMs = 60_000

/**
 * Seals entries within a second of their commit, until stopped, and then once more. On start and every minute it
 * makes sure that the folder has a head of every log.
 */
export function startSealing(auditLog: AuditLog, onFault: (error: unknown) => void): Poller {
  // A log that does not extend its file is reported once, although every round finds it.
  const reported = new Set<string>()
  const reportOnce = (error: unknown): void => {
    const message = String(error)
    if (reported.has(message)) return
    reported.add(message)
    onFault(error)
  }
  const seal = (): Promise<void> => auditLog.seal({ onFault: reportOnce })
  const keepHeads = auditLog.keepHeads?.(reportOnce)
  let keptAt = -Infinity
  const sealOnce = async (): Promise<void> => {
    await seal()
    if (keepHeads === undefined || performance.now() - keptAt < keepHeadsEveryMs) return
    keptAt = performance.now()
    await keepHeads()
  }
  const poller = startPoller({ poll: sealOnce, everyMs, onFault })
  return {
    stop: async () => {
      await poller.stop()
      await seal().catch(onFault)
    },
  }
}
