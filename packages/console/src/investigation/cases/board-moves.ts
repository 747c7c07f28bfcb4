import type { CaseAction } from '@touchstone/contract'
import type { BoardColumn } from '../case-components/index.ts'

/** From waiting to done, as the server orders them. */
export const columnNames = [
  'nobody',
  'in-work',
  'snoozed',
  'closed',
] as const satisfies BoardColumn[]

/** What a move asks for first: the end of the snooze, the outcome, or the reason to reopen. */
export type MovePrompt = 'snooze' | 'close' | 'reopen'

/** What moving a card between two columns asks for; undefined if nothing. */
export function promptFor(from: BoardColumn, to: BoardColumn): MovePrompt | undefined {
  if (from === to) return undefined
  if (from === 'closed') return 'reopen'
  if (to === 'closed') return 'close'
  return to === 'snoozed' ? 'snooze' : undefined
}

/** The actions that move a case into a column, in addition to the requested one. */
export function actsFor(from: BoardColumn, to: BoardColumn, self: string): CaseAction[] {
  if (from === to || to === 'snoozed' || to === 'closed') return []
  const wakes: CaseAction[] = from === 'snoozed' ? [{ type: 'wake' }] : []
  return [...wakes, to === 'in-work' ? { type: 'assign', to: self } : { type: 'release' }]
}
