import { buyersText, type BuyersText, type Matter } from '@touchstone/jurisdiction'
import type { Handle } from '../../platform/db/index.ts'
import { rules, settingsFor } from './settings.ts'
import type { KeptMeasure, KeptStatement } from './measures-repository.ts'
import { factText } from './types.ts'
import { traderIn } from './parties.ts'
import { findOwnOffer } from './repository.ts'

type Decided = {
  handle: Handle
  organisationId: string
  matters: readonly Matter[]
  measures: readonly KeptMeasure[]
  statements: readonly KeptStatement[]
}

/** What the buyers of each product that was decided to be illegal are told. */
export async function buyersTextsOf(
  decided: Decided,
): Promise<(BuyersText & { matter: string })[]> {
  const texts = []
  for (const buyers of decided.matters) {
    const awareOn = factText(buyers, 'awareOn')
    if (buyers.machine !== 'B' || awareOn === undefined) continue
    texts.push({ matter: buyers.id, ...(await textFor(decided, buyers, awareOn)) })
  }
  return texts
}

async function textFor(
  { handle, organisationId, measures, statements }: Decided,
  { origin }: Matter,
  awareOn: string,
): Promise<BuyersText> {
  const statement = statements.find(({ matter }) => matter === origin)?.statement
  const listing = measures.find(({ matter }) => matter === origin)?.listingId
  const offer = listing == null ? undefined : await findOwnOffer(handle, organisationId, listing)
  const { texts } = await settingsFor(handle, organisationId)
  const title = offer?.listing['title']
  const trader = traderIn(offer?.listing)
  return buyersText(rules, {
    platform: texts.platform,
    awareOn,
    contact: texts.complaints,
    court: texts.court,
    product: typeof title === 'string' ? title : (statement?.subject ?? ''),
    ...(statement?.ground.kind === 'illegal' && { law: statement.ground.legalGround }),
    ...(trader !== undefined && { trader }),
  })
}
