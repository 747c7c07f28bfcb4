import { randomUUID } from 'node:crypto'
import type { CodeBatchView } from '@touchstone/contract'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { runInSlices, type Steps } from '../../platform/time-slicing/index.ts'
import { normaliseGtin, requireIssuer } from '../gtin-prefixes/index.ts'
import { DigestSorter } from './digest-sorter.ts'
import { lockGtinSecrets } from './gtin-secrets.ts'
import {
  insertNamedBatch,
  recordIssue,
  requireIssuingActor,
  requireSerialText,
} from './issue-batch.ts'
import { readSerials, type SerialLine } from './read-serials.ts'
import {
  deleteAbandonedBatch,
  deleteUnfinishedBatch,
  findGtinSecrets,
  findListedDigests,
  finishBatch,
  insertChunks,
  noteBatchProgress,
} from './repository.ts'
import { digestOf, isSerialText } from './unit-serials.ts'

/** Digests that one transaction stores: 50 rows. */
const storedAtOnce = 12_000
const maxNamedLines = 20

type FileInput = {
  store: Store
  sealer: Sealer
  actor: Actor
  bytes: AsyncIterable<Uint8Array>
  input: { gtin: string; batch: string; units: number }
}

type ReceivedBatch = { id: string; organisationId: string; gtin: string }

/** Issues a batch from a streamed file, whole or not at all: it is unknown until its last code is stored. */
export async function issueFile(options: FileInput): Promise<Outgoing<CodeBatchView>> {
  const { store, sealer, actor, bytes, input } = options
  const { batch, units } = input
  const organisationId = requireIssuingActor(actor)
  const gtin = normaliseGtin(input.gtin)
  requireSerialText(batch, '/batch')
  const context = contextOf(actor)
  const received: ReceivedBatch = { id: randomUUID(), organisationId, gtin }
  const { salt } = await store.transact(context, async (handle) => {
    await requireIssuer(handle, { organisationId, gtin })
    return lockGtinSecrets({ handle, sealer }, received)
  })
  const sorter = await DigestSorter.create(units)
  try {
    await readDigests(sorter, { bytes, salt, units })
    await store.transact(context, async (handle) => {
      await deleteAbandonedBatch(handle, { organisationId, gtin, batch })
      await insertNamedBatch(handle, {
        ...received,
        batch,
        kind: 'list',
        units,
        state: 'receiving',
      })
    })
    try {
      await storeDigests(options, { received, sorter })
      return await store.transact(context, async (handle) => {
        await finishBatch(handle, received.id)
        return recordIssue(handle, received)
      })
    } catch (error) {
      await store.transact(context, (handle) => deleteUnfinishedBatch(handle, received.id))
      throw error
    }
  } finally {
    await sorter.dispose()
  }
}

async function readDigests(
  sorter: DigestSorter,
  { bytes, salt, units }: { bytes: AsyncIterable<Uint8Array>; salt: Buffer; units: number },
): Promise<void> {
  const faults: string[] = []
  let faulty = 0
  function* addLines(lines: readonly SerialLine[]): Steps<void> {
    for (const one of lines) {
      if ('serial' in one && isSerialText(one.serial))
        sorter.add(digestOf(salt, one.serial), one.line)
      else if (++faulty <= maxNamedLines) faults.push(problemOf(one))
      yield
    }
  }
  for await (const lines of readSerials(bytes)) {
    await runInSlices(addLines(lines))
    await sorter.flush()
  }
  if (faulty > 0) {
    const more = faulty > faults.length ? `, and ${faulty - faults.length} more lines` : ''
    throw new AppError({
      code: 'file-rows-faulty',
      message: `nothing was taken: ${faults.join('; ')}${more}`,
    })
  }
  if (sorter.count !== units) {
    throw new AppError({
      code: 'codes-incomplete',
      message: `nothing was taken: the file holds ${sorter.count.toLocaleString('en')} codes, and units says ${units.toLocaleString('en')}; send the whole file, or correct units`,
      pointer: '/units',
    })
  }
}

function problemOf(one: SerialLine): string {
  return 'problem' in one
    ? `line ${one.line} ${one.problem}`
    : `line ${one.line} holds ${JSON.stringify(one.serial.slice(0, 40))}, which is no serial of up to 20 characters`
}

async function storeDigests(
  { store, actor }: FileInput,
  { received, sorter }: { received: ReceivedBatch; sorter: DigestSorter },
): Promise<void> {
  const { id: batchId, organisationId, gtin } = received
  for await (const sorted of sorter.sorted()) {
    const repeated = repeatedIn(sorted)
    if (repeated.size > 0) throw duplicates(await sorter.linesOf(repeated))
    for (let from = 0; from < sorted.length; from += storedAtOnce) {
      const digests = sorted.subarray(from, from + storedAtOnce)
      const taken = await store.transact(contextOf(actor), async (handle) => {
        // Two files of a GTIN are stored by turns, so that each sees what the other has.
        await findGtinSecrets(handle, received, { lock: true })
        const found = await findListedDigests(handle, {
          organisationId,
          gtin,
          except: batchId,
          digests,
        })
        if (found.length > 0) return found
        await insertChunks(handle, { batchId, organisationId, digests })
        await noteBatchProgress(handle, batchId)
        return []
      })
      if (taken.length > 0) throw issuedBefore(await sorter.linesOf(new Set(taken)))
    }
  }
}

function repeatedIn(sorted: BigUint64Array): Set<bigint> {
  const repeated = new Set<bigint>()
  for (let at = 1; at < sorted.length && repeated.size < maxNamedLines; at++) {
    const digest = sorted[at]
    if (digest !== undefined && digest === sorted[at - 1]) repeated.add(digest)
  }
  return repeated
}

function duplicates(lines: readonly number[]): AppError {
  return new AppError({
    code: 'codes-duplicate',
    message: `nothing was taken: the file names serials twice, in the lines ${lines.join(', ')}; leave one of each`,
  })
}

function issuedBefore(lines: readonly number[]): AppError {
  return new AppError({
    code: 'code-exists',
    message: `nothing was taken: another batch has the serials in the lines ${lines.join(', ')}; issue each serial of a GTIN once`,
  })
}
