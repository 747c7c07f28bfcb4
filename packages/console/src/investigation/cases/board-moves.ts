import type { CaseAction } from '@touchstone/contract'
import type { BoardColumn } from '../case-components/index.ts'

/** From what waits to what is done, as the server orders them. */
export const columnNames = [
  'nobody',
  'in-work',
  'snoozed',
  'closed',
] as const satisfies BoardColumn[]

/** What a move has to ask for first: until when, with what outcome, why again. */
export type MovePrompt = 'snooze' | 'close' | 'reopen'

/** What a card that goes from one column to another asks for; nothing where it can simply go. */
export function promptFor(from: BoardColumn, to: BoardColumn): MovePrompt | undefined {
  if (from === to) return undefined
  if (from === 'closed') return 'reopen'
  if (to === 'closed') return 'close'
  return to === 'snoozed' ? 'snooze' : undefined
}

/** The acts by which a case comes into a column, beside the one that was asked for. */
export function actsFor(from: BoardColumn, to: BoardColumn, self: string): CaseAction[] {
  if (from === to || to === 'snoozed' || to === 'closed') return []
  const wakes: CaseAction[] = from === 'snoozed' ? [{ act: 'wake' }] : []
  return [...wakes, to === 'in-work' ? { act: 'assign', to: self } : { act: 'release' }]
}
