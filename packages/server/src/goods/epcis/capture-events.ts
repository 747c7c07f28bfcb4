import { randomUUID } from 'node:crypto'
import type {
  CaptureErrorBehaviour,
  EpcisCaptureView,
  EpcisFaultView,
  UnitState,
} from '@touchstone/contract'
import { checkEpcis } from '@touchstone/recognition/epcis'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import {
  addListedSerials,
  findBatchByName,
  findIssuedUnit,
  requireIssuingActor,
  updateBatchState,
} from '../batches/index.ts'
import { findIssuer } from '../gtin-prefixes/index.ts'
import { clockToleranceMs, insertUnitEvent, recordUnitEvent } from '../scans/index.ts'
import { readEvent, type NamedGoods, type ReadEvent } from './read-event.ts'
import {
  declareError,
  findCapture,
  insertCapture,
  insertEvent,
  updateStored,
  type CaptureRow,
} from './repository.ts'

const maxErrors = 100
const listPointer = '/epcisBody/eventList'

type CaptureInput = {
  handle: Transaction
  sealer: Sealer
  actor: Actor
  document: Record<string, unknown>
  onError: CaptureErrorBehaviour
  now: number
}

/** Checks a document, stores its events and what they say of units, and records the outcome. */
export async function captureEvents(options: CaptureInput): Promise<Outgoing<EpcisCaptureView>> {
  const { handle, actor, document, onError } = options
  const organisationId = requireIssuingActor(actor)
  const faults = checkEpcis(document).map(({ pointer, problem, found, remedy }) => ({
    pointer,
    detail: `${problem}; found ${found}`,
    remedy,
  }))
  const values = eventsOf(document)
  const isReadable =
    values.length > 0 && faults.every(({ pointer }) => placeOf(pointer) !== undefined)
  if (values.length === 0 && faults.length === 0) faults.push(noEvents)
  const broken = new Set(faults.map(({ pointer }) => placeOf(pointer)))
  const events: ReadEvent[] = []
  for (const [place, value] of isReadable ? values.entries() : []) {
    if (broken.has(place)) continue
    const event = readEvent(document, value, `${listPointer}/${place}`)
    const found = await faultsOf(event, `${listPointer}/${place}`, { ...options, organisationId })
    faults.push(...found)
    if (found.length === 0) events.push(event)
  }
  const success = faults.length === 0
  const capture = {
    id: randomUUID(),
    onError,
    success,
    received: values.length,
    errors: faults.slice(0, maxErrors),
  }
  const capturedAt = await insertCapture(handle, organisationId, { ...capture, stored: 0 })
  let stored = 0
  for (const event of success || onError === 'proceed' ? events : [])
    if (await storeEvent(event, { ...options, organisationId, captureId: capture.id })) stored++
  await updateStored(handle, capture.id, stored)
  await recordEvent({
    handle,
    organisationId,
    action: 'epcis-captured',
    subject: { kind: 'epcis-capture', id: capture.id },
    detail: { received: values.length, stored },
  })
  return toCaptureView({ ...capture, stored, capturedAt })
}

const noEvents = {
  pointer: listPointer,
  detail: 'has no event',
  remedy: 'send an EPCISDocument with at least one event',
}

function eventsOf(document: Record<string, unknown>): Record<string, unknown>[] {
  const body = document['epcisBody'] as { eventList?: unknown } | undefined
  return Array.isArray(body?.eventList) ? (body.eventList as Record<string, unknown>[]) : []
}

/** Which event a pointer leads into; undefined if it concerns the whole document. */
function placeOf(pointer: string): number | undefined {
  const place = /^\/epcisBody\/eventList\/(\d+)(?:\/|$)/.exec(pointer)?.[1]
  return place === undefined ? undefined : Number(place)
}

type EventContext = CaptureInput & { organisationId: string }

/** What an event must not say: anything of others' goods, or of what is to come. */
async function faultsOf(
  { row, goods }: ReadEvent,
  pointer: string,
  { handle, organisationId, now }: EventContext,
): Promise<EpcisFaultView[]> {
  const faults: EpcisFaultView[] = []
  if (row.eventTime.getTime() > now + clockToleranceMs) {
    faults.push({
      pointer: `${pointer}/eventTime`,
      detail: 'is in the future',
      remedy: 'check the clock of the system that recorded it',
    })
  }
  const own = new Map<string, boolean>()
  for (const { gtin, pointer: at } of goods) {
    const isOwn =
      own.get(gtin) ?? (await findIssuer(handle, gtin))?.organisationId === organisationId
    own.set(gtin, isOwn)
    if (isOwn) continue
    faults.push({
      pointer: at,
      detail: `names the GTIN ${gtin}, which begins with none of your GS1 company prefixes`,
      remedy:
        'leave the event to the issuer of the number, or ask the operator to confirm the prefix',
    })
  }
  return faults
}

/** Stores an event and what it says of units. Returns whether it was new. */
async function storeEvent(
  event: ReadEvent,
  context: EventContext & { captureId: string },
): Promise<boolean> {
  const { handle, organisationId, captureId } = context
  const { row, goods, kind, position } = event
  const isNew = await insertEvent(handle, { organisationId, captureId }, row)
  if (row.errorDeclaredAt !== null) {
    const isKnown = !isNew && (await declareError(handle, organisationId, row))
    // What the event said of units is withdrawn.
    if (isKnown && kind !== undefined)
      await recordOfGoods(goods, { ...context, kind: 'issued', at: row.errorDeclaredAt, position })
    return isNew
  }
  if (!isNew) return false
  if (event.isCommissioning) await issueCommissioned(event, context)
  if (kind !== undefined)
    await recordOfGoods(goods, { ...context, kind, at: row.eventTime, position })
  return true
}

async function issueCommissioned(
  { goods, batch: batchNumber }: ReadEvent,
  { handle, sealer, organisationId }: EventContext,
): Promise<void> {
  const units = goods.filter(({ field, serial }) => field === 'epcList' && serial !== undefined)
  for (const [gtin, named] of Map.groupBy(units, (one) => one.gtin)) {
    await addListedSerials({
      handle,
      sealer,
      organisationId,
      gtin,
      batch: batchNumber ?? 'EPCIS',
      serials: named.flatMap(({ serial }) => serial ?? []),
      pointer: named[0]?.pointer ?? '',
    })
  }
}

type OfGoods = EventContext & {
  kind: UnitState
  at: Date
  position: { lat: number; lon: number } | null
}

/** Records what became of the units that an event names, and of whole batches. */
async function recordOfGoods(goods: readonly NamedGoods[], context: OfGoods): Promise<void> {
  const { handle, sealer, organisationId, kind, at, position } = context
  for (const { field, gtin, serial, batch: name } of goods) {
    const ofGtin = { organisationId, gtin }
    if (field === 'epcList' && serial !== undefined) {
      const unit = await findIssuedUnit({ handle, sealer, ...ofGtin, serial })
      if (unit !== undefined) await recordUnitEvent(handle, unit, { kind, at, position })
    } else if (field === 'quantityList' && name !== undefined) {
      const batch = await findBatchByName(handle, ofGtin, name)
      if (batch === undefined) continue
      await updateBatchState(handle, { id: batch.id, state: kind, at })
      const row = { id: randomUUID(), organisationId, batchId: batch.id, serial: null }
      await insertUnitEvent(handle, { ...row, kind, at, position })
    }
  }
}

export function toCaptureView(row: CaptureRow): Outgoing<EpcisCaptureView> {
  const { id, capturedAt, onError, success, received, stored, errors } = row
  return {
    captureID: id,
    createdAt: capturedAt,
    finishedAt: capturedAt,
    running: false,
    success,
    captureErrorBehaviour: onError,
    received,
    stored,
    errors,
  }
}

export async function requireCapture(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<CaptureRow> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
  const capture = isId ? await findCapture(handle, organisationId, id) : undefined
  if (capture !== undefined) return capture
  throw new AppError({ code: 'not-found', message: `there is no capture ${id}`, pointer: '/id' })
}
