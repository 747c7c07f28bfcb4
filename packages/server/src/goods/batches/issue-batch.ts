import { randomUUID } from 'node:crypto'
import { maxBatchUnits, type BatchInput, type CodeBatchView } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { organisationOf, type Actor } from '../../access/organisations/index.ts'
import { violates, type Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import {
  mayIssueCodes,
  mayReadCodes,
  normaliseGtin,
  requireIssuer,
} from '../gtin-prefixes/index.ts'
import { markPicturedCodesDue } from '../pictured-codes/index.ts'
import { lockGtinSecrets, issuerOf } from './gtin-secrets.ts'
import {
  addDerivedUnits,
  deleteAbandonedBatch,
  findBatch,
  findListedDigests,
  findOverlappingRange,
  insertBatch,
  insertChunks,
  pageOfBatches,
  type BatchRow,
  type ListedBatchRow,
  type NewBatch,
} from './repository.ts'
import { digestOf, isSerialText, linkOf } from './unit-serials.ts'

type ServiceInput = { handle: Transaction; sealer: Sealer; actor: Actor }

/** Issues a batch whose codes came with the request. */
export async function issueBatch({
  handle,
  sealer,
  actor,
  input,
  issuedAt,
}: ServiceInput & { input: BatchInput; issuedAt?: Date }): Promise<Outgoing<CodeBatchView>> {
  const organisationId = requireIssuingActor(actor)
  const gtin = normaliseGtin(input.gtin)
  requireSerialText(input.batch, '/batch')
  await requireIssuer(handle, { organisationId, gtin })
  const ofGtin = { organisationId, gtin }
  const secrets = await lockGtinSecrets({ handle, sealer }, ofGtin)
  await deleteAbandonedBatch(handle, { ...ofGtin, batch: input.batch })
  const named = { id: randomUUID(), ...ofGtin, batch: input.batch, issuedAt }
  const common = { ...named, state: 'issued' } as const
  switch (input.kind) {
    case 'derived': {
      const { units } = input
      const firstUnit = secrets.derivedUnits
      if (firstUnit + units > maxBatchUnits) throw tooManyUnits()
      await insertNamedBatch(handle, { ...common, kind: 'derived', units, firstUnit })
      await addDerivedUnits(handle, ofGtin, units)
      break
    }
    case 'range': {
      const { prefix, first, last } = input
      const units = unitsOfRange(input)
      const overlapping = await findOverlappingRange(handle, { ...ofGtin, prefix, first, last })
      if (overlapping !== undefined) throw codeExists(`the batch ${overlapping}`, '/first')
      await insertNamedBatch(handle, { ...common, kind: 'range', units, prefix, first, last })
      break
    }
    case 'list': {
      const { serials } = input
      const digests = digestsOfList(serials, secrets.salt)
      await insertNamedBatch(handle, { ...common, kind: 'list', units: serials.length })
      const sorted = new BigUint64Array(digests.keys()).sort()
      const [taken] = await findListedDigests(handle, {
        ...ofGtin,
        except: common.id,
        digests: sorted,
      })
      if (taken !== undefined) {
        throw codeExists('another batch', `/serials/${digests.get(taken) ?? 0}`)
      }
      const { id: batchId } = common
      await insertChunks(handle, { batchId, organisationId, digests: sorted })
      break
    }
  }
  return recordIssue(handle, { organisationId, id: common.id })
}

/** Digests with the place of each in the list. */
function digestsOfList(serials: readonly string[], salt: Buffer): Map<bigint, number> {
  const places = new Map<bigint, number>()
  for (const [at, serial] of serials.entries()) {
    requireSerialText(serial, `/serials/${at}`)
    const digest = digestOf(salt, serial)
    const earlier = places.get(digest)
    if (earlier !== undefined) {
      throw new AppError({
        code: 'codes-duplicate',
        message: `/serials/${at} names ${serial} again, after /serials/${earlier}; nothing was taken: name each serial once`,
        pointer: `/serials/${at}`,
      })
    }
    places.set(digest, at)
  }
  return places
}

export function requireSerialText(text: string, pointer: string): void {
  if (isSerialText(text)) return
  throw new AppError({
    code: 'code-invalid',
    message: `${pointer} ${JSON.stringify(text)} has a character that no code can hold, or more than 20 characters: use letters, digits and !"%&'()*+,-./:;<=>?_`,
    pointer,
  })
}

function unitsOfRange({ prefix, first, last }: BatchInput & { kind: 'range' }): number {
  if (first.length !== last.length || first > last) {
    throw new AppError({
      code: 'validation-failed',
      message: `/last ${last} must be at least /first ${first} and have as many digits`,
      pointer: '/last',
    })
  }
  requireSerialText(prefix + first, '/prefix')
  const units = Number(last) - Number(first) + 1
  if (units > maxBatchUnits) throw tooManyUnits()
  return units
}

/** Inserts a batch; its name is free in this GTIN. */
export async function insertNamedBatch(handle: Transaction, batch: NewBatch): Promise<void> {
  try {
    await insertBatch(handle, batch)
  } catch (error) {
    if (!violates(error, 'code_batches_name_taken')) throw error
    throw new AppError({
      code: 'code-batch-exists',
      message: `there is a batch ${batch.batch} of ${batch.gtin} already, or it is being received: name this one differently`,
      pointer: '/batch',
      cause: error,
    })
  }
}

export function requireIssuingActor(actor: Actor): string {
  if (mayIssueCodes(actor)) return organisationOf(actor)
  throw new AppError({
    code: 'permission-required',
    message: 'only admins and analysts, or keys with the scope codes:write, can issue codes',
  })
}

/** Records that a batch was issued, and returns it. */
export async function recordIssue(
  handle: Transaction,
  { organisationId, id }: { organisationId: string; id: string },
): Promise<Outgoing<CodeBatchView>> {
  const batch = await findBatch(handle, organisationId, id)
  if (batch === undefined) throw new Error('a batch was not inserted')
  const { gtin, batch: name, kind, units } = batch
  await markPicturedCodesDue(handle, { organisationId, gtin })
  await recordEvent({
    handle,
    organisationId,
    action: 'codes-issued',
    subject: { kind: 'code-batch', id },
    detail: { gtin, batch: name, kind, units },
  })
  return toBatchView(batch)
}

export function toBatchView(row: BatchRow): Outgoing<CodeBatchView> {
  const { id, gtin, batch, kind, units, issuedAt, state, stateAt } = row
  return { id, gtin, batch, kind, units, issuedAt, state, stateAt }
}

export function requireReadingActor(actor: Actor): string {
  if (mayReadCodes(actor)) return organisationOf(actor)
  throw new AppError({
    code: 'permission-required',
    message: 'only members, and keys with the scope codes:read, see codes',
  })
}

export async function listBatches(
  { handle, actor }: Omit<ServiceInput, 'sealer'>,
  input: Parameters<typeof pageOfBatches>[2],
): Promise<ListedBatchRow[]> {
  return pageOfBatches(handle, requireReadingActor(actor), input)
}

/** Serials of a batch that is not stored as digests, in the order of its units. */
export async function listSerials({
  handle,
  sealer,
  actor,
  input: { id, from, limit },
}: ServiceInput & { input: { id: string; from: number; limit: number } }): Promise<{
  serials: { serial: string; uri: string }[]
  next: number | null
}> {
  const organisationId = requireIssuingActor(actor)
  const batch = await requireBatch(handle, organisationId, id)
  if (batch.kind === 'list') {
    throw new AppError({
      code: 'validation-failed',
      message: 'the batch is a list, of which only digests are stored: use the file that you sent',
      pointer: '/id',
    })
  }
  const { gtin, units } = batch
  const ofGtin = { organisationId, gtin }
  const secrets = await lockGtinSecrets({ handle, sealer }, ofGtin)
  const issuer = batch.kind === 'derived' ? issuerOf(sealer, ofGtin, secrets) : undefined
  const to = Math.min(units, from + limit)
  const serials = Array.from({ length: Math.max(0, to - from) }, (_, at) => {
    const unit = from + at
    const serial = issuer?.serialOf((batch.firstUnit ?? 0) + unit) ?? serialInRange(batch, unit)
    return { serial, uri: linkOf({ gtin, serial }) }
  })
  return { serials, next: to < units ? to : null }
}

function serialInRange({ rangePrefix, rangeFirst }: BatchRow, unit: number): string {
  const first = rangeFirst ?? ''
  return (rangePrefix ?? '') + String(Number(first) + unit).padStart(first.length, '0')
}

export async function requireBatch(
  handle: Transaction,
  organisationId: string,
  id: string,
  pointer = '/id',
): Promise<BatchRow> {
  const isId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)
  const batch = isId ? await findBatch(handle, organisationId, id) : undefined
  if (batch !== undefined) return batch
  throw new AppError({ code: 'not-found', message: `there is no batch ${id}`, pointer })
}

function tooManyUnits(): AppError {
  return new AppError({
    code: 'validation-failed',
    message: `a GTIN has at most ${maxBatchUnits.toLocaleString('en')} such units`,
    pointer: '/units',
  })
}

export function codeExists(where: string, pointer: string): AppError {
  return new AppError({
    code: 'code-exists',
    message: `${pointer} was issued before, in ${where}; nothing was taken: issue each serial of a GTIN once`,
    pointer,
  })
}
