import {
  type Assessment,
  type Listing,
  type QueueFigures,
  type SellerPortfolio,
} from '@touchstone/contract'
import {
  expectedFigures,
  funnelOf,
  percentOf,
  sellersQueueOf,
  type ExpectedFigures,
  type FunnelCell,
  type FunnelSellers,
} from './funnel.ts'

export type Funnel = {
  /** Listings that come in on a day, where stated. */
  perDay: number | null
  queues: (QueueFigures & { expected: ExpectedFigures[] })[]
}

type Tally = { percent: number; counterfeit: number; honest: number }

/** Counts labelled listings by what decides their queues, and sellers by the labels of their listings. */
export class FunnelTally {
  private readonly cells = new Map<string, FunnelCell>()
  private readonly sellers: Map<string, Tally> | undefined
  private readonly perDay: number | undefined

  constructor(portfolios: readonly SellerPortfolio[] | undefined, perDay: number | undefined) {
    this.sellers =
      portfolios &&
      new Map(
        portfolios.map(({ marketplace, seller, probability }) => [
          nameOf(marketplace, seller),
          { percent: percentOf(probability), counterfeit: 0, honest: 0 },
        ]),
      )
    this.perDay = perDay
  }

  add({ marketplace, seller }: Listing, assessment: Assessment, label: 0 | 1): void {
    const cell = this.cellOf(assessment)
    cell.incoming++
    if (label === 1) cell.counterfeit++
    else cell.honest++
    const tally = seller && this.sellers?.get(nameOf(marketplace, seller.id))
    if (tally === undefined) return
    if (label === 1) tally.counterfeit++
    else tally.honest++
  }

  figures(): Funnel {
    const queues = funnelOf([...this.cells.values()])
    if (this.sellers !== undefined) {
      const labelled = [...this.sellers.values()].flatMap(sellerOf)
      queues.splice(-1, 0, sellersQueueOf(labelled))
    }
    return {
      perDay: this.perDay ?? null,
      queues: queues.map((queue) => ({ ...queue, expected: expectedFigures(queue) })),
    }
  }

  private cellOf({ verdict, ceiling = verdict, probability, signals }: Assessment): FunnelCell {
    const percent = percentOf(probability)
    const impossiblePrice = signals.some(({ code }) => code === 'price.impossible')
    const key = `${verdict} ${ceiling} ${percent} ${impossiblePrice}`
    const known = this.cells.get(key)
    if (known !== undefined) return known
    const counts = { incoming: 0, counterfeit: 0, honest: 0 }
    const cell = { verdict, ceiling, percent, moves: true, impossiblePrice, ...counts }
    this.cells.set(key, cell)
    return cell
  }
}

/** A seller most of whose labelled listings are counterfeit is one of counterfeits. */
function sellerOf({ percent, counterfeit, honest }: Tally): FunnelSellers[] {
  if (counterfeit + honest === 0) return []
  const isCounterfeit = counterfeit > honest
  return [
    { percent, incoming: 1, counterfeit: Number(isCounterfeit), honest: Number(!isCounterfeit) },
  ]
}

function nameOf(marketplace: string | undefined, seller: string): string {
  return JSON.stringify([marketplace ?? null, seller])
}
