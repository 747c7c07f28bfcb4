import { randomBytes, randomInt } from 'node:crypto'
import { checkDigitOf } from '@touchstone/recognition/codes'
import { openStore, type Store } from '@touchstone/server'
import { sql } from 'kysely'
import { issueFile } from '../packages/server/src/goods/batches/index.ts'
import { bindGtinPrefixes } from '../packages/server/src/goods/gtin-prefixes/index.ts'
import { checkCode, MissedCodes } from '../packages/server/src/goods/scans/index.ts'
import type { Context } from '../packages/server/src/platform/db/index.ts'
import { sealerOf } from '../packages/server/src/platform/encryption/index.ts'
import { asOperator, newKey, newOrganisation, operator } from '../packages/server/test/builders.ts'
import {
  newDatabase,
  postgresqlMissing,
  startPostgresql,
  type PostgresqlServer,
} from '../packages/server/test/postgresql-server.ts'
import { percentile } from './percentile.ts'

const prefix = '9521234'
const batchesOfGtin = 2
const gtins = 50
const askedCodes = 1000

/**
 * Answers people who check listed codes, and writes their scans, on PostgreSQL with this many codes and with a hundredth
 * of them, each beside a bare look-up by primary key in a transaction of the same kind.
 */
export async function* codeChecks(rows: number): AsyncGenerator<string> {
  if (postgresqlMissing !== undefined) {
    yield `Checks of codes are left out: ${postgresqlMissing}`
    return
  }
  const server = await startPostgresql(undefined, { settings: ['fsync=off'] })
  try {
    const few = yield* measure(server, Math.ceil(rows / 100))
    const many = yield* measure(server, rows)
    const ratio = (share: number): string =>
      (percentile(many, share) / percentile(few, share)).toFixed(2)
    yield `  a hundred times as many codes: p50 ${ratio(0.5)} ×, p99 ${ratio(0.99)} ×`
  } finally {
    await server.stop()
  }
}

async function* measure(server: PostgresqlServer, codes: number): AsyncGenerator<string, number[]> {
  const store = await openStore(await newDatabase(server))
  try {
    const maker = await newMaker(store)
    const codesAsked = await fill(maker, codes)
    await store.runQueueSql('vacuum analyze')
    const bytes = await asOperator(store, async (handle) => {
      const { rows } = await sql<{ bytes: number }>`
        select pg_total_relation_size('code_chunks')::float8 as bytes`.execute(handle)
      return rows[0]?.bytes ?? NaN
    })
    yield `Checks of codes, PostgreSQL, ${codes.toLocaleString('en')} listed codes, ${(bytes / codes).toFixed(1)} bytes each`
    const bare: number[] = []
    const first: number[] = []
    const again: number[] = []
    const unknown: number[] = []
    const check = checker(maker)
    const chunks = await someChunks(store)
    // By turns, so that all see the same machine.
    for (const [at, { gtin, serial }] of codesAsked.entries()) {
      const chunk = chunks[at % chunks.length]
      if (chunk !== undefined) bare.push(await timed(() => lookUp(maker, chunk)))
      first.push(await timed(() => check(`(01)${gtin}(21)${serial}`)))
      again.push(await timed(() => check(`(01)${gtin}(21)${serial}`)))
      unknown.push(await timed(() => check(`(01)${gtin}(21)${newSerial()}`)))
    }
    yield `  a bare look-up: ${timesOf(bare)}`
    yield `  the first check of a code, its scan written: ${timesOf(first, bare)}`
    yield `  a second one by another device: ${timesOf(again, bare)}`
    yield `  a code that was never issued: ${timesOf(unknown, bare)}`
    return first
  } finally {
    await store.close()
  }
}

type Maker = Awaited<ReturnType<typeof newMaker>>

async function newMaker(store: Store) {
  const { id: organisationId } = await newOrganisation(store, 'maker', { kind: 'rights-holder' })
  await asOperator(store, (handle) =>
    bindGtinPrefixes({
      handle,
      actor: operator,
      input: { organisation: 'maker', prefixes: [prefix] },
    }),
  )
  const context: Context = {
    as: 'tenant',
    organisationId,
    actor: { kind: 'recipient', id: 'check' },
  }
  return { store, organisationId, context, sealer: sealerOf(randomBytes(32)) }
}

type Code = { gtin: string; serial: string }

/** Fills batches with random serials, and returns some of each. */
async function fill({ store, sealer, organisationId }: Maker, codes: number): Promise<Code[]> {
  const { id } = await newKey(store, 'maker', ['codes:write'])
  const actor = { kind: 'key', id, organisationId, scopes: ['codes:write'] } as const
  const ofBatch = askedCodes / gtins / batchesOfGtin
  const asked: Code[] = []
  const units = Math.max(Math.ceil(codes / gtins / batchesOfGtin), ofBatch)
  for (let batch = 0; batch < gtins * batchesOfGtin; batch++) {
    const gtin = gtinOf(batch % gtins)
    const chosen = Array.from({ length: ofBatch }, newSerial)
    asked.push(...chosen.map((serial) => ({ gtin, serial })))
    const input = { gtin, batch: `LOT-${batch}`, units }
    await issueFile({ store, sealer, actor, bytes: fileOf(chosen, units), input })
  }
  return asked.sort(() => 0.5 - Math.random())
}

const linesAtOnce = 10_000

async function* fileOf(chosen: readonly string[], units: number): AsyncGenerator<Buffer> {
  yield Buffer.from(`serial\n${chosen.join('\n')}\n`)
  for (let left = units - chosen.length; left > 0; left -= linesAtOnce) {
    const serials = Array.from({ length: Math.min(left, linesAtOnce) }, newSerial)
    yield Buffer.from(`${serials.join('\n')}\n`)
  }
}

type ChunkKey = { batch: string; place: string }

async function someChunks(store: Store): Promise<ChunkKey[]> {
  return asOperator(store, async (handle) => {
    const { rows } = await sql<ChunkKey>`
      select batch_id as batch, first_place::text as place from code_chunks
      order by random() limit ${askedCodes}`.execute(handle)
    return rows
  })
}

function checker({ store, sealer }: Maker): (code: string) => Promise<void> {
  const misses = new MissedCodes()
  let asks = 0
  return async (code) => {
    const at = asks++
    const position = { lat: 48.86, lon: 2.35, accuracyKm: 0.05, exact: false }
    await checkCode({
      store,
      sealer,
      input: { code, device: `device-${at}`.padEnd(22, '-'), position },
      address: `10.${at >> 16}.${(at >> 8) & 255}.${at & 255}`,
      misses,
    })
  }
}

async function lookUp(
  { store, organisationId, context }: Maker,
  { batch, place }: ChunkKey,
): Promise<void> {
  const { rows } = await store.transact(context, (handle) =>
    sql`
      select from code_chunks
      where organisation_id = ${organisationId}::uuid and batch_id = ${batch}::uuid
        and first_place = ${place}::int8`.execute(handle),
  )
  if (rows.length !== 1) throw new Error('a row was not found')
}

/** Long enough that ten million of a GTIN do not meet. */
function newSerial(): string {
  return randomBytes(9)
    .toString('hex')
    .toUpperCase()
    .slice(0, 14 + randomInt(5))
}

function gtinOf(product: number): string {
  const digits = `0${prefix}${String(product).padStart(5, '0')}`
  return `${digits}${checkDigitOf(digits)}`
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

function timesOf(times: readonly number[], bare?: readonly number[]): string {
  const part = (share: number): string => {
    const time = percentile(times, share)
    const ratio = bare && `, ${(time / percentile(bare, share)).toFixed(1)} ×`
    return `${time.toFixed(2)} ms${ratio ?? ''}`
  }
  return `p50 ${part(0.5)}; p99 ${part(0.99)}`
}
