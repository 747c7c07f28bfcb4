import type { LinkModelAction, LinkModelDetailView, LinkModelView } from '@touchstone/contract'
import { recordEvent, type NewAuditEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { countOverturned, findJudgedPairs, noteJudged, requireReader } from '../links/index.ts'
import { mayManageLinkModels } from './policy.ts'
import { reliabilityOf } from './reliability.ts'
import {
  changeModel,
  findModels,
  insertDraft,
  lockModels,
  type ModelChange,
  type ModelRow,
} from './repository.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

export async function listModels({
  handle,
  actor,
}: Omit<ServiceInput<unknown>, 'input'>): Promise<{ items: Outgoing<LinkModelView>[] }> {
  const { organisationId } = await requireReader(handle, actor)
  const rows = await findModels(handle, organisationId)
  return { items: await toViews(handle, organisationId, rows) }
}

export async function readModel({
  handle,
  actor,
  input,
}: ServiceInput<{ version: string }>): Promise<Outgoing<LinkModelDetailView>> {
  const { organisationId } = await requireReader(handle, actor)
  const row = requireModel(await findModels(handle, organisationId), input.version)
  const [view] = await toViews(handle, organisationId, [row])
  if (view === undefined) throw unknown(input.version)
  const judged = row.state === 'live' ? await findJudgedPairs(handle, organisationId) : undefined
  return {
    ...view,
    comparison: row.comparison,
    reliability: judged === undefined ? null : reliabilityOf(judged),
  }
}

/** Drafts a version, which the next turn fits. */
export async function draftModel({
  handle,
  actor,
}: Omit<ServiceInput<unknown>, 'input'>): Promise<Outgoing<LinkModelView>> {
  const organisationId = requireManager(actor)
  const [newest] = await lockModels(handle, organisationId)
  if (newest === undefined)
    throw new AppError({
      code: 'link-models-missing',
      message: 'the first version is fitted by itself once 30 accounts have listings',
    })
  const version = newest.version + 1
  if (!(await insertDraft(handle, organisationId, version)))
    throw new AppError({
      code: 'link-model-drafted',
      message: 'there is a draft already: take it to shadow or retire it first',
    })
  await finish(handle, organisationId, 'link-model-drafted', version)
  return showModel(handle, organisationId, version)
}

/** Does what people do with a version. */
export async function actOnModel({
  handle,
  actor,
  input,
}: ServiceInput<{
  version: string
  action: LinkModelAction
  expectedVersion: number | undefined
}>): Promise<Outgoing<LinkModelView>> {
  const organisationId = requireManager(actor)
  const rows = await lockModels(handle, organisationId)
  const row = requireModel(rows, input.version)
  const { version } = row
  requireVersion(`model ${version}`, { version: row.edits }, input.expectedVersion)
  const change = (of: ModelRow, to: Partial<ModelChange>): Promise<void> =>
    changeModel(handle, organisationId, of, { ...of, ...to })
  const live = rows.find(({ state }) => state === 'live')
  switch (input.action.type) {
    case 'start-shadow':
      requireState(row, ['draft', 'retired'])
      if (row.fittedAt === null)
        throw new AppError({
          code: 'link-model-unfitted',
          message: `model ${version} has not been fitted yet: try again in some seconds`,
        })
      await change(row, { state: 'shadow', isComparing: true })
      await finish(handle, organisationId, 'link-model-to-shadow', version)
      break
    case 'compare':
      requireState(row, ['shadow'])
      await change(row, { isComparing: true })
      await finish(handle, organisationId, 'link-model-comparison-requested', version)
      break
    case 'make-live':
      requireState(row, ['shadow'])
      if (live !== undefined) await change(live, { state: 'retired' })
      await change(row, { state: 'live', replaced: live?.version ?? row.replaced })
      await finish(handle, organisationId, 'link-model-to-live', version)
      break
    case 'roll-back': {
      requireState(row, ['live'])
      const before = rows.find((one) => one.version === row.replaced)
      if (before === undefined)
        throw new AppError({
          code: 'link-model-state',
          message: `no version was live before model ${version}: return it to shadow instead`,
        })
      await change(row, { state: 'retired' })
      await change(before, { state: 'live' })
      await finish(handle, organisationId, 'link-model-rolled-back', version)
      break
    }
    case 'return-to-shadow':
      requireState(row, ['live'])
      await change(row, { state: 'shadow' })
      await finish(handle, organisationId, 'link-model-to-shadow', version)
      break
    case 'retire':
      requireState(row, ['draft', 'shadow'])
      await change(row, { state: 'retired', isComparing: false })
      await finish(handle, organisationId, 'link-model-retired', version)
      break
  }
  return showModel(handle, organisationId, version)
}

/** Records what was done; accounts are linked anew. */
async function finish(
  handle: Transaction,
  organisationId: string,
  action: NewAuditEvent['action'],
  version: number,
): Promise<void> {
  const subject = { kind: 'link-model' as const, id: String(version) }
  await recordEvent({ handle, organisationId, action, subject, detail: {} })
  await noteJudged(handle, organisationId)
}

async function showModel(
  handle: Transaction,
  organisationId: string,
  version: number,
): Promise<Outgoing<LinkModelView>> {
  const row = requireModel(await findModels(handle, organisationId), String(version))
  const [view] = await toViews(handle, organisationId, [row])
  if (view === undefined) throw unknown(String(version))
  return view
}

async function toViews(
  handle: Transaction,
  organisationId: string,
  rows: readonly ModelRow[],
): Promise<Outgoing<LinkModelView>[]> {
  const counted = await countOverturned(handle, organisationId)
  return rows.map(({ returnedAt, judged, overturned, comparison: _, ...row }) => ({
    ...row,
    overturned:
      counted?.version === row.version
        ? { judged: counted.judged, overturned: counted.overturned }
        : null,
    returned:
      returnedAt === null || judged === null || overturned === null
        ? null
        : { at: returnedAt, judged, overturned },
  }))
}

function requireModel(rows: readonly ModelRow[], version: string): ModelRow {
  const found = rows.find((row) => String(row.version) === version)
  if (found === undefined) throw unknown(version)
  return found
}

function requireState({ version, state }: ModelRow, expected: readonly ModelRow['state'][]): void {
  if (expected.includes(state)) return
  throw new AppError({
    code: 'link-model-state',
    message: `model ${version} is ${state}, not ${expected.join(' or ')}`,
    pointer: '/version',
  })
}

function requireManager(actor: Actor): string {
  if (mayManageLinkModels(actor) && 'organisationId' in actor && actor.organisationId !== undefined)
    return actor.organisationId
  throw new AppError({
    code: 'permission-required',
    message: 'only admins without limits manage models of links',
  })
}

function unknown(version: string): AppError {
  return new AppError({
    code: 'not-found',
    message: `there is no model ${version}`,
    pointer: '/version',
  })
}
