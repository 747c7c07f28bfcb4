import { boardColumns, type BoardColumn, type CaseBoardView } from '@touchstone/contract'
import { brandsOf } from '../../access/organisations/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { requireReader, type ServiceInput } from './case-events.ts'
import { countColumns, imagesOfCases, newestListings } from './board-repository.ts'
import { pageOfCases, type CaseRow, type CaseQuery } from './repository.ts'
import { shownAs } from './manage-cases.ts'

/** Days for which a closed case stays on the board. */
const boardDays = 30

/** Cases by assignee and state: each column's count and its first cases. */
export async function readBoard({
  handle,
  actor,
  input: { each, brand, queue },
}: ServiceInput & {
  input: { each: number; brand?: string; queue?: string }
}): Promise<Outgoing<CaseBoardView>> {
  const { organisationId } = requireReader(actor)
  const now = new Date()
  const closedFrom = new Date(now.getTime() - boardDays * 86_400_000)
  const only = brandsOf(actor)
  const narrowed = { organisationId, now, ...(brand !== undefined && { brand }) }
  const asked = { ...narrowed, ...(queue !== undefined && { queue }), ...(only && { only }) }
  const counts = await countColumns(handle, { ...asked, closedFrom })
  const found: { column: BoardColumn; cases: number; overdue: number; kases: CaseRow[] }[] = []
  for (const column of boardColumns) {
    const { cases = 0, overdue = 0 } = counts.find((one) => one.column === column) ?? {}
    const kases =
      cases === 0
        ? []
        : await pageOfCases(handle, {
            ...asked,
            ...inColumn[column],
            limit: each,
            ...(column === 'closed' && { closedFrom }),
          })
    found.push({ column, cases, overdue, kases })
  }
  const shown = found.flatMap(({ kases }) => kases.map(({ id }) => id))
  const narrowing = { cases: shown, ...(only && { only }) }
  const pictures = await imagesOfCases(handle, narrowing)
  const newest = await newestListings(handle, narrowing)
  const columns = found.map(({ kases, ...column }) => ({
    ...column,
    items: kases.map((one) => ({
      ...shownAs(one, now),
      newestListings: newest.get(one.id) ?? [],
      pictures: pictures.get(one.id) ?? [],
    })),
  }))
  return { closedFrom, columns }
}

const inColumn: Record<BoardColumn, Pick<CaseQuery, 'state' | 'assignee'>> = {
  nobody: { state: 'open', assignee: 'nobody' },
  'in-work': { state: 'open', assignee: 'anybody' },
  snoozed: { state: 'snoozed' },
  closed: { state: 'closed' },
}
