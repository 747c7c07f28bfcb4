import type {
  CodeTimelineView,
  CodeView,
  ItemStateName,
  ListedCodeView,
} from '@touchstone/contract'
import { wordItemState } from '@touchstone/recognition/items'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { findUnit, linkOf, requireReadingActor, toBatchView, type Unit } from '../batches/index.ts'
import { requireOwnCode, requireUnitCode } from './code-text.ts'
import { requireUnit } from './record-unit-events.ts'
import {
  findItem,
  listScans,
  listUnitEvents,
  pageOfItems,
  type ItemRow,
  type ListedItemRow,
} from './repository.ts'

type ServiceInput = { handle: Transaction; sealer: Sealer; actor: Actor }

/** What the organisation knows of a code with one of its numbers. */
export async function readCode({
  handle,
  sealer,
  actor,
  code,
}: ServiceInput & { code: string }): Promise<Outgoing<CodeView>> {
  const organisationId = requireReadingActor(actor)
  const { gtin, serial } = requireUnitCode(code, '/code')
  await requireOwnCode(handle, { organisationId, gtin, pointer: '/code' })
  const unit = await findUnit({ handle, sealer, organisationId, gtin, serial })
  if (typeof unit === 'object') return toCodeView(unit, await findItem(handle, unit))
  return {
    ...nothingKnown,
    gtin,
    serial,
    uri: linkOf({ gtin, serial }),
    state: unit,
    batch: null,
    unitState: null,
    unitStateAt: null,
  }
}

/** What happened to a unit of the organisation, and the stored scans of its code. */
export async function readTimeline({
  handle,
  sealer,
  actor,
  code,
}: ServiceInput & { code: string }): Promise<Outgoing<CodeTimelineView>> {
  const organisationId = requireReadingActor(actor)
  const unit = await requireUnit({ handle, sealer, organisationId, pointer: '/code' }, code)
  const { batch, serial } = unit
  return {
    events: await listUnitEvents(handle, { batchId: batch.id, serial }),
    scans: await listScans(handle, unit),
  }
}

const nothingKnown = {
  state: 'plain',
  probability: 0,
  reasons: [],
  alarmAt: null,
  publishedAt: null,
  scans: 0,
  lastScanAt: null,
} as const

export function toCodeView(
  { gtin, serial, batch }: Unit,
  item: ItemRow | undefined,
): Outgoing<CodeView> {
  const known = item ?? nothingKnown
  const { state, probability, alarmAt, publishedAt, scans, lastScanAt } = known
  const { reasons: sentences } = wordItemState(known)
  return {
    gtin,
    serial,
    uri: linkOf({ gtin, serial }),
    state,
    probability,
    reasons: known.reasons.map(({ code, params }, at) => ({
      code,
      params: { ...params },
      sentence: sentences[at] ?? '',
    })),
    alarmAt,
    publishedAt,
    batch: toBatchView(batch),
    unitState: item?.unitState ?? batch.state,
    unitStateAt: item?.unitStateAt ?? batch.stateAt,
    scans,
    lastScanAt,
  }
}

export async function listCodes({
  handle,
  actor,
  input,
}: Omit<ServiceInput, 'sealer'> & {
  input: {
    state: ItemStateName | undefined
    limit: number
    after?: { at: Date; gtin: string; serial: string }
  }
}): Promise<ListedItemRow[]> {
  return pageOfItems(handle, { organisationId: requireReadingActor(actor), ...input })
}

export function toListedCodeView(row: ListedItemRow): Outgoing<ListedCodeView> {
  const { gtin, serial, state, probability, alarmAt, scans, lastScanAt } = row
  const uri = linkOf({ gtin, serial })
  return { gtin, serial, uri, state, probability, alarmAt, scans, lastScanAt }
}
