import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPackage, rehearsalAuthority, verifyPackage } from '@touchstone/evidence'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation, personOf } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { TestShop } from '../../../test/shop.ts'
import { capture, findChromium } from '../captures/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { openStore, type Transaction, type Store } from '../../platform/db/index.ts'
import { openAuthorities } from './timestamp-authorities.ts'
import { runCapture, type EvidenceDependencies } from './run-captures.ts'
import {
  listCaptures,
  exportPackage,
  setCaptureHold,
  readCapture,
  readItem,
  requestCapture,
  readCaptureState,
} from './manage-captures.ts'
import { readCircumstances, downloadHeadersOf, toSealView } from './custody-views.ts'

const chromium = await findChromium(process.env)
const shop = new TestShop()
const folder = mkdtempSync(join(tmpdir(), 'touchstone-evidence-'))
const authority = rehearsalAuthority('lantern', () => new Date())
let host: Server
let hostPort = 0
beforeAll(async () => {
  await shop.open()
  host = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      if (request.headers['content-type'] !== 'application/timestamp-query') response.writeHead(415)
      else if (request.url === '/broken') response.writeHead(503)
      else response.write(authority.answer(Buffer.concat(pieces)))
      response.end()
    })
  })
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  hostPort = (host.address() as AddressInfo).port
})
afterAll(() => {
  shop.close()
  host.closeAllConnections()
  host.close()
  rmSync(folder, { recursive: true })
})

onOneEngine((engine) => {
  let store: Store
  let admin: Actor & { kind: 'person' }
  let outsider: Actor & { kind: 'person' }
  let evidence: EvidenceDependencies
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    admin = personOf((await newOrganisation(store, 'market-a')).id)
    outsider = personOf((await newOrganisation(store, 'market-b')).id)
    evidence = newEvidence(store, join(folder, engine.name))
  })
  afterAll(() => store?.close())

  const as = <T>(actor: Actor, work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(contextOf(actor), work)
  const requested = async (url = 'https://toko.example/item/17'): Promise<string> => {
    const input = { url, reason: 'The title says “KW”.' }
    return (await as(admin, (handle) => requestCapture({ handle, actor: admin, input }))).id
  }
  const read = (id: string, actor = admin) =>
    as(actor, (handle) => readCapture({ handle, actor, input: { id } }))
  const exported = async (id: string, name: string, options = evidence): Promise<string> => {
    const target = join(folder, `${engine.name}-${name}.zip`)
    const input = { id, reason: 'Sent to counsel.', target, agent: 'a test' }
    await exportPackage(options, { actor: admin, input })
    return target
  }

  const detailOf = async (id: string) => {
    const { items, seal } = await read(id)
    const circumstances = await readCircumstances(evidence.blobs, items)
    return { circumstances, seal: seal && toSealView(seal) }
  }

  describe.skipIf(chromium === undefined)('with a browser', () => {
    test('an address that was asked for is captured, stamped, sealed and packed', async () => {
      const roots = join(folder, 'root.pem')
      writeFileSync(roots, authority.root.toString())
      const origin = `http://127.0.0.1:${hostPort}`
      const authorities = openAuthorities(
        [
          { name: 'lantern', url: `${origin}/`, roots },
          { name: 'harbour', url: `${origin}/broken`, roots },
        ],
        { allow: [{ host: '127.0.0.1', port: hostPort }] },
      )
      const whole: EvidenceDependencies = {
        ...evidence,
        authorities,
        capture: (request) =>
          capture({
            ...request,
            chromium: chromium!,
            version: '0.1.0',
            lookup: async () => [{ address: '127.0.0.1' }],
            testAllowances: [{ address: '127.0.0.1', port: shop.port }],
          }),
      }
      const id = await requested(`http://toko.example:${shop.port}/item/17`)
      await runCapture(whole, id)
      const { state, outcome, items, custody } = await read(id)
      expect([state, outcome]).toEqual(['sealed', 'captured'])
      expect(items.map(({ name }) => name)).toEqual([
        'capture.json',
        'capture.wacz',
        'page-1.png',
        'page.html',
      ])
      expect(custody.map(({ action }) => action)).toEqual([
        'identified',
        'acquired',
        'preserved',
        'accessed',
      ])
      expect(custody[2]?.details).toMatch(/harbour: it responded with status 503/)
      const { circumstances, seal } = await detailOf(id)
      expect(circumstances?.pages[0]).toMatchObject({ outcome: 'captured', status: 200 })
      expect(circumstances?.pages[0]?.files).toContain('page-1.png')
      expect(circumstances?.connections[0]?.address).toBe('127.0.0.1')
      expect(seal?.timestamps.map((timestamp) => timestamp.authority)).toEqual(['lantern'])
      expect(Math.abs(Date.parse(seal!.timestamps[0]!.at) - Date.now())).toBeLessThan(120_000)
      expect(seal?.unanswered[0]?.authority).toBe('harbour')
      const files = await openPackage(await exported(id, 'whole', whole))
      const verdict = await verifyPackage(files)
      await files.close()
      expect(verdict.checks.filter((check) => check.outcome === 'fault')).toEqual([])
      expect(verdict.timestamps).toHaveLength(1)
      expect(verdict.checks.map(({ sentence }) => sentence).join('\n')).toMatch(
        /The chain of custody is unbroken, with 6 events/,
      )
    })
  })

  test('a page in place of the listing is evidence too', async () => {
    const id = await requested()
    await runCapture(evidence, id)
    const { state, outcome, items } = await read(id)
    expect([state, outcome, items.length]).toEqual(['failed', 'unreachable', 1])
    const files = await openPackage(await exported(id, 'failed'))
    expect((await verifyPackage(files)).sound).toBe(true)
    await files.close()
  })

  test('an item is handed out with a step of custody, and never as something that a browser runs', async () => {
    const id = await requested()
    await runCapture(evidence, id)
    const readNamed = (name: string, actor = admin) =>
      readItem(evidence, { actor, input: { id, name } })
    const item = await readNamed('capture.json')
    expect(item.mediatype).toBe('application/json')
    const { custody } = await read(id)
    expect(custody.at(-2)).toMatchObject({ action: 'accessed', items: ['capture.json'] })
    await expect(readNamed('page.html')).rejects.toThrow(/no item page\.html/)
    await expect(readNamed('capture.json', outsider)).rejects.toThrow(/no capture/)
    for (const [name, mediatype] of [
      ['page.html', 'text/html'],
      ['picture-1.svg', 'image/svg+xml'],
      ['capture.wacz', 'application/wacz'],
    ] as const) {
      const { type, disposition } = downloadHeadersOf({ name, mediatype })
      expect(type).toMatch(/^(text\/plain; charset=utf-8|application\/octet-stream)$/)
      expect(disposition).toBe('attachment')
    }
    expect(downloadHeadersOf({ name: 'page-1.png', mediatype: 'image/png' }).type).toBe('image/png')
  })

  test('a request for one listing or one case is recorded only there', async () => {
    const captured = await requested()
    const state = await as(admin, (handle) =>
      readCaptureState({ handle, actor: admin, input: { id: captured } }),
    )
    expect(state.state).toBe('waiting')
    const of = (input: object) =>
      as(admin, (handle) => listCaptures({ handle, actor: admin, input: { limit: 10, ...input } }))
    expect((await of({})).map((item) => item.id)).toContain(captured)
    expect(await of({ listingId: randomUUID() })).toEqual([])
    await expect(of({ caseId: randomUUID() })).rejects.toThrow(/no case/)
  })

  test('a capture is begun by one process, taken over if that one ends, and finally abandoned', async () => {
    const id = await requested()
    const dying: EvidenceDependencies = {
      ...evidence,
      capture: async () => Promise.reject(new Error('the process ends here')),
    }
    let begun = 0
    const counting: EvidenceDependencies = {
      ...evidence,
      capture: (request) => {
        begun++
        return evidence.capture(request)
      },
    }
    const lease = () =>
      asOperator(store, (handle) =>
        sql`update captures set begun_at = now() - interval '11 minutes' where id = ${id}::uuid`.execute(
          handle,
        ),
      )
    for (let attempt = 0; attempt < 3; attempt++) {
      await expect(runCapture(dying, id)).rejects.toThrow('the process ends here')
      await runCapture(counting, id)
      expect(begun).toBe(0)
      await lease()
    }
    await runCapture(counting, id)
    const { state, sentence } = await read(id)
    expect([state, sentence, begun]).toEqual([
      'failed',
      'The capture was started 3 times and never finished.',
      0,
    ])
  })

  test('simultaneous readers add one step each to a chain without gaps', async () => {
    const id = await requested()
    await runCapture(evidence, id)
    await Promise.all(Array.from({ length: 8 }, () => read(id)))
    const { custody } = await read(id)
    expect(custody.map(({ sequence }) => sequence)).toEqual([...Array(12).keys()].map((n) => n + 1))
    const change = sql`update custody_events set event = '{}'`
    await expect(asOperator(store, (handle) => change.execute(handle))).rejects.toThrow(
      /append-only|permission denied/,
    )
    const loss = sql`delete from custody_events`
    await asOperator(store, (handle) => loss.execute(handle))
    expect((await read(id)).custody).toHaveLength(13)
  })

  test('a hold is set once and lifted once, each with its reason', async () => {
    const id = await requested()
    const setHold = (release: boolean) =>
      as(admin, (handle) =>
        setCaptureHold({
          handle,
          actor: admin,
          input: { id, reason: 'Order of a court.', release },
        }),
      )
    await expect(setHold(true)).rejects.toThrow(/this capture is not on legal hold/)
    await setHold(false)
    await expect(setHold(false)).rejects.toThrow(/this capture is already on legal hold/)
    expect((await read(id)).heldFor).toBe('Order of a court.')
    await setHold(true)
    const { heldFor, custody } = await read(id)
    expect([heldFor, custody.map(({ action }) => action)]).toEqual([
      null,
      ['held', 'accessed', 'released', 'accessed'],
    ])
  })

  test('to another organisation there is no such capture', async () => {
    const id = await requested()
    await expect(read(id, outsider)).rejects.toThrow(/there is no capture/)
    await expect(exported(id, 'none')).rejects.toThrow(/has no evidence yet/)
  })
})
