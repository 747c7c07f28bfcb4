import {
  funnelQueues,
  incomingShares,
  leastThresholds,
  minShareOf,
  shippedThresholds,
  verdicts,
  type FunnelPointView,
  type FunnelQueue,
  type FunnelShare,
  type QueueFigures,
  type Thresholds,
  type Verdict,
} from '@touchstone/contract'
import { precisionAt, shareOf, type Interval } from './shares.ts'

/** Listings alike in everything that decides which queues they are in. */
export type FunnelCell = {
  verdict: Verdict
  /** The gravest verdict that the block rule allows. */
  ceiling: Verdict
  /** Probability in whole per cent, rounded down; null if the reader may not know it. */
  percent: number | null
  /** False if thresholds of their own apply to them, which stay where they are. */
  moves: boolean
  impossiblePrice: boolean
  /** Listings that came in. */
  incoming: number
  /** Listings on which people decided. */
  counterfeit: number
  honest: number
}

/** Sellers alike in the probability of their portfolios, by what most decisions on their listings say. */
export type FunnelSellers = {
  percent: number
  /** Sellers of listings that came in. */
  incoming: number
  counterfeit: number
  honest: number
}

type Counts = Pick<FunnelCell, 'incoming' | 'counterfeit' | 'honest'>
type Figures = Omit<FunnelPointView, 'threshold' | 'isCurrent'>

const thresholdOf = { 'ask-proof': 'askProof', review: 'review', block: 'block' } as const
type VerdictQueue = keyof typeof thresholdOf

const step = 5
/** From this probability on a portfolio is flagged. */
export const flaggedFromPercent = 50

/** The figures of each queue of listings, under the given thresholds and under others. */
export function funnelOf(
  cells: readonly FunnelCell[],
  standard: Thresholds = shippedThresholds,
): QueueFigures[] {
  const totals = totalsOf(cells)
  return funnelQueues.flatMap((queue): QueueFigures[] => {
    if (queue === 'sellers') return []
    const curve = thresholdsToTry(queue, standard).map((threshold) => ({
      threshold,
      isCurrent: threshold === currentOf(queue, standard),
      ...figuresOf(
        cells.filter((cell) => isIn(queue, cell, { standard, threshold })),
        totals,
      ),
    }))
    const held = cells.filter(({ verdict, impossiblePrice }) =>
      queue === 'impossible-price' ? impossiblePrice : verdict === queue,
    )
    return [{ queue, ...figuresOf(held, totals), curve }]
  })
}

/** The same for sellers, counted once each. */
export function sellersQueueOf(cells: readonly FunnelSellers[]): QueueFigures {
  const totals = totalsOf(cells)
  const from = (threshold: number): Figures =>
    figuresOf(
      cells.filter(({ percent }) => percent >= threshold),
      totals,
    )
  const curve = stepsBetween(10, 90).map((threshold) => ({
    threshold,
    isCurrent: threshold === flaggedFromPercent,
    ...from(threshold),
  }))
  return { queue: 'sellers', ...from(flaggedFromPercent), curve }
}

/** The probability in whole per cent, rounded down: thresholds are compared with it. */
export function percentOf(probability: number): number {
  const percent = Math.floor(probability * 100)
  // 0.29 × 100 is a hair less than 29.
  return probability >= (percent + 1) / 100 ? percent + 1 : percent
}

export type ExpectedFigures = {
  /** Share of counterfeits among everything that comes in. */
  incomingShare: number
  /** Undefined if the rates do not permit it. */
  precision: Interval | undefined
  /** Share of everything that comes in that the queue would hold. */
  held: number | undefined
}

/** What a queue’s rates among counterfeits and honest listings mean where counterfeits are rarer or more frequent. */
export function expectedFigures({
  counterfeitsHeld,
  honestHeld,
}: Pick<QueueFigures, 'counterfeitsHeld' | 'honestHeld'>): ExpectedFigures[] {
  const isKnown = counterfeitsHeld.known && honestHeld.known
  return incomingShares.map((incomingShare) => ({
    incomingShare,
    precision: isKnown
      ? precisionAt(
          incomingShare,
          shareOf(counterfeitsHeld.count, counterfeitsHeld.of),
          shareOf(honestHeld.count, honestHeld.of),
        )
      : undefined,
    held: isKnown
      ? incomingShare * counterfeitsHeld.value + (1 - incomingShare) * honestHeld.value
      : undefined,
  }))
}

function currentOf(queue: VerdictQueue | 'impossible-price', standard: Thresholds): number {
  return queue === 'impossible-price' ? 0 : standard[thresholdOf[queue]]
}

/** Within the neighbours, which stay where they are, and above what anybody may set. */
function thresholdsToTry(
  queue: VerdictQueue | 'impossible-price',
  standard: Thresholds,
): readonly number[] {
  switch (queue) {
    case 'impossible-price':
      return stepsBetween(0, standard.block)
    case 'ask-proof':
      return stepsBetween(leastThresholds.askProof, standard.review, standard.askProof)
    case 'review':
      return stepsBetween(
        Math.max(leastThresholds.review, standard.askProof),
        standard.block,
        standard.review,
      )
    case 'block':
      return stepsBetween(Math.max(leastThresholds.block, standard.review), 100, standard.block)
  }
}

function stepsBetween(from: number, to: number, also = from): number[] {
  const steps = new Set([from, also, to])
  for (let at = Math.ceil(from / step) * step; at < to; at += step) steps.add(at)
  return [...steps].sort((a, b) => a - b)
}

function isIn(
  queue: Exclude<FunnelQueue, 'sellers'>,
  { verdict, ceiling, percent, moves, impossiblePrice }: FunnelCell,
  { standard, threshold }: { standard: Thresholds; threshold: number },
): boolean {
  if (queue === 'impossible-price') {
    return impossiblePrice && (percent === null ? threshold === 0 : percent >= threshold)
  }
  if (percent === null || !moves) return verdict === queue
  const thresholds = { ...standard, [thresholdOf[queue]]: threshold }
  return verdictUnder({ ceiling, percent }, thresholds) === queue
}

function verdictUnder(
  { ceiling, percent }: { ceiling: Verdict; percent: number },
  { askProof, review, block }: Thresholds,
): Verdict {
  const from = { clear: 0, 'ask-proof': askProof, review, block }
  const allowed = verdicts.slice(0, verdicts.indexOf(ceiling) + 1)
  return allowed.findLast((verdict) => percent >= from[verdict]) ?? 'clear'
}

function figuresOf(held: readonly Counts[], totals: Counts): Figures {
  const { incoming, counterfeit, honest } = totalsOf(held)
  return {
    held: incoming,
    precision: statedShare(counterfeit, counterfeit + honest),
    counterfeitsHeld: statedShare(counterfeit, totals.counterfeit),
    honestHeld: statedShare(honest, totals.honest),
  }
}

function totalsOf(cells: readonly Counts[]): Counts {
  const totals = { incoming: 0, counterfeit: 0, honest: 0 }
  for (const { incoming, counterfeit, honest } of cells) {
    totals.incoming += incoming
    totals.counterfeit += counterfeit
    totals.honest += honest
  }
  return totals
}

/** The share with its interval, where there are enough to state it. */
export function statedShare(count: number, of: number): FunnelShare {
  if (of < minShareOf) return { known: false, count, of, missing: minShareOf - of }
  const { low, high } = shareOf(count, of)
  return { known: true, count, of, value: count / of, low, high }
}
