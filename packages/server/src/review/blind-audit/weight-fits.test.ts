import { Weights, type QualityFitView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { fillWeek, lastMonday } from '../../../test/audit-samples.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { compileEngine, screenInProcess } from '../../listings/screening/index.ts'
import { starterPackNames } from '../../brands/visibility/index.ts'
import { runRequestedFits, type FittedWeightsEvent } from './weight-fits.ts'

const dayMilliseconds = 86_400_000
const names = starterPackNames()
/** The weeks are counted back from here, though another may begin meanwhile. */
const begun = Date.now()
const screening = screenInProcess(starterEngine)

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let market: string
  let admin: Browser
  const handedOn: FittedWeightsEvent[] = []

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    market = (await newOrganisation(store, 'market')).id
    admin = await newMember(app, store, 'market', 'admin@market.example')
    await newMember(app, store, 'market', 'second@market.example')
    const sizes = { clear: 200, flagged: 200, removed: 0 }
    await admin.ask('PUT', '/api/v1/blind-audits/settings', { enabled: true, sizes })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  /** A week of honest listings and copies, drawn and read correctly by two people. */
  async function readWeek(weeksBack: number, each: number): Promise<void> {
    const week = lastMonday(begun - weeksBack * 7 * dayMilliseconds)
    const listings = Array.from({ length: 2 * each }, (_, n) => {
      const copy = n % 2 === 1
      const title = copy
        ? ['Gucci bag 1:1 replica', 'Prada wallet, best copy AAA', 'Rolex watch replica'][n % 3]!
        : ['Wooden bowl', 'Gucci bag with receipt', 'Canvas shoes size 41'][n % 3]!
      const listing = { id: `${weeksBack}-${n}`, title, seller: { id: `seller-${n % 7}` } }
      return { listing, verdict: copy ? ('block' as const) : ('clear' as const) }
    })
    await fillWeek(store, market, week, listings)
    const drawn = await admin.post('/api/v1/blind-audits/samples', { week })
    if (drawn.status !== 201) throw new Error(JSON.stringify(drawn.body))
    await asOperator(store, (handle) =>
      sql`
        insert into annotations (item_id, slot, organisation_id, reader, label, read_at)
        select i.id, p.slot, i.organisation_id, p.person_id,
          case when i.stratum = 'block' then 'counterfeit' else 'genuine' end, now()
        from audit_items i
        cross join (
          select person_id, row_number() over (order by person_id) as slot from memberships
        ) p
        where i.sample_id = ${drawn.body['id'] as string}::uuid`.execute(handle),
    )
  }

  const newest = async (): Promise<QualityFitView> => {
    const { body } = await admin.get('/api/v1/blind-audits/fits')
    return (body['items'] as QualityFitView[])[0]!
  }
  const fit = async (): Promise<QualityFitView> => {
    const response = await admin.post('/api/v1/blind-audits/fits')
    expect([response.status, response.body['state']]).toEqual([202, 'waiting'])
    // Another waits for its end.
    expect((await admin.post('/api/v1/blind-audits/fits')).status).toBe(409)
    const faults: unknown[] = []
    const onFault = (error: unknown): void => void faults.push(error)
    const onFitted = async (fitted: FittedWeightsEvent): Promise<void> => void handedOn.push(fitted)
    const options = { store, screening, names: () => names, onFault, onFitted }
    expect(await runRequestedFits(options)).toBe(1)
    expect(faults).toEqual([])
    return newest()
  }

  test('fewer than two hundred labels of a class are not fitted, and the result states what is missing', async () => {
    await readWeek(1, 40)
    const ended = await fit()
    expect(ended).toMatchObject({ state: 'refused', weights: null, report: null })
    expect(ended.reason).toContain('40 labelled listings; 160 more are needed')
    const none = await admin.get(`/api/v1/blind-audits/fits/${ended.id}/weights`)
    expect(none.status).toBe(404)
    expect(handedOn).toEqual([])
  })

  test('enough of them give weights, tried on weeks that they had not seen', async () => {
    await readWeek(2, 90)
    await readWeek(3, 90)
    const ended = await fit()
    expect(ended).toMatchObject({
      state: 'done',
      reason: null,
      report: {
        labels: { counterfeit: 220, other: 220 },
        sellers: 7,
        heldOut: { weeks: 3, listings: 440 },
      },
    })
    const { heldOut, families, fieldShare } = ended.report!
    expect(heldOut!.logLoss.fitted).toBeLessThan(heldOut!.logLoss.now)
    expect(families.find(({ family }) => family === 'text')!.spoke).toBeGreaterThan(100)
    expect(fieldShare).toBeCloseTo(0.5, 6)
    const { status, body } = await admin.get(`/api/v1/blind-audits/fits/${ended.id}/weights`)
    expect(status).toBe(200)
    expect(Weights.parse(body).id).toBe(ended.weights)
    expect(handedOn).toMatchObject([{ organisationId: market, fit: ended.id }])
    expect(handedOn[0]!.weights).toEqual(body)
    // The engine accepts the weights unchanged.
    const lexicon = { terms: [], guards: [], off: [] }
    const { name } = compileEngine({ brands: [] }, { lexicon, weights: Weights.parse(body) })
    expect(name).toContain(ended.weights)
  })

  test('figures of this many are known, with intervals', async () => {
    const { body } = await admin.get('/api/v1/blind-audits/results?weeks=4')
    const [any] = body['overall'] as Record<string, unknown>[]
    expect(any).toMatchObject({
      precision: { known: true, value: 1, high: 1 },
      recall: { known: true, value: 1, high: 1 },
      settled: 440,
    })
    expect(body['agreement']).toMatchObject({ kappa: { known: true, value: 1 } })
    expect((body['trend'] as unknown[]).length).toBe(3)
  })
})
