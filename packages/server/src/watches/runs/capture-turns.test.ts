import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, personOf } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { gateTo } from '../../../test/gate-visits.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { openPlainShop, type ShopServer } from '../../../test/watched-shop.ts'
import { contextOf } from '../../access/organisations/index.ts'
import type { CaptureResult } from '../../investigation/captures/index.ts'
import {
  captureSweep,
  findCapture,
  requestCapture,
  requestCaptureByRule,
  runCapture,
  type EvidenceDependencies,
} from '../../investigation/evidence/index.ts'
import { ListingIngest } from '../../listings/ingest/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { storedTurns } from '../gate/index.ts'
import { captureTurns } from './capture-turns.ts'

onOneEngine((engine) => {
  let store: Store
  let organisationId: string
  let listingId: string
  let plain: EvidenceDependencies
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-capture-turns-'))
  const shops: ShopServer[] = []
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    plain = newEvidence(store, folder)
    organisationId = (await newOrganisation(store, 'house')).id
    const intake = new ListingIngest({ store, screening: screenInProcess(starterEngine) })
    const sender = { kind: 'key', id: randomUUID(), organisationId, scopes: ['listings:write'] }
    const listing = { id: 'bag-1', title: 'Bag' }
    const [stored] = await intake.ingest(sender as never, [listing], { urgency: 'background' })
    listingId = stored!.id
    await intake.close()
  })
  afterAll(async () => {
    for (const shop of shops) shop.close()
    await store?.close()
    rmSync(folder, { recursive: true })
  })

  /** A shop with these lines of robots.txt; captures of it show this outcome, and are noted. */
  async function openSite(robots: string, status = 200) {
    const shop = await openPlainShop(robots)
    shops.push(shop)
    const captured: string[] = []
    const turns = storedTurns(store)
    const evidence: EvidenceDependencies = {
      ...plain,
      inTurn: captureTurns(gateTo(turns, [shop.origin])),
      capture: async (request): Promise<CaptureResult> => {
        captured.push(request.operator)
        // Nobody else has the turn of the site meanwhile.
        expect(await turns.take(shop.origin, 1000, 0)).toHaveProperty('waitMilliseconds')
        const result = await plain.capture(request)
        const [page] = result.record.pages
        const pages = page === undefined ? [] : [{ ...page, status }]
        return { ...result, outcome: 'captured', record: { ...result.record, pages } }
      },
    }
    const byRule = async (): Promise<string> => {
      const url = `${shop.origin}/goods`
      const input = { organisationId, listingId, url, reason: 'It changed.' }
      const { id } = await asOperator(store, (handle) => requestCaptureByRule({ handle, input }))
      return id
    }
    return { origin: shop.origin, turns, evidence, captured, byRule }
  }
  const stateOf = async (id: string) => {
    const capture = await asOperator(store, (handle) => findCapture(handle, id))
    return { state: capture?.state, attempts: capture?.attempts, sentence: capture?.sentence }
  }

  test('a capture by rule has the turn of its site, and the site’s pause follows', async () => {
    const { evidence, captured, byRule, origin, turns } = await openSite('Crawl-delay: 3', 503)
    const id = await byRule()
    await runCapture(evidence, id)
    expect(captured).toEqual(['Touchstone'])
    expect(await stateOf(id)).toMatchObject({ state: 'sealed' })
    // The site refused the browser: it is left alone for a minute.
    const next = await turns.take(origin, 1000, 0)
    expect('waitMilliseconds' in next && next.waitMilliseconds).toBeGreaterThan(50_000)
  })

  test('one whose site may not be asked yet stays requested, and those of people are made at once', async () => {
    const { evidence, captured, byRule, origin, turns } = await openSite('')
    const turn = await turns.take(origin, 1000, 0)
    if (!('lease' in turn)) throw new Error('the first turn was refused')
    await turns.giveBack(origin, turn, { pause: 3_600_000, penalty: 0 })
    const waiting = await byRule()
    const actor = personOf(organisationId)
    const input = { url: `${origin}/goods`, reason: 'A buyer complained.' }
    const { id } = await store.transact(contextOf(actor), (handle) =>
      requestCapture({ handle, actor, input }),
    )
    await captureSweep(evidence).run({}, new AbortController().signal)
    expect(captured).toHaveLength(1)
    expect(captured).not.toContain('Touchstone')
    expect(await stateOf(id)).toMatchObject({ state: 'sealed' })
    expect(await stateOf(waiting)).toMatchObject({ state: 'waiting', attempts: 0 })
  })

  test('one of a page that robots.txt closes is never made', async () => {
    const { evidence, captured, byRule } = await openSite('User-agent: *\nDisallow: /goods')
    const id = await byRule()
    await runCapture(evidence, id)
    expect(captured).toEqual([])
    expect(await stateOf(id)).toMatchObject({
      state: 'failed',
      sentence: 'The site’s robots.txt does not permit automatic visits to this page.',
    })
  })
})
