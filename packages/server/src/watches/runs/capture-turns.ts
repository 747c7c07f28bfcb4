import { writeStoredSentence } from '@touchstone/contract'
import type { CaptureResult } from '../../investigation/captures/index.ts'
import type { CaptureTurns } from '../../investigation/evidence/index.ts'
import { VisitError, type Gate, type SiteAnswer } from '../gate/index.ts'

/** Longer than a capture and its seal can take. */
const leaseMilliseconds = 5 * 60_000
/** A capture that would wait longer is tried again by the next sweep. */
const patience = 30_000
/** For the site’s robots.txt, if it is not known. */
const allowance = {
  spendRequest: () => undefined,
  bytesLeft: () => 1024 * 1024,
  receive: () => undefined,
}

/** Has captures that a rule requested visit their sites as a watch does: permitted by robots.txt, in a turn each. */
export function captureTurns(gate: Gate): CaptureTurns {
  return async ({ url, signal }, work) => {
    try {
      await gate.visitInTurn({ url, allowance, patience, signal, leaseMilliseconds }, async () => {
        const captured = await work()
        return { value: undefined, answer: captured && answerOf(captured) }
      })
      return undefined
    } catch (error) {
      if (!(error instanceof VisitError)) throw error
      if (error.kind === 'retryable') return { isOver: false }
      const sentences = {
        forbidden: 'page.robots',
        blocked: 'page.excluded',
        permanent: 'page.not-requested',
      } as const
      return { isOver: true, sentence: writeStoredSentence(sentences[error.kind]) }
    }
  }
}

/** The pause depends on the first answer, and not on how long the browser took. */
function answerOf({ outcome, record: { pages, clock } }: CaptureResult): SiteAnswer {
  return {
    status: pages[0]?.status,
    milliseconds: clock ? Date.parse(clock.answeredAt) - Date.parse(clock.askedAt) : 0,
    asksForCaptcha: outcome === 'blocked',
  }
}
