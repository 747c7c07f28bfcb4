import { setImmediate as breathe } from 'node:timers/promises'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { redactLinkSellers } from '../../enforcement/appeals/queries.ts'
import { redactEmails } from '../../messaging/email/queries.ts'
import { redactEmailTips } from '../../watches/tips/queries.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import {
  redactSenders,
  linksDue,
  emailsDue,
  emailTipsDue,
  noticesDue,
  type DueCorrespondence,
  type DueQuery,
  type DueCursor,
} from './correspondence-repository.ts'
import {
  findListingsOnHold,
  lockAgainstNewHolds,
  findActiveLegalHolds,
} from './legal-holds-repository.ts'
import { redactedAtOnce, type PurgeCounts } from './types.ts'

type Work = {
  store: Store
  context: Context
  organisationId: string
  signal: AbortSignal | undefined
}

type Kind = {
  due: (handle: Transaction, options: DueQuery) => Promise<DueCorrespondence[]>
  forget: (handle: Transaction, ids: readonly string[]) => Promise<void>
  action?: AuditAction
}

const kinds: Readonly<Record<'notices' | 'links' | 'messages' | 'tips', Kind>> = {
  notices: { due: noticesDue, forget: redactSenders, action: 'notice-data-forgotten' },
  links: { due: linksDue, forget: redactLinkSellers },
  messages: { due: emailsDue, forget: redactEmails, action: 'messages-forgotten' },
  tips: { due: emailTipsDue, forget: redactEmailTips, action: 'tip-emails-forgotten' },
}

/** Removes people from expired notices, links, messages and tips by email, except those under a hold. */
export async function purgeCorrespondence(
  work: Work,
  before: Readonly<Record<keyof typeof kinds, Date>>,
): Promise<Pick<PurgeCounts, keyof typeof kinds>> {
  const counts = { notices: 0, links: 0, messages: 0, tips: 0 }
  for (const name of ['notices', 'links', 'messages', 'tips'] as const) {
    counts[name] = await forget(work, kinds[name], before[name])
  }
  return counts
}

async function forget(
  { store, context, organisationId, signal }: Work,
  { due, forget: redact, action }: Kind,
  before: Date,
): Promise<number> {
  let total = 0
  let after: DueCursor | undefined
  while (signal?.aborted !== true) {
    const page = await store.transact(context, async (handle) => {
      await lockAgainstNewHolds(handle, organisationId)
      const correspondence = await due(handle, {
        organisationId,
        before,
        after,
        limit: redactedAtOnce,
      })
      const redactable = await unheld(handle, organisationId, correspondence)
      if (redactable.length === 0) return { found: correspondence, gone: redactable }
      await redact(handle, redactable)
      if (action !== undefined) {
        const subject = { kind: 'organisation', id: organisationId } as const
        await recordEvent({
          handle,
          organisationId,
          action,
          subject,
          detail: { count: redactable.length },
        })
      }
      return { found: correspondence, gone: redactable }
    })
    total += page.gone.length
    after = page.found.at(-1)
    if (page.found.length < redactedAtOnce) break
    await breathe()
  }
  return total
}

/** Items about no listing and no seller under a hold. */
async function unheld(
  handle: Transaction,
  organisationId: string,
  correspondence: readonly DueCorrespondence[],
): Promise<string[]> {
  const standing = await findActiveLegalHolds(handle, organisationId)
  if (standing.whole) return []
  const onHold = await findListingsOnHold(
    handle,
    standing,
    correspondence.flatMap(({ listings }) => listings),
  )
  const sellers = new Set(standing.sellers.map((hash) => hash.toString('hex')))
  return correspondence
    .filter((message) => !message.listings.some((id) => onHold.has(id)))
    .filter((message) => !message.sellers.some((hash) => sellers.has(hash.toString('hex'))))
    .map(({ id }) => id)
}
