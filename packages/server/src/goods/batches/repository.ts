import { maxCountedCodes, type BatchKind, type UnitState } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import { bytesOf } from './unit-serials.ts'

export type BatchRow = {
  id: string
  gtin: string
  batch: string
  kind: BatchKind
  units: number
  issuedAt: Date
  state: UnitState
  stateAt: Date
  rangePrefix: string | null
  rangeFirst: string | null
  firstUnit: number | null
}

const columns = sql`b.id, b.gtin, b.name as batch, b.kind, b.units, b.issued_at as "issuedAt",
  b.unit_state as state, b.unit_state_at as "stateAt", b.range_prefix as "rangePrefix",
  b.range_first as "rangeFirst", b.first_unit as "firstUnit"`

type OfGtin = { organisationId: string; gtin: string }

export type GtinSecrets = { salt: Buffer; sealedKey: Buffer; derivedUnits: number }

/** Locked where codes are added: two batches of a GTIN are stored one after the other. */
export async function findGtinSecrets(
  handle: Transaction,
  { organisationId, gtin }: OfGtin,
  { lock = false } = {},
): Promise<GtinSecrets | undefined> {
  const { rows } = await runPrepared(
    sql<GtinSecrets>`
    select salt, sealed_key as "sealedKey", derived_units as "derivedUnits" from gtin_secrets
    where organisation_id = ${organisationId}::uuid and gtin = ${gtin}
    ${lock ? sql`for update` : sql``}`,
    handle,
  )
  return rows[0]
}

export async function insertGtinSecrets(
  handle: Transaction,
  { organisationId, gtin, salt, sealedKey }: OfGtin & Pick<GtinSecrets, 'salt' | 'sealedKey'>,
): Promise<void> {
  await sql`
    insert into gtin_secrets (organisation_id, gtin, salt, sealed_key)
    values (${organisationId}::uuid, ${gtin}, ${salt}, ${sealedKey})
    on conflict do nothing`.execute(handle)
}

/** Adds units to those that follow from the key. */
export async function addDerivedUnits(
  handle: Transaction,
  { organisationId, gtin }: OfGtin,
  units: number,
): Promise<void> {
  await sql`
    update gtin_secrets set derived_units = derived_units + ${units}::int8
    where organisation_id = ${organisationId}::uuid and gtin = ${gtin}`.execute(handle)
}

export type NewBatch = OfGtin & {
  id: string
  batch: string
  units: number
  state: 'receiving' | 'issued'
  /** Now, unless it happened earlier. */
  issuedAt?: Date | undefined
} & (
    | { kind: 'list' }
    | { kind: 'range'; prefix: string; first: string; last: string }
    | { kind: 'derived'; firstUnit: number }
  )

export async function insertBatch(handle: Transaction, batch: NewBatch): Promise<void> {
  const { id, organisationId, gtin, batch: name, kind, units, state, issuedAt } = batch
  const issued = issuedAt === undefined ? sql`now()` : sql`${issuedAt}::timestamptz`
  const range = kind === 'range' ? batch : undefined
  await sql`
    insert into code_batches (id, organisation_id, gtin, name, kind, units, state, range_prefix,
      range_first, range_last, first_unit, issued_at, unit_state_at)
    values (${id}::uuid, ${organisationId}::uuid, ${gtin}, ${name}, ${kind}, ${units}::int8,
      ${state}, ${range?.prefix ?? null}, ${range?.first ?? null}, ${range?.last ?? null},
      ${kind === 'derived' ? batch.firstUnit : null}::int8, ${issued}, ${issued})`.execute(handle)
}

/** Removes a list of which nothing was stored for ten minutes: its server died, or its sender left. */
export async function deleteAbandonedBatch(
  handle: Transaction,
  { organisationId, gtin, batch }: OfGtin & { batch: string },
): Promise<void> {
  await sql`
    delete from code_batches
    where organisation_id = ${organisationId}::uuid and gtin = ${gtin} and name = ${batch}
      and state = 'receiving' and progressed_at < now() - interval '10 minutes'`.execute(handle)
}

export async function deleteUnfinishedBatch(handle: Transaction, id: string): Promise<void> {
  await sql`delete from code_batches where id = ${id}::uuid and state = 'receiving'`.execute(handle)
}

export async function noteBatchProgress(handle: Transaction, id: string): Promise<void> {
  await sql`
    update code_batches set progressed_at = now() where id = ${id}::uuid`.execute(handle)
}

export async function finishBatch(handle: Transaction, id: string): Promise<void> {
  await sql`update code_batches set state = 'issued' where id = ${id}::uuid`.execute(handle)
}

/** Deletes lists that were abandoned days ago, of all organisations. */
export async function deleteAllAbandonedBatches(handle: Transaction): Promise<void> {
  await sql`
    delete from code_batches
    where state = 'receiving' and progressed_at < now() - interval '1 day'`.execute(handle)
}

const digestsInChunk = 240

/** Where a digest lies among all, as a signed number. */
function placeOf(digest: bigint): string {
  return String(digest - (1n << 63n))
}

/** Digests with their places, as rows of a query. */
function digestRows(digests: readonly bigint[]): RawBuilder<unknown> {
  return sql`unnest(${digests.map(bytesOf)}::bytea[], ${digests.map(placeOf)}::int8[])
    as d (digest, place)`
}

/** Stores sorted digests, each once. */
export async function insertChunks(
  handle: Transaction,
  {
    batchId,
    organisationId,
    digests,
  }: {
    batchId: string
    organisationId: string
    digests: BigUint64Array
  },
): Promise<void> {
  const chunks: Buffer[] = []
  for (let from = 0; from < digests.length; from += digestsInChunk) {
    const part = digests.subarray(from, from + digestsInChunk)
    const bytes = Buffer.alloc(part.length * 8)
    part.forEach((digest, at) => bytes.writeBigUInt64BE(digest, at * 8))
    chunks.push(bytes)
  }
  await sql`
    insert into code_chunks (batch_id, first_place, organisation_id, digests)
    select ${batchId}::uuid, first_place, ${organisationId}::uuid, digests
    from unnest(${chunks.map((chunk) => placeOf(chunk.readBigUInt64BE()))}::int8[], ${chunks}::bytea[])
      as given (first_place, digests)`.execute(handle)
}

/** Adds sorted digests to a list that has chunks or none, each to the chunk in whose range it lies. */
export async function mergeIntoChunks(
  handle: Transaction,
  list: { batchId: string; organisationId: string },
  digests: BigUint64Array,
): Promise<void> {
  const { rows } = await sql<{ digest: Buffer; first: string | null; held: Buffer | null }>`
    select d.digest, c.first_place::text as first, c.digests as held
    from ${digestRows([...digests])}
    left join lateral (
      select c.first_place, c.digests from code_chunks c
      where c.organisation_id = ${list.organisationId}::uuid and c.batch_id = ${list.batchId}::uuid
        and c.first_place <= d.place
      order by c.first_place desc limit 1
    ) c on true`.execute(handle)
  const chunks = Map.groupBy(rows, ({ first }) => first)
  for (const added of chunks.values()) {
    const { first = null, held = null } = added[0] ?? {}
    const merged = new BigUint64Array((held?.length ?? 0) / 8 + added.length)
    for (let at = 0; at < (held?.length ?? 0); at += 8)
      merged[at / 8] = held?.readBigUInt64BE(at) ?? 0n
    for (const [at, { digest }] of added.entries())
      merged[merged.length - added.length + at] = digest.readBigUInt64BE()
    merged.sort()
    if (first === null) {
      await insertChunks(handle, { ...list, digests: merged })
      continue
    }
    const kept = Buffer.concat([...merged.subarray(0, digestsInChunk)].map(bytesOf))
    await sql`
      update code_chunks set digests = ${kept}
      where organisation_id = ${list.organisationId}::uuid and batch_id = ${list.batchId}::uuid
        and first_place = ${first}::int8`.execute(handle)
    const rest = merged.subarray(digestsInChunk)
    if (rest.length > 0) await insertChunks(handle, { ...list, digests: rest })
  }
}

/** Digests of this list that another batch of the GTIN has, finished or not. */
export async function findListedDigests(
  handle: Transaction,
  { organisationId, gtin, except, digests }: OfGtin & { except: string; digests: BigUint64Array },
): Promise<bigint[]> {
  const { rows } = await sql<{ digest: Buffer }>`
    select d.digest from ${digestRows([...digests])}
    cross join code_batches b
    cross join lateral (
      select c.digests from code_chunks c
      where c.organisation_id = ${organisationId}::uuid and c.batch_id = b.id
        and c.first_place <= d.place
      order by c.first_place desc limit 1
    ) c
    where b.organisation_id = ${organisationId}::uuid and b.gtin = ${gtin} and b.kind = 'list'
      and b.id <> ${except}::uuid and position(d.digest in c.digests) % 8 = 1
    limit 20`.execute(handle)
  return rows.map(({ digest }) => digest.readBigUInt64BE())
}

/** Whether a range that is issued shares numbers with this one. */
export async function findOverlappingRange(
  handle: Transaction,
  {
    organisationId,
    gtin,
    prefix,
    first,
    last,
  }: OfGtin & {
    prefix: string
    first: string
    last: string
  },
): Promise<string | undefined> {
  const { rows } = await sql<{ name: string }>`
    select name from code_batches
    where organisation_id = ${organisationId}::uuid and gtin = ${gtin} and kind = 'range'
      and length(range_prefix) + length(range_first) = ${prefix.length + first.length}::int4
      and range_prefix || range_first <= ${prefix + last}
      and range_prefix || range_last >= ${prefix + first}
    limit 1`.execute(handle)
  return rows[0]?.name
}

/** The first of these serials that is listed or in a range, and its batch. */
export async function findListed(
  handle: Transaction,
  { organisationId, gtin }: OfGtin,
  candidates: readonly { serial: string; digest: bigint }[],
): Promise<{ serial: string; batch: BatchRow } | undefined> {
  const serials = candidates.map(({ serial }) => serial)
  const digests = candidates.map(({ digest }) => bytesOf(digest))
  const places = candidates.map(({ digest }) => placeOf(digest))
  const { rows } = await runPrepared(
    sql<BatchRow & { serial: string }>`
    select d.serial, ${columns}
    from unnest(${serials}::text[], ${digests}::bytea[], ${places}::int8[])
      with ordinality as d (serial, digest, place, number)
    cross join code_batches b
    left join lateral (
      select c.digests from code_chunks c
      where b.kind = 'list' and c.organisation_id = ${organisationId}::uuid and c.batch_id = b.id
        and c.first_place <= d.place
      order by c.first_place desc limit 1
    ) c on true
    where b.organisation_id = ${organisationId}::uuid and b.gtin = ${gtin} and b.state = 'issued'
      and case b.kind
        when 'list' then position(d.digest in c.digests) % 8 = 1
        when 'range' then starts_with(d.serial, b.range_prefix)
          and length(d.serial) = length(b.range_prefix) + length(b.range_first)
          and substring(d.serial from length(b.range_prefix) + 1) ~ '^[0-9]+$'
          and substring(d.serial from length(b.range_prefix) + 1) collate "C"
            between b.range_first and b.range_last
        else false
      end
    order by d.number limit 1`,
    handle,
  )
  const [row] = rows
  if (row === undefined) return undefined
  const { serial, ...batch } = row
  return { serial, batch }
}

export async function findDerivedBatch(
  handle: Transaction,
  { organisationId, gtin }: OfGtin,
  unit: number,
): Promise<BatchRow | undefined> {
  const { rows } = await runPrepared(
    sql<BatchRow>`
    select ${columns} from code_batches b
    where b.organisation_id = ${organisationId}::uuid and b.gtin = ${gtin} and b.kind = 'derived'
      and b.first_unit <= ${unit}::int8 and b.first_unit + b.units > ${unit}::int8`,
    handle,
  )
  return rows[0]
}

/** An issued batch of the organisation. */
export async function findBatch(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<BatchRow | undefined> {
  const { rows } = await sql<BatchRow>`
    select ${columns} from code_batches b
    where b.organisation_id = ${organisationId}::uuid and b.id = ${id}::uuid
      and b.state = 'issued'`.execute(handle)
  return rows[0]
}

export async function findBatchByName(
  handle: Transaction,
  { organisationId, gtin }: OfGtin,
  name: string,
): Promise<BatchRow | undefined> {
  const { rows } = await sql<BatchRow>`
    select ${columns} from code_batches b
    where b.organisation_id = ${organisationId}::uuid and b.gtin = ${gtin} and b.name = ${name}
      and b.state = 'issued'`.execute(handle)
  return rows[0]
}

export type ListedBatchRow = BatchRow & { scanned: number; alarms: number }

export async function pageOfBatches(
  handle: Transaction,
  organisationId: string,
  { limit, after }: { limit: number; after?: { at: Date; id: string } },
): Promise<ListedBatchRow[]> {
  const place = after
    ? sql`and (b.issued_at, b.id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<ListedBatchRow>`
    select ${columns},
      (select count(*)::int from (
        select from items i
        where i.organisation_id = b.organisation_id and i.batch_id = b.id and i.scans > 0
        limit ${maxCountedCodes}
      ) counted) as scanned,
      (select count(*)::int from items i
        where i.batch_id = b.id and i.state = 'suspected-clone') as alarms
    from code_batches b
    where b.organisation_id = ${organisationId}::uuid and b.state = 'issued' ${place}
    order by b.issued_at desc, b.id desc limit ${limit}`.execute(handle)
  return rows
}

/** Adds units to a list. */
export async function addBatchUnits(handle: Transaction, id: string, units: number): Promise<void> {
  await sql`
    update code_batches set units = units + ${units}::int8, progressed_at = now()
    where id = ${id}::uuid`.execute(handle)
}

/** Sets what became of all units of a batch, unless something later is recorded. */
export async function updateBatchState(
  handle: Transaction,
  { id, state, at }: { id: string; state: UnitState; at: Date },
): Promise<void> {
  await sql`
    update code_batches set unit_state = ${state}, unit_state_at = ${at}::timestamptz
    where id = ${id}::uuid
      and (unit_state_at <= ${at}::timestamptz or unit_state_at = issued_at)`.execute(handle)
}
