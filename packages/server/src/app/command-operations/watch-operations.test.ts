import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { readServerConfig } from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { performOperation } from './perform-operation.ts'

const watch = {
  name: 'Sample market',
  brand: 'prada',
  connector: 'sample-market',
  site: 'http://sample-market.example/search?q={query}',
  queries: ['prada'],
}

async function* none(): AsyncGenerator<Uint8Array> {}

onOneEngine((engine) => {
  let store: Store
  const organisations: Record<string, string> = {}
  const run = (name: string, input: object, isServing = true): Promise<unknown> => {
    const actor = { kind: 'operator', id: 'root' } as const
    const config = readServerConfig({})
    return performOperation(name, { store, actor, config, bytes: none(), isServing }, input)
  }
  const add = async (organisation: string): Promise<{ organisation: string; id: string }> => {
    const { id } = (await run('watches.add', { organisation, watch })) as { id: string }
    return { organisation, id }
  }

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    for (const slug of ['market', 'other', 'house']) {
      const kind = slug === 'house' ? 'rights-holder' : 'marketplace'
      organisations[slug] = (await newOrganisation(store, slug, { kind })).id
    }
  })
  afterAll(() => store?.close())

  test('the operator acts for one organisation, whose audit log names the operator', async () => {
    const one = await add('market')
    await run('watches.run', one)
    await run('watches.stop', one)
    await run('watches.decide-proposals', {
      ...one,
      action: { type: 'accept', queries: ['普拉达'] },
    })
    expect(await run('watches.list', { organisation: 'market' })).toMatchObject([
      { id: one.id, state: 'stopped', queries: ['prada', '普拉达'] },
    ])
    const { rows } = await asOperator(store, (handle) =>
      sql`
        select action, actor_kind as kind, actor_id as actor, organisation_id as organisation
        from audit_events where subject_id = ${one.id} order by at, action`.execute(handle),
    )
    const by = { kind: 'operator', actor: 'root', organisation: organisations['market'] }
    expect(rows).toEqual(
      expect.arrayContaining(
        [
          'watch-created',
          'watch-requested',
          'watch-stopped',
          'watch-changed',
          'watch-proposals-accepted',
        ].map((action) => ({ ...by, action })),
      ),
    )
  })

  test('a watch of another organisation is unknown, whatever is asked of it', async () => {
    const { id } = await add('market')
    const elsewhere = { organisation: 'other', id }
    for (const name of ['watches.read', 'watches.run', 'watches.stop', 'watches.proposals']) {
      await expect(run(name, elsewhere)).rejects.toMatchObject({ code: 'not-found' })
    }
    const action = { type: 'dismiss', queries: ['普拉达'] }
    await expect(run('watches.decide-proposals', { ...elsewhere, action })).rejects.toMatchObject({
      code: 'not-found',
    })
    await expect(run('watches.costs', { organisation: 'other', watch: id })).rejects.toMatchObject({
      code: 'not-found',
    })
    expect(await run('watches.list', { organisation: 'other' })).toEqual([])
    await expect(run('watches.list', { organisation: 'nobody' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })

  test('the operator is bound by what the organisation may do', async () => {
    await expect(run('watches.add', { organisation: 'house', watch })).rejects.toMatchObject({
      code: 'not-found',
      pointer: '/brand',
    })
  })

  test('a requested run is the next one, and a running one is joined', async () => {
    const one = await add('market')
    expect(await run('watches.run', one, false)).toEqual({
      before: null,
      isServing: false,
      heldBack: null,
    })
    await run('watches.stop', one)
    await expect(run('watches.run', one)).rejects.toMatchObject({ code: 'watch-stopped' })
  })
})
