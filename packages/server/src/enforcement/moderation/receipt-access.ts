import type { Context, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { textHashOf } from './types.ts'
import type { NoticeRef } from './notifier-actions.ts'
import { findNoticeByReceipt } from './repository.ts'

/** The context of moderation for someone without an account, limited to one organisation. */
export function moderationContext(organisationId: string): Context {
  return { as: 'tenant', organisationId, actor: { kind: 'operator', id: 'moderation' } }
}

/** Acts for someone who knows the code of a notice. An unknown code and one of a deleted notice look the same. */
export async function withReceipt<T>(
  store: Store,
  receipt: string,
  work: (of: NoticeRef) => Promise<T>,
): Promise<T> {
  const hash = textHashOf(receipt)
  const found = await store.transact({ as: 'visitor', receipt: hash.toString('hex') }, (handle) =>
    findNoticeByReceipt(handle, hash),
  )
  if (found === undefined) {
    const message = 'no notice has this code'
    throw new AppError({ code: 'not-found', message, pointer: '/receipt' })
  }
  const { organisationId, id: noticeId } = found
  return store.transact(moderationContext(organisationId), (handle) =>
    work({ handle, organisationId, noticeId }),
  )
}
