import type { ProceedingAction } from '@touchstone/contract'
import {
  applyEvent,
  CaseEvent,
  type CaseState,
  type Refusal,
  type Rules,
} from '@touchstone/jurisdiction'
import { AppError, parseInput, type ErrorCode } from '../../platform/errors/index.ts'

/** What a leaf may do in a proceeding that it leads: people’s actions, and the match of an item to a listing. */
export type ManagedAction =
  | ProceedingAction
  | { type: 'match'; id: string; listing: string; role: string }

/** Applies one event under the rules, or returns their refusal. */
export function applyAction(
  rules: Rules,
  state: CaseState,
  { role, ...action }: ManagedAction,
  { now, person }: { now: Date; person?: string },
): { event: CaseEvent; state: CaseState; why: string[] } {
  const isPersons = rules.role(role)?.human === true && person !== undefined
  const by = { role, ...(isPersons && { id: person }) }
  // In the form in which it is read: an unreadable event would block the proceeding for good.
  const event = parseInput(CaseEvent, { ...action, by, at: nextEventTime(state, now) })
  const answer = applyEvent(rules, state, event)
  if (answer.ok) return { event, state: answer.state, why: answer.why }
  const { code, message, missing } = answer.refusal
  const lacks = missing.map((one) => one.message)
  throw new AppError({ code: codeOfRefusal[code], message: [message, ...lacks].join(' ') })
}

export const codeOfRefusal: Record<Refusal['code'], ErrorCode> = {
  'time-goes-back': 'transition-before-last-event',
  'unknown-instance': 'workflow-instance-unknown',
  'unknown-transition': 'transition-unknown',
  'exists-already': 'workflow-instance-exists',
  'wrong-state': 'transition-not-available',
  'wrong-role': 'transition-role-mismatch',
  'wrong-origin': 'workflow-instance-origin-mismatch',
  'done-already': 'transition-already-recorded',
  'missing-field': 'transition-field-missing',
  'bad-field': 'transition-field-invalid',
  'not-asked': 'transition-field-unexpected',
  'not-fulfilled': 'transition-condition-unmet',
  'not-due': 'transition-not-due',
  'no-deadline': 'deadline-missing',
}

/** The action in the audit log. */
export function nameOfAction(action: ManagedAction): string {
  switch (action.type) {
    case 'transition':
      return action.transition
    case 'open':
      return action.workflow
    case 'match':
      return 'match'
  }
}

/** The time of two machines may differ: time never goes back in a proceeding. */
export function nextEventTime({ lastAt }: CaseState, now: Date): string {
  const at = now.toISOString()
  return lastAt !== undefined && Date.parse(lastAt) > now.getTime() ? lastAt : at
}
