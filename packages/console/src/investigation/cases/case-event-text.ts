import type { CaseDetailView, CaseRecordView } from '../case-components/index.ts'
import type { MessageKey, Text } from '../../messages/index.ts'

/** The wording of an event, free text entered with it, and a linked case. */
export type EventText = { words: string; said?: string; other?: string }

type With = { text: Text; nameOf: (id: string) => string; tasks: CaseDetailView['tasks'] }

/** Words an event of a case. Its data is read defensively: newer servers write more. */
export function caseEventText(
  { kind, data }: CaseRecordView,
  { text, nameOf, tasks }: With,
): EventText {
  const { word, time, day, money } = text
  const said = (name: string): string => (typeof data[name] === 'string' ? data[name] : '')
  const listings = Array.isArray(data['listings']) ? data['listings'].length : 0
  const plain = (
    values?: Record<string, string | number>,
    key: MessageKey = `case-event.${kind}`,
  ): EventText => ({
    words: word(key, values) ?? key,
  })
  switch (kind) {
    case 'opened':
    case 'renamed':
      return plain({ title: said('title') })
    case 'listings-added':
      return said('from') === ''
        ? plain({ count: listings })
        : { ...plain({ count: listings }, 'case-event.listings-added.from'), other: said('from') }
    case 'listings-removed':
      return said('to') === ''
        ? plain({ count: listings })
        : { ...plain({ count: listings }, 'case-event.listings-removed.to'), other: said('to') }
    case 'assigned': {
      const name = nameOf(said('to'))
      return said('until') === ''
        ? plain({ name })
        : plain({ name, at: time(said('until')) }, 'case-event.assigned.until')
    }
    case 'prioritised': {
      const priority = word(`case-priority.${said('priority')}`) ?? said('priority')
      return plain({ priority })
    }
    case 'due-set':
      return said('due') === ''
        ? plain(undefined, 'case-event.due-set.none')
        : plain({ day: day(said('due')) })
    case 'snoozed':
      return plain({ at: time(said('until')) })
    case 'queued': {
      const { rule } = data
      if (said('queue') === '') return plain(undefined, 'case-event.queued.none')
      return typeof rule === 'number'
        ? plain({ name: said('name'), rule }, 'case-event.queued.rule')
        : plain({ name: said('name') })
    }
    case 'sla-set': {
      const sla = data['sla'] as { due?: unknown; hours?: unknown } | null | undefined
      return typeof sla?.due === 'string' && typeof sla.hours === 'number'
        ? plain({ at: time(sla.due), hours: sla.hours })
        : plain(undefined, 'case-event.sla-set.none')
    }
    case 'sla-breached':
      return plain({ at: said('due') === '' ? '–' : time(said('due')) })
    case 'file-added':
    case 'file-removal-rejected':
    case 'file-removed':
      return plain({ name: said('name') })
    case 'file-removal-asked':
      return { ...plain({ name: said('name') }), said: said('reason') }
    case 'note-shared':
      return { ...plain({ brand: said('brand') }), said: said('text') }
    case 'merge-undone':
      return { ...plain(), said: said('reason'), other: said('case') }
    case 'escalated':
    case 'reopened':
      return { ...plain(), said: said('reason') }
    case 'noted':
      return { ...plain(), said: said('text') }
    case 'task-added':
      return plain({ text: said('text') })
    case 'task-finished':
    case 'task-reopened':
      return plain({ text: tasks.find(({ id }) => id === said('task'))?.text ?? '–' })
    case 'turnover-added':
      return plain({
        units: typeof data['units'] === 'number' ? data['units'] : 0,
        price: money(said('price'), said('currency')),
        source: said('source'),
      })
    case 'closed': {
      const outcome = word(`case-outcome.${said('outcome')}`) ?? said('outcome')
      return { ...plain({ outcome }), ...(said('reason') !== '' && { said: said('reason') }) }
    }
    case 'merged-into':
    case 'merged-from':
    case 'split-off':
    case 'split-from':
      return { ...plain(), other: said('case') }
    case 'released':
    case 'woken':
    case 'turnover-removed':
    case 'task-removed':
      return plain()
  }
}
