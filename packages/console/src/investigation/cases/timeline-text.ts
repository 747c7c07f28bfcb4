import type { TimelineEntryView, RegimeTableView } from '@touchstone/contract'

/**
 * A transition in its regime's words: subject, action and new state. Ids stand in for names that the regime's table
 * lacks.
 */
export function timelineText(
  { kind, data }: Pick<TimelineEntryView, 'kind' | 'data'>,
  table: RegimeTableView | undefined,
  begun: string,
): string {
  if (kind === 'begun') return begun
  const said = (name: string): string => (typeof data[name] === 'string' ? data[name] : '')
  const machine = table?.machines.find(({ id }) => id === said('machine'))
  const about = [machine?.title ?? said('machine'), said('instance')].filter((one) => one !== '')
  const state = (id: string | null | undefined): string => {
    const title = machine?.states.find((one) => one.id === id)?.title
    return title === undefined ? '' : ` → ${title}`
  }
  if (kind === 'open') {
    return `${about.join(' ')}: ${machine?.opening ?? kind}${state(machine?.initial)}`
  }
  if (kind === 'deadline') {
    const timeLimit = machine?.timeLimits.find(({ id }) => id === said('timeLimit'))
    return `${about.join(' ')}: ${timeLimit?.title ?? said('timeLimit')}`
  }
  const done = said('transition') === '' ? kind : said('transition')
  const move = machine?.moves.find(({ id }) => id === done)
  return `${about.join(' ')}: ${move?.title ?? done}${state(move?.to)}`
}
