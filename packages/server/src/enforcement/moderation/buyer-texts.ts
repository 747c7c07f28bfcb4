import {
  addMonths,
  buyersText,
  type BuyersText,
  type WorkflowInstance,
} from '@touchstone/jurisdiction'
import type { Transaction } from '../../platform/db/index.ts'
import { moderationRules, settingsFor } from './settings.ts'
import { loadProceeding } from '../proceedings/index.ts'
import {
  measuresOf,
  statementsOf,
  type MeasureRow,
  type StatementRow,
} from './measures-repository.ts'
import { factText } from './types.ts'
import { traderOf } from './seller-of-listing.ts'
import { findOwnListing } from './repository.ts'

type Decided = {
  handle: Transaction
  organisationId: string
  instances: readonly WorkflowInstance[]
  measures: readonly MeasureRow[]
  statements: readonly StatementRow[]
}

/** The messages to buyers of each product found illegal, in a proceeding. */
export async function buyerTextsOfProceeding(
  handle: Transaction,
  { organisationId, proceedingId }: { organisationId: string; proceedingId: string },
): Promise<(BuyersText & { instance: string; awareOn: string; boughtFrom: string })[]> {
  const { state } = await loadProceeding({ handle, organisationId, input: { id: proceedingId } })
  const instances = Object.values(state.instances)
  const texts = await buyerTextsOf({
    handle,
    organisationId,
    instances,
    measures: await measuresOf(handle, organisationId, { proceedingId }),
    statements: await statementsOf(handle, organisationId, proceedingId),
  })
  return texts.flatMap((text) => {
    const buyers = state.instances[text.instance]
    const awareOn = buyers && factText(buyers, 'awareOn')
    return awareOn === undefined ? [] : [{ ...text, awareOn, boughtFrom: addMonths(awareOn, -6) }]
  })
}

/** The messages to buyers of each product found illegal. */
export async function buyerTextsOf(
  decided: Decided,
): Promise<(BuyersText & { instance: string })[]> {
  const texts = []
  for (const buyers of decided.instances) {
    const awareOn = factText(buyers, 'awareOn')
    if (buyers.part !== 'buyer-notification' || awareOn === undefined) continue
    texts.push({ instance: buyers.id, ...(await textFor(decided, buyers, awareOn)) })
  }
  return texts
}

async function textFor(
  { handle, organisationId, measures, statements }: Decided,
  { origin }: WorkflowInstance,
  awareOn: string,
): Promise<BuyersText> {
  const statement = statements.find(({ instance }) => instance === origin)?.statement
  const listing = measures.find(({ instance }) => instance === origin)?.listingId
  const ownListing =
    listing == null ? undefined : await findOwnListing(handle, organisationId, listing)
  const { texts } = await settingsFor(handle, organisationId)
  const title = ownListing?.listing['title']
  const trader = traderOf(ownListing?.listing)
  return buyersText(moderationRules, {
    platform: texts.platform,
    awareOn,
    contact: texts.complaints,
    court: texts.court,
    product: typeof title === 'string' ? title : (statement?.subject ?? ''),
    ...(statement?.ground.kind === 'illegal' && { law: statement.ground.legalGround }),
    ...(trader !== undefined && { trader }),
  })
}
