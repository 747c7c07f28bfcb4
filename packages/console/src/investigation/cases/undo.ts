import type { CaseAction, CaseDetailView } from '@touchstone/contract'

/** The action that undoes another one; `of` names the case that was split off. */
export type Undo = { act: CaseAction; of?: string }

type Answer = { case: CaseDetailView; other: CaseDetailView | null }

/** The inverse of an action, given the case before it; undefined if there is none. The record keeps both. */
export function undoOf(
  act: CaseAction,
  before: CaseDetailView,
  after: Answer,
  reasons: { close: string; merge: string },
): Undo | undefined {
  switch (act.act) {
    case 'add-listings':
      // Some listings may have been in the case before; removing all is safe only if none were.
      return after.case.listings === before.listings + act.listings.length
        ? { act: { act: 'remove-listings', listings: act.listings } }
        : undefined
    case 'add-seller-listings':
      return undefined
    case 'remove-listings':
      return { act: { act: 'add-listings', listings: act.listings } }
    case 'rename':
      return { act: { act: 'rename', title: before.title } }
    case 'assign':
    case 'release':
      return { act: assignmentOf(before) }
    case 'prioritise':
      return { act: { act: 'prioritise', priority: before.priority } }
    case 'set-due':
      return { act: { act: 'set-due', due: before.due } }
    case 'snooze':
      return {
        act:
          before.snoozedUntil === null
            ? { act: 'wake' }
            : { act: 'snooze', until: before.snoozedUntil },
      }
    case 'wake':
      return before.snoozedUntil === null
        ? undefined
        : { act: { act: 'snooze', until: before.snoozedUntil } }
    case 'finish-task':
      return { act: { act: 'reopen-task', task: act.task } }
    case 'reopen-task':
      return { act: { act: 'finish-task', task: act.task } }
    case 'add-turnover': {
      const known = new Set(before.turnover.lines.map(({ id }) => id))
      const line = after.case.turnover.lines.find(({ id }) => !known.has(id))
      return line && { act: { act: 'remove-turnover', line: line.id } }
    }
    case 'remove-turnover': {
      const line = before.turnover.lines.find(({ id }) => id === act.line)
      if (line === undefined) return undefined
      const { listing, units, price, currency, source } = line
      return { act: { act: 'add-turnover', listing, units, price, currency, source } }
    }
    case 'close':
      return { act: { act: 'reopen', reason: reasons.close } }
    case 'reopen':
      return before.outcome === null || before.outcome === 'merged'
        ? undefined
        : { act: { act: 'close', outcome: before.outcome } }
    case 'split':
      return after.other === null
        ? undefined
        : { act: { act: 'merge', into: before.id }, of: after.other.id }
    case 'merge':
      return { act: { act: 'undo-merge', reason: reasons.merge } }
    case 'undo-merge':
      return before.mergedInto === null
        ? undefined
        : { act: { act: 'merge', into: before.mergedInto } }
    case 'move-to-queue':
    case 'route':
      return { act: { act: 'move-to-queue', queue: before.queue } }
    case 'add-task':
    case 'note':
    case 'escalate':
      return undefined
  }
}

function assignmentOf({ assignee }: CaseDetailView): CaseAction {
  if (assignee === null) return { act: 'release' }
  const { id: to, until } = assignee
  return { act: 'assign', to, ...(until !== null && { until }) }
}
