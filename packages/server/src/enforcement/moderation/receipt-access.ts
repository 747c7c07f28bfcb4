import type { Context, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { hashOf } from './types.ts'
import type { OfNotice } from './notifier-actions.ts'
import { findByReceipt } from './repository.ts'

/** What the house does for somebody without an account, in the one organisation that it is about. */
export function inHouse(organisationId: string): Context {
  return { as: 'tenant', organisationId, actor: { kind: 'operator', id: 'reception' } }
}

/**
 * Does something for whoever knows the code of a notice. A code that is not known and one of a notice that is gone look the
 * same.
 */
export async function byReceipt<T>(
  store: Store,
  receipt: string,
  work: (of: OfNotice) => Promise<T>,
): Promise<T> {
  const hash = hashOf(receipt)
  const found = await store.transact({ as: 'visitor', receipt: hash.toString('hex') }, (handle) =>
    findByReceipt(handle, hash),
  )
  if (found === undefined) {
    const message = 'no notice has this code'
    throw new AppError({ code: 'not-found', message, pointer: '/receipt' })
  }
  const { organisationId, id: noticeId } = found
  return store.transact(inHouse(organisationId), (handle) =>
    work({ handle, organisationId, noticeId }),
  )
}
