import type { TimelineEntryView, RegimeTableView } from '@touchstone/contract'
import type { RegimeWords } from '../../enforcement/regime-components/index.ts'

/**
 * A transition in its regime's words and the reader's language: subject, action and new state. Ids stand in for names
 * that the regime's table lacks.
 */
export function timelineText(
  { kind, data }: Pick<TimelineEntryView, 'kind' | 'data'>,
  table: RegimeTableView | undefined,
  words: RegimeWords,
  begun: string,
): string {
  if (kind === 'begun') return begun
  const textOf = (name: string): string => (typeof data[name] === 'string' ? data[name] : '')
  const workflow = table?.workflows.find(({ id }) => id === textOf('workflow'))
  if (workflow === undefined) {
    const about = [textOf('workflow'), textOf('instance')].filter((one) => one !== '')
    const step = [textOf('transition'), textOf('timeLimit')].find((one) => one !== '') ?? kind
    return `${about.join(' ')}: ${step}`
  }
  const about = [words.workflow(workflow), textOf('instance')].filter((one) => one !== '').join(' ')
  const state = (id: string | null | undefined): string => {
    const found = workflow.states.find((one) => one.id === id)
    return found === undefined ? '' : ` → ${words.state(workflow.id, found)}`
  }
  if (kind === 'open') {
    const { id, opening } = workflow
    const opened = opening === null ? kind : words.opening({ id, title: opening })
    return `${about}: ${opened}${state(workflow.initial)}`
  }
  if (kind === 'deadline') {
    const timeLimit = workflow.timeLimits.find(({ id }) => id === textOf('timeLimit'))
    const passed =
      timeLimit === undefined ? textOf('timeLimit') : words.limit(workflow.id, timeLimit)
    return `${about}: ${passed}`
  }
  const stepName = textOf('transition') === '' ? kind : textOf('transition')
  const move = workflow.transitions.find(({ id }) => id === stepName)
  return `${about}: ${move === undefined ? stepName : words.transition(workflow.id, move)}${state(move?.to)}`
}
