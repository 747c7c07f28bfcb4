import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { fillWeek, lastMonday } from '../../../test/audit-samples.ts'
import { readServerConfig } from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { performOperation } from './perform-operation.ts'

const week = lastMonday()

async function* none(): AsyncGenerator<Uint8Array> {}

onOneEngine((engine) => {
  let store: Store
  const run = (name: string, input: object): Promise<unknown> => {
    const actor = { kind: 'operator', id: 'root' } as const
    return performOperation(
      name,
      { store, actor, config: readServerConfig({}), bytes: none() },
      input,
    )
  }
  const ofMarket = { organisation: 'market' }

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    const { id } = await newOrganisation(store, 'market')
    await newOrganisation(store, 'rival')
    const listings = Array.from({ length: 40 }, (_, n) => ({
      listing: { id: `o-${n}`, title: `Offer ${n}` },
      verdict: n % 4 === 0 ? ('review' as const) : ('clear' as const),
    }))
    await fillWeek(store, id, week, listings)
  })
  afterAll(() => store?.close())

  test('before the first sample the state reports that there is none, and that the server draws it', async () => {
    expect(await run('audit-samples.list', ofMarket)).toEqual([])
    expect(await run('audit-samples.status', ofMarket)).toEqual({
      enabled: true,
      week,
      sizes: { clear: 30, flagged: 30, removed: 15, unappealed: 10 },
    })
  })

  test('the audit sample of a week is drawn once, from the organisation’s own listings', async () => {
    const first = await run('audit-samples.draw', ofMarket)
    expect(first).toMatchObject({ isNew: true, sample: { week, frameDigest: expect.any(String) } })
    expect(await run('audit-samples.draw', { ...ofMarket, week })).toEqual({
      ...(first as object),
      isNew: false,
    })
    const strata = [
      { stratum: 'clear', frame: 30, drawn: 30, settled: 0 },
      { stratum: 'review', frame: 10, drawn: 10, settled: 0 },
    ]
    expect(await run('audit-samples.list', ofMarket)).toMatchObject([{ week, strata }])
    expect(await run('audit-samples.status', ofMarket)).toMatchObject({ newest: { week, strata } })
  })

  test('nothing is drawn for a week without listings, or before a week is over', async () => {
    await expect(run('audit-samples.draw', { organisation: 'rival' })).rejects.toMatchObject({
      class: 'conflict',
    })
    await expect(
      run('audit-samples.draw', { ...ofMarket, week: '2999-01-07' }),
    ).rejects.toMatchObject({
      class: 'validation-failed',
      pointer: '/week',
    })
    await expect(run('audit-samples.draw', { organisation: 'nobody' })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
