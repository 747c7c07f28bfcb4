import { Slug, type QualitySample, type QualitySettings } from '@touchstone/contract'
import { z } from 'zod'
import { engineCatalog, type Reading } from '../../brands/catalog/index.ts'
import { approvedPairs } from '../../brands/claims/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { drawSample, lastWholeWeek, listSamples, readSettings } from '../../review/blind-audit/index.ts'
import { brandNamesInTurns } from '../../brands/visibility/index.ts'
import { operation, type OperationContext } from './operation.ts'
import { on, organisationAt } from './find-organisation.ts'

const Whose = z.strictObject({ organisation: Slug })
const Week = Whose.extend({ week: z.iso.date().optional() })

type Sample = Outgoing<QualitySample>

export const lotOperations = {
  'lots.list': operation(Whose, (context, { organisation }) =>
    on(context, organisation, listSamples),
  ),
  'lots.status': operation(Whose, status),
  'lots.draw': operation(Week, draw),
}

/** What is drawn every week, and how the newest lot stands. */
async function status(
  context: OperationContext,
  { organisation }: z.output<typeof Whose>,
): Promise<QualitySettings & { week: string; newest: Sample | undefined }> {
  return on(context, organisation, async (asked) => {
    const [newest] = await listSamples(asked)
    return { ...(await readSettings(asked)), week: lastWholeWeek(Date.now()), newest }
  })
}

async function draw(
  { store, actor }: OperationContext,
  { organisation, week }: z.output<typeof Week>,
): Promise<{ sample: Sample; isNew: boolean }> {
  const read: Reading = (work) => store.transact(contextOf(actor), work)
  const organisationId = await read((handle) => organisationAt(handle, organisation))
  const approved = await approvedPairs(read)
  const today = new Date().toISOString().slice(0, 10)
  const names = await brandNamesInTurns(await engineCatalog({ read, approved, today }))
  // In the organisation's own name: row-level security shows what is in its sight alone.
  return store.transact({ as: 'tenant', organisationId, actor }, (handle) =>
    // Without an engine of one's own the newest assessments count.
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
