import { createHash, randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, operatorContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { openStore, type Transaction, type Store } from '../db/index.ts'
import { blobsIn, requireBlobs, releaseBlobs, sweepBlobs } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-sweeping-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Naming = 'nobody' | 'an item' | 'two items' | 'one disposed of' | 'one of two disposed of'

onBothEngines((engine) => {
  const blobs = blobsIn(join(folder, engine.name))
  let store: Store
  let organisationId: string
  let captureId: string
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    organisationId = (await newOrganisation(store, 'market-a')).id
    captureId = randomUUID()
    await asOperator(store, (handle) =>
      sql`
        insert into captures (id, organisation_id, url, operator, reason)
        values (${captureId}::uuid, ${organisationId}::uuid, 'https://a.example/', 'x', 'x')`.execute(
        handle,
      ),
    )
  })
  afterAll(() => store?.close())

  const storeText = async (text: string): Promise<string> => {
    const source = join(folder, randomUUID())
    writeFileSync(source, text)
    return (await blobs.put(source)).sha256
  }
  const name = (handle: Transaction, digest: string, disposed = false): Promise<unknown> =>
    sql`
      insert into evidence_items
        (capture_id, organisation_id, name, path, title, mediatype, bytes, sha256, disposed_at)
      values (${captureId}::uuid, ${organisationId}::uuid, ${randomUUID()}, 'x', 'x', 'text/plain', 1,
        decode(${digest}, 'hex'), case when ${disposed}::bool then now() end)`.execute(handle)
  const namings: Record<Naming, boolean[]> = {
    nobody: [],
    'an item': [false],
    'two items': [false, false],
    'one disposed of': [true],
    'one of two disposed of': [true, false],
  }
  const age = (digest: string): void => {
    const long = new Date(Date.now() - 7 * 3_600_000)
    utimesSync(join(folder, engine.name, digest.slice(0, 2), digest), long, long)
  }

  test('blobs that no row names are deleted once they are old, and nothing else is', async () => {
    const oneBlob = fc.record({
      naming: fc.constantFrom(...(Object.keys(namings) as Naming[])),
      old: fc.boolean(),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(oneBlob, { maxLength: 12 }), async (drawn) => {
        const created: { digest: string; stays: boolean }[] = []
        for (const { naming, old } of drawn) {
          const digest = await storeText(randomUUID())
          const rows = namings[naming]
          await asOperator(store, async (handle) => {
            for (const disposed of rows) await name(handle, digest, disposed)
          })
          if (old) age(digest)
          created.push({ digest, stays: !old || rows.includes(false) })
        }
        await sweepBlobs({ store, blobs })
        for (const { digest, stays } of created) expect(await blobs.has(digest)).toBe(stays)
      }),
      { numRuns: 8 },
    )
  })

  test('a blob is deleted with the last row that names it', async () => {
    const digest = await storeText('shared')
    await asOperator(store, async (handle) => {
      await name(handle, digest)
      await name(handle, digest)
    })
    const dispose = (limit: number): Promise<unknown> =>
      asOperator(store, (handle) =>
        sql`
          update evidence_items set disposed_at = now() where (capture_id, name) in (
            select capture_id, name from evidence_items
            where sha256 = decode(${digest}, 'hex') and disposed_at is null limit ${limit}::int
          )`.execute(handle),
      )
    await dispose(1)
    expect(await releaseBlobs({ store, blobs }, [digest])).toBe(0)
    await dispose(1)
    expect(await releaseBlobs({ store, blobs }, [digest, digest])).toBe(1)
    expect(await blobs.has(digest)).toBe(false)
  })

  test('naming a blob and deleting it wait for each other', async () => {
    for (let round = 0; round < 10; round++) {
      const digest = await storeText(`round ${round}`)
      const naming = store
        .transact(operatorContext, async (handle) => {
          await requireBlobs(handle, blobs, [digest])
          await name(handle, digest)
        })
        .then(
          () => true,
          () => false,
        )
      const [named] = await Promise.all([naming, releaseBlobs({ store, blobs }, [digest])])
      expect(await blobs.has(digest)).toBe(named)
    }
    const missing = createHash('sha256').update('never kept').digest('hex')
    await expect(
      asOperator(store, (handle) => requireBlobs(handle, blobs, [missing])),
    ).rejects.toThrow(/was removed meanwhile/)
  })

  test('the sweep sees all rows of every table that names blobs', async () => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ name: string; type: string; seen: boolean }>`
        select c.relname as name, t.typname as type,
          has_table_privilege('touchstone_operator', c.oid, 'select') and exists (
            select from pg_policy p
            where p.polrelid = c.oid and p.polpermissive and p.polcmd in ('*', 'r')
              and 'touchstone_operator'::regrole::oid = any (p.polroles)
              and pg_get_expr(p.polqual, p.polrelid) = 'true'
          ) as seen
        from pg_class c
        join pg_attribute a on a.attrelid = c.oid and a.attname = 'sha256' and not a.attisdropped
        join pg_type t on t.oid = a.atttypid
        where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'`.execute(handle),
    )
    expect(rows.map((row) => row.name)).toContain('evidence_items')
    expect(rows.filter(({ seen, type }) => !seen || type !== 'bytea')).toEqual([])
  })
})
