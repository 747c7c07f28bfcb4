import type { ModerationAction } from '@touchstone/contract'
import type { FactValue } from '@touchstone/jurisdiction'

type Handled =
  | ('match' | 'triage' | 'take-up' | 'resume' | 'ask' | 'answered' | 'decide' | 'restrict')
  | ('vary' | 'drop' | 'reinstate' | 'inform' | 'filed' | 'referred')
  | ('review-complaint' | 'uphold-complaint' | 'reject-complaint' | 'complainant-told')
  | ('select-buyers' | 'buyers-told' | 'buyers-published')
type Plain = Exclude<ModerationAction['act'], Handled>
type GivenTo<A> = A extends unknown ? Omit<A, 'instance'> : never
export type SimpleAction = GivenTo<Extract<ModerationAction, { act: Plain }>>

/** Actions that map directly to a transition of the regime: its role, and who may act in it here. */
const steps: Record<Plain, { transition: string; role: string; by?: 'reviewer' }> = {
  'file-rejected': { transition: 'reject', role: 'system' },
  'file-mended': { transition: 'mend', role: 'moderator' },
  'report-safety': { transition: 'report', role: 'safety-signer', by: 'reviewer' },
  'safety-not-met': { transition: 'not-met', role: 'safety-signer', by: 'reviewer' },
  engage: { transition: 'engage', role: 'moderator' },
  'refuse-body': { transition: 'refuse', role: 'moderator' },
  'body-extends': { transition: 'extend', role: 'body-import' },
  'body-decides': { transition: 'decide', role: 'body-import' },
  'body-closes': { transition: 'close', role: 'body-import' },
  implement: { transition: 'implement', role: 'moderator' },
  'not-implement': { transition: 'not-implement', role: 'moderator' },
  'buyers-stop': { transition: 'stop', role: 'moderator' },
  'buyers-retract': { transition: 'retract', role: 'moderator' },
}

export function simpleTransitionOf({ act, ...given }: SimpleAction): {
  transition: string
  role: string
  by?: 'reviewer'
  fields: Record<string, FactValue>
} {
  return { ...steps[act], fields: { ...given } }
}
