import type { ListedCaseView } from '@touchstone/contract'
import { brandsOf } from '../../access/organisations/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { newestListings } from './board-repository.ts'
import { requireReader, type ServiceInput } from './case-events.ts'
import { pageOfCases, type CaseRow, type CaseQuery } from './repository.ts'
import { shownAs } from './manage-cases.ts'

/** `assignee` is a user id, `me` or `nobody`. */
export type ListInput = Omit<CaseQuery, 'organisationId' | 'now' | 'only'>

export async function listCases({
  handle,
  actor,
  input: { assignee, ...input },
}: ServiceInput & { input: ListInput }): Promise<
  { kase: CaseRow; shown: Outgoing<ListedCaseView> }[]
> {
  const { id: self, organisationId } = requireReader(actor)
  const now = new Date()
  const only = brandsOf(actor)
  const rows = await pageOfCases(handle, {
    ...input,
    now,
    organisationId,
    ...(only && { only }),
    ...(assignee !== undefined && { assignee: assignee === 'me' ? self : assignee }),
  })
  const newest = await newestListings(handle, {
    cases: rows.map(({ id }) => id),
    ...(only && { only }),
  })
  return rows.map((kase) => ({
    kase,
    shown: { ...shownAs(kase, now), newestListings: newest.get(kase.id) ?? [] },
  }))
}
