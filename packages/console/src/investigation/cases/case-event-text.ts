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
  const textOf = (name: string): string => (typeof data[name] === 'string' ? data[name] : '')
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
      return plain({ title: textOf('title') })
    case 'listings-added':
      return textOf('from') === ''
        ? plain({ count: listings })
        : { ...plain({ count: listings }, 'case-event.listings-added.from'), other: textOf('from') }
    case 'listings-removed':
      return textOf('to') === ''
        ? plain({ count: listings })
        : { ...plain({ count: listings }, 'case-event.listings-removed.to'), other: textOf('to') }
    case 'assigned': {
      const name = nameOf(textOf('to'))
      return textOf('until') === ''
        ? plain({ name })
        : plain({ name, at: time(textOf('until')) }, 'case-event.assigned.until')
    }
    case 'prioritised': {
      const priority = word(`case-priority.${textOf('priority')}`) ?? textOf('priority')
      return plain({ priority })
    }
    case 'due-set':
      return textOf('due') === ''
        ? plain(undefined, 'case-event.due-set.none')
        : plain({ day: day(textOf('due')) })
    case 'snoozed':
      return plain({ at: time(textOf('until')) })
    case 'queued': {
      const { rule } = data
      if (textOf('queue') === '') return plain(undefined, 'case-event.queued.none')
      return typeof rule === 'number'
        ? plain({ name: textOf('name'), rule }, 'case-event.queued.rule')
        : plain({ name: textOf('name') })
    }
    case 'sla-set': {
      const sla = data['sla'] as { due?: unknown; hours?: unknown } | null | undefined
      return typeof sla?.due === 'string' && typeof sla.hours === 'number'
        ? plain({ at: time(sla.due), hours: sla.hours })
        : plain(undefined, 'case-event.sla-set.none')
    }
    case 'sla-breached':
      return plain({ at: textOf('due') === '' ? '–' : time(textOf('due')) })
    case 'file-added':
    case 'file-removal-rejected':
    case 'file-removed':
      return plain({ name: textOf('name') })
    case 'file-removal-asked':
      return { ...plain({ name: textOf('name') }), said: textOf('reason') }
    case 'note-shared':
      return { ...plain({ brand: textOf('brand') }), said: textOf('text') }
    case 'merge-undone':
      return { ...plain(), said: textOf('reason'), other: textOf('case') }
    case 'escalated':
    case 'reopened':
      return { ...plain(), said: textOf('reason') }
    case 'noted':
      return { ...plain(), said: textOf('text') }
    case 'task-added':
      return plain({ text: textOf('text') })
    case 'task-finished':
    case 'task-reopened':
      return plain({ text: tasks.find(({ id }) => id === textOf('task'))?.text ?? '–' })
    case 'turnover-added':
      return plain({
        units: typeof data['units'] === 'number' ? data['units'] : 0,
        price: money(textOf('price'), textOf('currency')),
        source: textOf('source'),
      })
    case 'closed': {
      const outcome = word(`case-outcome.${textOf('outcome')}`) ?? textOf('outcome')
      return { ...plain({ outcome }), ...(textOf('reason') !== '' && { said: textOf('reason') }) }
    }
    case 'merged-into':
    case 'merged-from':
    case 'split-off':
    case 'split-from':
      return { ...plain(), other: textOf('case') }
    case 'released':
    case 'woken':
    case 'turnover-removed':
    case 'task-removed':
      return plain()
  }
}
