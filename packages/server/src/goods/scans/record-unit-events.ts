import { randomUUID } from 'node:crypto'
import type { UnitEventInput, UnitState } from '@touchstone/contract'
import {
  addEvent,
  noHistory,
  type ItemEvent,
  type ItemHistory,
} from '@touchstone/recognition/items'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import {
  findUnit,
  requireBatch,
  requireIssuingActor,
  updateBatchState,
  type Unit,
} from '../batches/index.ts'
import { markPicturedCodesDue } from '../pictured-codes/index.ts'
import { requireOwnCode, requireUnitCode } from './code-text.ts'
import { insertUnitEvent, lockItem } from './repository.ts'
import { judgeAndSave } from './record-scan.ts'

/** Clocks differ by this much at most. */
export const clockToleranceMs = 5 * 60_000

type EventsInput = {
  handle: Transaction
  sealer: Sealer
  actor: Actor
  input: readonly UnitEventInput[]
  now: number
}

/** Records what became of units or whole batches: all events, or none. */
export async function recordUnitEvents({
  handle,
  sealer,
  actor,
  input,
  now,
}: EventsInput): Promise<{ recorded: number }> {
  const organisationId = requireIssuingActor(actor)
  const events = [...input.entries()]
    .map(([place, event]) => ({ place, event, at: new Date(event.at) }))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  for (const { place, event, at } of events) {
    const pointer = `/events/${place}`
    requirePast(at, now, `${pointer}/at`)
    const position = event.position ?? null
    if (event.batch !== undefined) {
      const batch = await requireBatch(handle, organisationId, event.batch, `${pointer}/batch`)
      const { kind } = event
      await updateBatchState(handle, { id: batch.id, state: kind, at })
      const row = { id: randomUUID(), organisationId, batchId: batch.id, serial: null }
      await insertUnitEvent(handle, { ...row, kind, at, position })
      await markPicturedCodesDue(handle, { organisationId, gtin: batch.gtin })
    } else {
      const search = { handle, sealer, organisationId, pointer: `${pointer}/code` }
      const unit = await requireUnit(search, event.code ?? '')
      await recordUnitEvent(handle, unit, { kind: event.kind, at, position })
    }
  }
  await recordEvent({
    handle,
    organisationId,
    action: 'unit-events-recorded',
    subject: { kind: 'organisation', id: organisationId },
    detail: { events: events.length, kinds: [...new Set(input.map(({ kind }) => kind))] },
  })
  return { recorded: events.length }
}

/** The unit of the organisation that a code names. */
export async function requireUnit(
  {
    handle,
    sealer,
    organisationId,
    pointer,
  }: {
    handle: Transaction
    sealer: Sealer
    organisationId: string
    pointer: string
  },
  code: string,
): Promise<Unit> {
  const { gtin, serial } = requireUnitCode(code, pointer)
  await requireOwnCode(handle, { organisationId, gtin, pointer })
  const unit = await findUnit({ handle, sealer, organisationId, gtin, serial })
  if (typeof unit === 'object') return unit
  const problem =
    unit === 'near-miss'
      ? 'was never issued; one sign leads to a code that was'
      : 'was never issued'
  throw new AppError({ code: 'not-found', message: `${pointer} ${code} ${problem}`, pointer })
}

/** Records what became of one unit. An earlier event that comes late changes no later state. */
export async function recordUnitEvent(
  handle: Transaction,
  unit: Unit,
  {
    kind,
    at,
    position,
  }: { kind: UnitState; at: Date; position: { lat: number; lon: number } | null },
): Promise<void> {
  const { organisationId, serial, batch } = unit
  await insertUnitEvent(handle, {
    id: randomUUID(),
    organisationId,
    batchId: batch.id,
    serial,
    kind,
    at,
    position,
  })
  const item = await lockItem(handle, unit, { batchId: batch.id, history: noHistory })
  const isLatest = item.unitStateAt === null || item.unitStateAt <= at
  await judgeAndSave(handle, unit, {
    ...item,
    ...(isLatest && { unitState: kind, unitStateAt: at }),
    history: withUnitEvent(item.history, { kind, at, position }),
  })
  const { gtin } = unit
  await markPicturedCodesDue(handle, { organisationId, gtin, serial })
}

const kinds: Partial<Record<UnitState, ItemEvent['kind']>> = {
  shipped: 'shipped',
  sold: 'sold',
  returned: 'returned',
  destroyed: 'destroyed',
}

function withUnitEvent(
  history: ItemHistory,
  {
    kind,
    at,
    position,
  }: { kind: UnitState; at: Date; position: { lat: number; lon: number } | null },
): ItemHistory {
  if (kind === 'issued') return withoutDestruction(history)
  const known = kinds[kind] ?? 'other'
  const place = position && { position: { ...position, accuracyKm: 0 } }
  return addEvent(history, { at: at.getTime(), kind: known, ...place })
}

/** A destruction that was recorded by mistake proves nothing. */
function withoutDestruction(history: ItemHistory): ItemHistory {
  const { destroyedAt: _, proof, ...rest } = history
  return proof === undefined || proof.code === 'destroyed' ? rest : { ...rest, proof }
}

export function requirePast(at: Date, now: number, pointer: string): void {
  if (at.getTime() <= now + clockToleranceMs) return
  throw new AppError({
    code: 'date-in-future',
    message: `${pointer} ${at.toISOString()} is in the future: check the clock of the sender`,
    pointer,
  })
}
