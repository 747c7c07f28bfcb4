import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newOrganisation, operatorContext } from '../../../test/builders.ts'
import { mountSmallDisk, type SmallDisk } from '../../../test/small-disk.ts'
import { openStore } from './open-store.ts'
import type { Store } from './store.ts'

const disk = mountSmallDisk(110)
const why = disk === undefined ? ' (left out: nothing can be mounted here)' : ''
afterAll(() => disk?.unmount())

const name = 'n'.repeat(190)

describe.skipIf(disk === undefined)(`an embedded store on a full disk${why}`, () => {
  const { folder, fill, free } = disk as SmallDisk
  const config = { engine: 'embedded', dataDir: join(folder, 'data') } as const
  const acknowledged: string[] = []
  let store: Store
  let rows = 0
  beforeAll(async () => {
    store = await openStore(config)
  }, 60_000)
  afterAll(() => store.close())

  /** Writes until it is refused, and gives the refusal. */
  async function writeUntilRefused(): Promise<unknown> {
    for (;;) {
      const slugs = Array.from({ length: 200 }, () => `m-${++rows}`)
      try {
        await store.transact(operatorContext, (handle) =>
          handle
            .insertInto('organisations')
            .expression(
              sql`select gen_random_uuid(), slug, ${name}, 'host', null, now()
                  from unnest(${slugs}::text[]) slug` as never,
            )
            .columns(['id', 'slug', 'name', 'kind', 'parent_id', 'created_at'] as never)
            .execute(),
        )
        acknowledged.push(...slugs)
      } catch (error) {
        return error
      }
    }
  }

  async function lost(): Promise<number> {
    const kept = await store.transact(operatorContext, (handle) =>
      handle.selectFrom('organisations').select('slug').execute(),
    )
    const slugs = new Set(kept.map(({ slug }) => slug))
    return acknowledged.filter((slug) => !slugs.has(slug)).length
  }

  test.each([
    ['the tables', 1_000_000, /full|stopped/],
    ['the write-ahead log', 14_000_000, /has stopped \(could not write to file "pg_wal/],
  ])(
    'without room for %s says so, loses nothing acknowledged and goes on when there is room',
    { timeout: 120_000 },
    async (_what, leave, words) => {
      fill(leave)
      const refusal = await writeUntilRefused()
      expect(refusal).toMatchObject({ code: 'store-unavailable', retryable: true })
      expect((refusal as Error).message).toMatch(words)
      // Whoever comes meanwhile is told as well, and does not wait for ever.
      const meanwhile = await Promise.all([writeUntilRefused(), writeUntilRefused()])
      for (const one of meanwhile) expect(one).toMatchObject({ code: 'store-unavailable' })
      free()
      await sleep(2_100)
      const slug = `again-${rows}`
      await newOrganisation(store, slug)
      acknowledged.push(slug)
      expect(await lost()).toBe(0)
    },
  )

  test('has every acknowledged row when it is opened again', { timeout: 60_000 }, async () => {
    await store.close()
    store = await openStore(config)
    expect(acknowledged.length).toBeGreaterThan(1000)
    expect(await lost()).toBe(0)
  })
})
