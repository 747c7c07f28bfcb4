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
  const machine = table?.machines.find(({ id }) => id === textOf('machine'))
  if (machine === undefined) {
    const about = [textOf('machine'), textOf('instance')].filter((one) => one !== '')
    const step = [textOf('transition'), textOf('timeLimit')].find((one) => one !== '') ?? kind
    return `${about.join(' ')}: ${step}`
  }
  const about = [words.workflow(machine), textOf('instance')].filter((one) => one !== '').join(' ')
  const state = (id: string | null | undefined): string => {
    const found = machine.states.find((one) => one.id === id)
    return found === undefined ? '' : ` → ${words.state(machine.id, found)}`
  }
  if (kind === 'open') {
    const { id, opening } = machine
    const opened = opening === null ? kind : words.opening({ id, title: opening })
    return `${about}: ${opened}${state(machine.initial)}`
  }
  if (kind === 'deadline') {
    const timeLimit = machine.timeLimits.find(({ id }) => id === textOf('timeLimit'))
    const passed =
      timeLimit === undefined ? textOf('timeLimit') : words.limit(machine.id, timeLimit)
    return `${about}: ${passed}`
  }
  const stepName = textOf('transition') === '' ? kind : textOf('transition')
  const move = machine.moves.find(({ id }) => id === stepName)
  return `${about}: ${move === undefined ? stepName : words.transition(machine.id, move)}${state(move?.to)}`
}
