import { z } from 'zod'
import { rebuildCases } from '../../investigation/cases/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import { defineOperation, type OperationContext } from './operation.ts'

/** Cases per transaction, so that nobody working on one waits for long. */
const together = 100

export const caseOperations = {
  'cases.rebuild': defineOperation(z.strictObject({}), rebuildAll),
}

/** Rebuilds the state of all cases from their events; returns those that differed. */
async function rebuildAll({
  store,
  actor,
}: OperationContext): Promise<{ cases: number; mended: string[] }> {
  const mended: string[] = []
  let cases = 0
  let last: string | undefined
  do {
    const page = { limit: together, ...(last !== undefined && { after: last }) }
    const rebuilt = await store.transact(contextOf(actor), (handle) => rebuildCases(handle, page))
    cases += rebuilt.cases
    mended.push(...rebuilt.mended)
    last = rebuilt.last
  } while (last !== undefined)
  return { cases, mended }
}
