import { queueStrata, type LedgerRow, type QueueStratum, type Verdict } from '@touchstone/contract'
import { isAdverse } from '@touchstone/recognition'
import { findThresholdView, lastVerdictIn } from '../../brands/thresholds/index.ts'
import { findViewer } from '../../brands/visibility/index.ts'
import { signalCodesOf } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { readSettledItems } from '../blind-audit/index.ts'
import { findSellersOf, findSettledListings } from './repository.ts'

/** Days of decisions, and weeks of audit samples. */
export const ledgerDays = 364
const maxDecisions = 20_000

/** Everything settled of an organisation's listings in a year, without what names any of them. */
export async function collectLedgerRows(
  handle: Transaction,
  organisationId: string,
  since: string,
): Promise<LedgerRow[]> {
  const viewer = await findViewer(handle, organisationId)
  const view = await findThresholdView(handle, organisationId)
  const audited = await readSettledItems(handle, { organisationId, since })
  const decided = await findSettledListings(handle, { viewer, since, limit: maxDecisions })
  const sellers = await findSellersOf(
    handle,
    audited.map(({ listingId }) => listingId),
  )
  const numbers = new SellerNumbers()
  return [
    ...audited.map(({ listingId, verdict, impossiblePrice, signals, counterfeit, weight }) => ({
      basis: 'blind-audit' as const,
      verdict,
      queues: queuesOf(verdict, impossiblePrice === true),
      signals: signals ?? [],
      goods: counterfeit ? ('counterfeit' as const) : ('honest' as const),
      reversed: null,
      weight,
      seller: numbers.of(sellers.get(listingId) ?? listingId),
    })),
    ...decided.map(({ listing, seller, rung, lead, decision, ...row }) => {
      const standing = rung === null ? null : { rung, lead }
      const verdict = lastVerdictIn(view, { lastVerdict: row.verdict, standing }) ?? row.verdict
      const signals = signalCodesOf(BigInt(row.signals)).filter(isAdverse)
      const isAgainst = decision === 'counterfeit' || decision === 'trademark-misuse'
      return {
        basis: 'decision' as const,
        verdict,
        queues: queuesOf(verdict, signals.includes('price.impossible')),
        signals,
        goods: row.goods,
        reversed: isAgainst ? row.reversed : null,
        weight: 1,
        seller: numbers.of(seller ?? listing),
      }
    }),
  ]
}

function queuesOf(verdict: Verdict, impossiblePrice: boolean): QueueStratum[] {
  return queueStrata.filter((queue) =>
    queue === 'impossible-price' ? impossiblePrice : queue === verdict,
  )
}

/** A number for each seller; a listing without one counts as a seller of its own. */
class SellerNumbers {
  private readonly numbers = new Map<string, number>()

  of(seller: string): number {
    const known = this.numbers.get(seller)
    if (known !== undefined) return known
    this.numbers.set(seller, this.numbers.size)
    return this.numbers.size - 1
  }
}
