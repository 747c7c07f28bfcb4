import type { CaseAction, CaseDetailView } from '@touchstone/contract'

/** The action that undoes another one; `of` names the case that was split off. */
export type Undo = { action: CaseAction; of?: string }

type Answer = { case: CaseDetailView; other: CaseDetailView | null }

/** The inverse of an action, given the case before it; undefined if there is none. The record keeps both. */
export function undoOf(
  action: CaseAction,
  before: CaseDetailView,
  after: Answer,
  reasons: { close: string; merge: string },
): Undo | undefined {
  switch (action.type) {
    case 'add-listings':
      // Some listings may have been in the case before; removing all is safe only if none were.
      return after.case.listings === before.listings + action.listings.length
        ? { action: { type: 'remove-listings', listings: action.listings } }
        : undefined
    case 'add-seller-listings':
      return undefined
    case 'remove-listings':
      return { action: { type: 'add-listings', listings: action.listings } }
    case 'rename':
      return { action: { type: 'rename', title: before.title } }
    case 'assign':
    case 'release':
      return { action: assignmentOf(before) }
    case 'prioritise':
      return { action: { type: 'prioritise', priority: before.priority } }
    case 'set-due':
      return { action: { type: 'set-due', due: before.due } }
    case 'snooze':
      return {
        action:
          before.snoozedUntil === null
            ? { type: 'wake' }
            : { type: 'snooze', until: before.snoozedUntil },
      }
    case 'wake':
      return before.snoozedUntil === null
        ? undefined
        : { action: { type: 'snooze', until: before.snoozedUntil } }
    case 'finish-task':
      return { action: { type: 'reopen-task', task: action.task } }
    case 'reopen-task':
      return { action: { type: 'finish-task', task: action.task } }
    case 'add-turnover': {
      const known = new Set(before.turnover.lines.map(({ id }) => id))
      const line = after.case.turnover.lines.find(({ id }) => !known.has(id))
      return line && { action: { type: 'remove-turnover', line: line.id } }
    }
    case 'remove-turnover': {
      const line = before.turnover.lines.find(({ id }) => id === action.line)
      if (line === undefined) return undefined
      const { listing, units, price, currency, source } = line
      return { action: { type: 'add-turnover', listing, units, price, currency, source } }
    }
    case 'close':
      return { action: { type: 'reopen', reason: reasons.close } }
    case 'reopen':
      return before.outcome === null || before.outcome === 'merged'
        ? undefined
        : { action: { type: 'close', outcome: before.outcome } }
    case 'split':
      return after.other === null
        ? undefined
        : { action: { type: 'merge', into: before.id }, of: after.other.id }
    case 'merge':
      return { action: { type: 'undo-merge', reason: reasons.merge } }
    case 'undo-merge':
      return before.mergedInto === null
        ? undefined
        : { action: { type: 'merge', into: before.mergedInto } }
    case 'move-to-queue':
    case 'route':
      return { action: { type: 'move-to-queue', queue: before.queue } }
    case 'add-task':
    case 'note':
    case 'escalate':
      return undefined
  }
}

function assignmentOf({ assignee }: CaseDetailView): CaseAction {
  if (assignee === null) return { type: 'release' }
  const { id: to, until } = assignee
  return { type: 'assign', to, ...(until !== null && { until }) }
}
