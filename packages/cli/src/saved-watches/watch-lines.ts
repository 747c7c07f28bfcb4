import type { WatchRunView, WatchView } from '@touchstone/contract'
import { count, visible } from '../terminal.ts'

const heldBack: Record<NonNullable<WatchView['heldBack']>, string> = {
  'organisation-stopped': 'held back: all watches of the organisation are stopped',
  'installation-stopped': 'held back: all watches of the installation are stopped',
  'daily-budget-spent': 'held back: the budget of today is spent',
}

export function watchLine(watch: WatchView): string {
  const { id, name, brand, connector, site, queries } = watch
  return [
    id,
    visible(name),
    brand,
    connector,
    visible(site),
    `${queries.length} ${queries.length === 1 ? 'query' : 'queries'}`,
    stateOf(watch),
  ].join('  ')
}

function stateOf({ state, isRunning, heldBack: reason, nextRunAt, lastRun }: WatchView): string {
  if (isRunning) return 'running'
  if (state === 'stopped') return 'stopped'
  const last = lastRun?.endedAt ? `last run ${lastRun.endedAt}` : 'never run'
  return reason === null ? `${last}, next ${nextRunAt ?? ''}` : `${last}, ${delayReason(reason)}`
}

export function delayReason(reason: NonNullable<WatchView['heldBack']>): string {
  return heldBack[reason]
}

const endings: Record<NonNullable<WatchRunView['endedBy']>, string> = {
  end: 'The site was walked to its end.',
  requests: 'The budget of requests is spent.',
  bytes: 'The budget of bytes is spent.',
  'processor-seconds': 'The budget of processor seconds is spent.',
  cost: 'The budget of cost is spent.',
  blocked: 'The site turned the visit away.',
  pause: 'The site may not be asked again yet.',
  failures: 'Too many visits failed in a row.',
  stopped: 'The run was stopped.',
}

/** How a run ended, what it used and what it saw. */
export function* runLines({
  endedBy,
  retryAt,
  usage,
  listings,
  errors,
}: WatchRunView): Generator<string> {
  const again = retryAt === null ? '' : ` It may be asked again after ${retryAt}.`
  if (endedBy !== null) yield `${endings[endedBy]}${again}`
  const fees = usage.fees > 0 ? `, fees of ${usage.fees}` : ''
  yield `Used ${count(usage.requests, 'request')}, ${count(usage.bytes, 'byte')}, ${usage.processorSeconds.toFixed(3)} processor seconds${fees}.`
  const { seen, new: fresh, changed, gone } = listings
  yield `${count(seen, 'listing')}: ${fresh} new, ${changed} changed, ${gone} gone.`
  const failed = Object.entries(errors).filter(([, number]) => number > 0)
  if (failed.length > 0) {
    yield `Failed visits: ${failed.map(([kind, number]) => `${number} ${kind}`).join(', ')}.`
  }
}
