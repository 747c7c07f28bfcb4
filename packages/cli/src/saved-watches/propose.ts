import type { WatchProposalsView, WatchProposalView } from '@touchstone/contract'
import { printJson, type JsonFlags } from '../json-answer.ts'
import type { ProgramIo } from '../program-io.ts'
import { operate } from '../server-store.ts'
import { count, visible } from '../terminal.ts'

export type ProposeFlags = JsonFlags & {
  organisation: string
  accept: string[]
  dismiss: string[]
  undo: string[]
}

const done = { accept: 'Added', dismiss: 'Dismissed', undo: 'Undone for' } as const

/** Decides on the named queries, then lists what is proposed. */
export async function propose(io: ProgramIo, id: string, flags: ProposeFlags): Promise<number> {
  const { organisation, json } = flags
  let isDecided = false
  for (const type of ['undo', 'accept', 'dismiss'] as const) {
    const queries = flags[type]
    if (queries.length === 0) continue
    await operate(io, 'watches.decide-proposals', { organisation, id, action: { type, queries } })
    io.printError(`${done[type]} ${queries.map(visible).join(', ')}.`)
    isDecided = true
  }
  const proposals = await operate(io, 'watches.proposals', { organisation, id })
  if (json) printJson(io, proposals)
  else if (!isDecided) for (const line of proposalLines(proposals)) io.print(line)
  return 0
}

function* proposalLines(proposals: WatchProposalsView): Generator<string> {
  if (!proposals.isSearched) {
    yield 'The address of the site has no place for a query: nothing is proposed.'
    return
  }
  if (proposals.items.length === 0) yield 'Nothing is proposed.'
  for (const item of proposals.items) {
    yield [visible(item.query), reasonOf(item, proposals), costOf(item, proposals)].join('  ')
  }
}

const reasons: Record<WatchProposalView['basis']['kind'], string> = {
  'brand-name': 'spelling of the brand',
  product: 'product, model or work',
  disguise: 'disguise of the name',
  misspelling: 'misspelling of the name',
  'find-word': 'far more often in finds',
}

function reasonOf({ basis, finds, others }: WatchProposalView, of: WatchProposalsView): string {
  return `${reasons[basis.kind]}: ${finds} of ${count(of.finds, 'find')}, ${others} of ${count(of.others, 'other listing')}`
}

function costOf(
  { cost: { requests, amount, from } }: WatchProposalView,
  { currency }: WatchProposalsView,
): string {
  const range = (low: number, high: number): string => (low === high ? `${high}` : `${low}–${high}`)
  const used =
    from === 'budget'
      ? `up to ${count(requests.to, 'request')} a run`
      : `${range(requests.from, requests.to)} requests a run`
  return amount.to === 0 ? used : `${used}, ${range(amount.from, amount.to)} ${currency}`
}
