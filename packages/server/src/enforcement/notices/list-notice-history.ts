import { brandsOf } from '../../access/organisations/index.ts'
import { requireVisibleCase } from '../../investigation/cases/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { listingsOfCase } from './draft-sources-repository.ts'
import { readHistoryRows, type NoticeHistoryRow } from './notice-history-repository.ts'
import { itemsOf } from './repository.ts'
import { requireVisibleNotice, type ServiceInput } from './manage-notices.ts'
import { requireReader } from './settings.ts'

type HistorySubject = {
  listing?: string | undefined
  case?: string | undefined
  notice?: string | undefined
}

const maxListings = 200

/** What happened before on a listing, the listings of a case and those of a notice, and on the same sellers’ others. */
export async function listNoticeHistory(
  options: ServiceInput<HistorySubject & { now: Date }>,
): Promise<NoticeHistoryRow[]> {
  const { handle, actor, input } = options
  const { organisationId } = requireReader(actor)
  if (input.listing === undefined && input.case === undefined && input.notice === undefined) {
    const message = 'name a listing, a case or a notice'
    throw new AppError({ code: 'validation-failed', message, pointer: '/listing' })
  }
  const listings = await listingsOf(options)
  const only = brandsOf(actor)
  return readHistoryRows(handle, {
    organisationId,
    listings,
    except: input.notice,
    only,
    now: input.now,
  })
}

async function listingsOf(options: ServiceInput<HistorySubject>): Promise<string[]> {
  const { handle, actor, input } = options
  // A listing that the reader cannot see has no history for them, as one that does not exist.
  const listings = input.listing === undefined ? [] : [input.listing]
  if (input.notice !== undefined) {
    const { id } = await requireVisibleNotice({ handle, actor, input: { id: input.notice } })
    listings.push(...(await itemsOf(handle, id)).map(({ listing }) => listing))
  }
  if (input.case !== undefined) {
    await requireVisibleCase({ handle, actor, id: input.case }, { pointer: '/case' })
    listings.push(...(await listingsOfCase(handle, { caseId: input.case, limit: maxListings })))
  }
  return [...new Set(listings)]
}
