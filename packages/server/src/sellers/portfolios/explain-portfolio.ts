import { randomUUID } from 'node:crypto'
import type { AccountPortfolioView, PortfolioActionInput } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { mayExplainPortfolios } from './policy.ts'
import { readPortfolio, requireAccount, type ServiceInput } from './read-portfolios.ts'
import { findPortfolio, insertExplanation, withdrawExplanations } from './repository.ts'

const dayMilliseconds = 86_400_000

/** Explains a seller's portfolio for a time, or withdraws the explanation. */
export async function actOnPortfolio(
  options: ServiceInput<{ id: string; action: PortfolioActionInput['action'] }>,
): Promise<Outgoing<AccountPortfolioView>> {
  const { handle, actor, input } = options
  if (!mayExplainPortfolios(actor)) {
    throw new AppError({
      code: 'permission-required',
      message: 'only users who decide on listings explain portfolios',
    })
  }
  const { organisationId } = actor
  const { viewer, account } = await requireAccount(handle, actor, input.id)
  const subject = { kind: 'seller-account', id: account.id } as const
  const { action } = input
  if (action.type === 'withdraw-explanation') {
    if (!(await withdrawExplanations(handle, organisationId, account, actor.id)))
      return readPortfolio(options)
    const event = { action: 'portfolio-explanation-withdrawn', subject, detail: {} } as const
    await recordEvent({ handle, organisationId, ...event })
    return readPortfolio(options)
  }
  const row = await findPortfolio(handle, viewer, account.id)
  if (row === undefined) {
    throw new AppError({
      code: 'not-found',
      message: `the listings of seller account ${account.id} have no fact to explain`,
      pointer: '/id',
    })
  }
  const { reason, note = null, days } = action
  const until = new Date(Date.now() + days * dayMilliseconds)
  const { facts } = row
  const explanation = { id: randomUUID(), reason, note, facts, until }
  await insertExplanation(handle, organisationId, account, explanation)
  // The note is a person's words about a seller: it can be erased, unlike the log.
  const detail = { reason, days }
  await recordEvent({ handle, organisationId, action: 'portfolio-explained', subject, detail })
  return readPortfolio(options)
}
