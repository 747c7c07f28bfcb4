import type { ModerationAction } from '@touchstone/contract'
import type { FactValue } from '@touchstone/jurisdiction'

type Handled =
  | (
      | 'match'
      | 'triage'
      | 'start-review'
      | 'resume-review'
      | 'request-information'
      | 'record-response'
      | 'decide'
      | 'restrict'
    )
  | (
      | 'replace'
      | 'drop'
      | 'reinstate'
      | 'record-notifier-informed'
      | 'record-filing'
      | 'record-referral'
    )
  | (
      | 'start-complaint-review'
      | 'uphold-complaint'
      | 'reject-complaint'
      | 'record-complainant-informed'
    )
  | ('select-buyers' | 'record-buyers-informed' | 'record-publication')
type Plain = Exclude<ModerationAction['type'], Handled>
type GivenTo<A> = A extends unknown ? Omit<A, 'instance'> : never
export type SimpleAction = GivenTo<Extract<ModerationAction, { type: Plain }>>

/** Actions that map directly to a transition of the regime: its role, and who may act in it here. */
const steps: Record<Plain, { transition: string; role: string; by?: 'reviewer' }> = {
  'record-filing-rejection': { transition: 'record-rejection', role: 'system' },
  'queue-correction': { transition: 'queue-correction', role: 'moderator' },
  'record-safety-report': { transition: 'report', role: 'safety-officer', by: 'reviewer' },
  'record-threshold-not-met': {
    transition: 'record-threshold-not-met',
    role: 'safety-officer',
    by: 'reviewer',
  },
  'engage-in-dispute': { transition: 'engage', role: 'moderator' },
  'decline-dispute': { transition: 'decline', role: 'moderator' },
  'record-dispute-extension': { transition: 'record-extension', role: 'dispute-body' },
  'record-dispute-decision': { transition: 'record-decision', role: 'dispute-body' },
  'record-dispute-closure': { transition: 'record-closure', role: 'dispute-body' },
  'implement-decision': { transition: 'implement', role: 'moderator' },
  'record-non-implementation': { transition: 'record-non-implementation', role: 'moderator' },
  'stop-informing-buyers': { transition: 'stop', role: 'moderator' },
  'inform-buyers-of-reversal': { transition: 'notify-reversal', role: 'moderator' },
}

export function simpleTransitionOf({ type, ...given }: SimpleAction): {
  transition: string
  role: string
  by?: 'reviewer'
  fields: Record<string, FactValue>
} {
  return { ...steps[type], fields: { ...given } }
}
