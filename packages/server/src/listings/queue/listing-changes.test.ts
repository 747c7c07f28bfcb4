import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { asOperator, newKey, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { planOf } from '../../../test/explain.ts'
import { fillListings } from '../../../test/listings.ts'
import { newApi } from '../../../test/users.ts'
import type { StoreConfig } from '../../platform/config/index.ts'
import { backUp, openStore, restoreStore, type Store } from '../../platform/db/index.ts'
import { pageOfChanges } from './changes-repository.ts'

type Item = {
  id: string
  version: number
  withdrawnAt: string | null
  decision: { id: string; verdict: string } | null
  assessment: { verdict: string } | null
}
type Changes = { items: Item[]; next: string; more: boolean }
type Body = Changes & { id: string; code: string; pointer: string; results: { id: string }[] }

onBothEngines((engine) => {
  let config: StoreConfig
  let store: Store
  let app: FastifyInstance
  let key: string

  async function open(slug: string): Promise<void> {
    store = await openStore(config)
    app = newApi(store)
    key = (await newKey(store, slug, ['listings:read', 'listings:write', 'decisions:write'])).text
  }
  async function close(): Promise<void> {
    await app.close()
    await store.close()
  }

  beforeEach(async () => {
    config = await engine.newStore()
    const first = await openStore(config)
    await newOrganisation(first, 'market')
    await newOrganisation(first, 'other')
    await first.close()
    await open('market')
  })
  afterEach(close)

  async function call(method: 'GET' | 'POST', path: string, payload?: object): Promise<Body> {
    const response = await app.inject({
      method,
      url: `/api/v1/${path}`,
      headers: { authorization: `Bearer ${key}` },
      ...(payload && { payload }),
    })
    return response.json<Body>()
  }
  const submit = (id: string, title: string): Promise<Body> =>
    call('POST', 'listings', { id, title, brand: 'Gucci' })
  const readChanges = (since?: string, limit = 50): Promise<Changes> =>
    call('GET', `listings/changes?limit=${limit}${since === undefined ? '' : `&since=${since}`}`)
  /** Changes wait for older transactions of the whole server, on which other tests write to databases of their own. */
  async function changes(since?: string, limit = 50): Promise<Changes> {
    await asOperator(store, async (handle) => {
      const { rows } = await sql<{ end: string }>`
        select pg_snapshot_xmax(pg_current_snapshot())::text as end`.execute(handle)
      await vi.waitUntil(
        async () => {
          const { rows: ended } = await sql<{ all: boolean }>`
            select pg_snapshot_xmin(pg_current_snapshot()) >= ${rows[0]?.end}::text::xid8 as all`.execute(
            handle,
          )
          return ended[0]?.all
        },
        { timeout: 20_000, interval: 20 },
      )
    })
    return readChanges(since, limit)
  }
  const idsOf = ({ items }: Changes): string[] => items.map(({ id }) => id)

  test('what changed comes once, in the order of its last change', async () => {
    const start = await changes()
    expect(start).toMatchObject({ items: [], more: false })
    const [one, two, three] = [
      await submit('1', 'Gucci bag, 1:1 replica'),
      await submit('2', 'Spoon'),
      await submit('3', 'Fork'),
    ].map(({ id }) => id) as [string, string, string]
    await call('POST', `listings/${one}/actions`, { action: { type: 'withdraw' } })
    const page = await changes(start.next, 2)
    expect(idsOf(page)).toEqual([two, three])
    expect(page.more).toBe(true)
    const rest = await changes(page.next, 2)
    expect(rest.items).toMatchObject([{ id: one, withdrawnAt: expect.any(String) as string }])
    expect(rest.more).toBe(false)
    // Sent again as it was, a listing does not change.
    await submit('2', 'Spoon')
    const none = await changes(rest.next)
    expect(none).toMatchObject({ items: [], more: false })
    // A second decision leaves the listing decided, and is a change.
    for (const verdict of ['genuine', 'counterfeit']) {
      await call('POST', 'decisions', { id: three, verdict })
      const decided = await changes(none.next)
      expect(decided.items).toMatchObject([{ id: three, decision: { verdict } }])
    }
    key = (await newKey(store, 'other', ['listings:read'])).text
    expect((await changes()).items).toEqual([])
    expect(await call('GET', 'listings/changes?since=abc')).toMatchObject({
      code: 'cursor-invalid',
      pointer: '/since',
    })
  })

  if (engine.name === 'postgresql') {
    test('a transaction that commits late is not skipped', async () => {
      const old = (await submit('old', 'Spoon')).id
      const { next } = await changes()
      const [begun, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
      const late = asOperator(store, async (handle) => {
        await sql`
          update listings set changed_xid = pg_current_xact_id() where id = ${old}::uuid`.execute(
          handle,
        )
        begun.resolve()
        await released.promise
      })
      await begun.promise
      const young = (await submit('young', 'Fork')).id
      const meanwhile = await readChanges(next)
      expect(meanwhile).toMatchObject({ items: [], more: false })
      released.resolve()
      await late
      expect(idsOf(await changes(next))).toEqual([old, young])
      expect(idsOf(await changes(meanwhile.next))).toEqual([old, young])
    })
  }

  test('after a restore from a backup, all listings come again, and later changes after them', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'touchstone-changes-'))
    const ids = [(await submit('1', 'Spoon')).id, (await submit('2', 'Fork')).id]
    // The store that was backed up counted further than the restored one will have.
    for (let round = 0; round < 300; round++) {
      await asOperator(store, (handle) => sql`select pg_current_xact_id()`.execute(handle))
    }
    await submit('2', 'Fork, large')
    const { next } = await changes()
    expect(idsOf(await changes(next))).toEqual([])
    const file = join(folder, 'backup.gz')
    await backUp(store, file)
    await close()
    config = await engine.newStore('empty')
    await restoreStore(config, file)
    rmSync(folder, { recursive: true })
    await open('market')
    const again = await changes(next)
    expect(idsOf(again).sort()).toEqual([...ids].sort())
    const third = (await submit('3', 'Knife')).id
    expect(idsOf(await changes(again.next))).toEqual([third])
  })

  test('a page reads no more than its listings, even without statistics', async () => {
    const other = await newOrganisation(store, 'large')
    await fillListings(store, other.id, 5000, ['gucci'])
    const plan = await store.transact(tenantContext(other.id), (handle) =>
      planOf(
        handle,
        (noting) =>
          pageOfChanges(noting, {
            organisationId: other.id,
            engine: 'none',
            after: { series: 1, transaction: '0', id: other.id },
            limit: 10,
          }),
        '(analyze, buffers)',
      ),
    )
    const [, hit, read = '0'] =
      /Function Scan on changed_listings.*rows=10[^]*?Buffers: shared hit=(\d+)(?: read=(\d+))?/.exec(
        plan,
      ) ?? []
    // All listings are on more than a hundred pages.
    expect(Number(hit) + Number(read), plan).toBeLessThan(60)
  })

  test('who follows the changes knows what the list says, whatever happens between', async () => {
    let seed = 20261203
    const below = (limit: number): number => {
      seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0
      return Math.floor((seed / 2 ** 32) * limit)
    }
    const titles = ['Gucci bag, 1:1 replica, mirror quality', 'Spoon', 'Gucci bag', 'Fork']
    const known = new Map<string, Item>()
    const stored: string[] = []
    let since: string | undefined
    const follow = async (): Promise<void> => {
      const { items, next } = await changes(since, 1 + below(4))
      for (const item of items) known.set(item.id, item)
      since = next
    }
    for (let step = 0; step < 120; step++) {
      const id = stored[below(Math.max(1, stored.length))]
      const what = below(6)
      if (id === undefined || what === 0) {
        const { id: made } = await submit(`n${step}`, titles[below(4)]!)
        stored.push(made)
      } else if (what === 1) {
        const { id: same } = await submit(`n${below(step)}`, titles[below(4)]!)
        if (!stored.includes(same)) stored.push(same)
      } else if (what === 2) {
        const type = below(2) === 0 ? 'withdraw' : 'undo-withdrawal'
        await call('POST', `listings/${id}/actions`, { action: { type } })
      } else if (what === 3) {
        await call('POST', 'decisions', { id, verdict: below(2) === 0 ? 'genuine' : 'counterfeit' })
      } else if (what === 4) {
        const decision = known.get(id)?.decision
        if (decision) {
          await call('POST', 'decisions/withdrawals', { decisions: [decision.id] })
        }
      } else await follow()
    }
    for (let more = true; more;) {
      const page = await changes(since, 3)
      for (const item of page.items) known.set(item.id, item)
      since = page.next
      more = page.more
    }
    const { items } = await call('GET', 'listings?limit=200')
    expect(items.length).toBe(stored.length)
    const factsOf = ({ id, version, withdrawnAt, decision, assessment }: Item) => ({
      id,
      version,
      withdrawnAt,
      decision,
      verdict: assessment?.verdict,
    })
    const inOrder = (all: Iterable<Item>) =>
      [...all].map(factsOf).sort((one, other) => (one.id < other.id ? -1 : 1))
    expect(inOrder(known.values())).toEqual(inOrder(items))
  })
})
