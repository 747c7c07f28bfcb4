import { Slug, type AuditSampleView, type BlindAuditSettings } from '@touchstone/contract'
import { z } from 'zod'
import { engineCatalog } from '../../brands/catalog/index.ts'
import type { ReadInTransaction } from '../../platform/db/index.ts'
import { approvedPairs } from '../../brands/claims/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import {
  drawSample,
  lastCompletedWeek,
  listSamples,
  readSettings,
} from '../../review/blind-audit/index.ts'
import { compileBrandNamesInSlices } from '../../brands/visibility/index.ts'
import { defineOperation, type OperationContext } from './operation.ts'
import { inOrganisation, requireOrganisationId } from './find-organisation.ts'

const Whose = z.strictObject({ organisation: Slug })
const Week = Whose.extend({ week: z.iso.date().optional() })

type Sample = Outgoing<AuditSampleView>

export const blindAuditOperations = {
  'audit-samples.list': defineOperation(Whose, (context, { organisation }) =>
    inOrganisation(context, organisation, listSamples),
  ),
  'audit-samples.status': defineOperation(Whose, status),
  'audit-samples.draw': defineOperation(Week, draw),
}

/** Settings of the weekly sample, and the state of the newest one. */
async function status(
  context: OperationContext,
  { organisation }: z.output<typeof Whose>,
): Promise<BlindAuditSettings & { week: string; newest: Sample | undefined }> {
  return inOrganisation(context, organisation, async (options) => {
    const [newest] = await listSamples(options)
    return { ...(await readSettings(options)), week: lastCompletedWeek(Date.now()), newest }
  })
}

async function draw(
  { store, actor }: OperationContext,
  { organisation, week }: z.output<typeof Week>,
): Promise<{ sample: Sample; isNew: boolean }> {
  const read: ReadInTransaction = (work) => store.transact(contextOf(actor), work)
  const organisationId = await read((handle) => requireOrganisationId(handle, organisation))
  const approved = await approvedPairs(read)
  const today = new Date().toISOString().slice(0, 10)
  const names = await compileBrandNamesInSlices(await engineCatalog({ read, approved, today }))
  // In the organisation's name: row-level security shows only its own data.
  return store.transact({ as: 'tenant', organisationId, actor }, (handle) =>
    // Without an engine here, the newest assessments count.
    drawSample({
      handle,
      actor,
      organisationId,
      names,
      engine: '',
      input: { week, now: Date.now() },
    }),
  )
}
