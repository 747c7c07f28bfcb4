import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Assessment } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, expect, vi } from 'vitest'
import { newKey, newOrganisation, newStandingClaim } from '../../../../test/builders.ts'
import type { TestEngine } from '../../../../test/engines.ts'
import { newApi, newClock, newMember, type Browser } from '../../../../test/users.ts'
import { starterEngine } from '../../../../test/starter-engine.ts'
import {
  ListingIngest,
  startReassessment,
  type ImageKnowledge,
} from '../../../listings/ingest/index.ts'
import {
  openImagePipeline,
  imageKnowledge,
  type ImagePipeline,
} from '../../../images/pipeline/index.ts'
import { itemKnowledge, publishCodes } from '../../../goods/scans/index.ts'
import { sealerOf } from '../../../platform/encryption/index.ts'
import { openStore, type Store } from '../../../platform/db/index.ts'
import { screenInProcess } from '../../../listings/screening/index.ts'
import { startImageCollection } from '../start-image-collection.ts'

const minute = 60_000

/** A host of pictures, some of which respond slowly or never. */
async function startHost(): Promise<{
  url: string
  port: number
  pictures: Map<string, Buffer>
  asked: string[]
  hold: { until: Promise<unknown> }
  server: Server
}> {
  const pictures = new Map<string, Buffer>()
  const asked: string[] = []
  const hold = { until: Promise.resolve() as Promise<unknown> }
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const answer = (): void => {
      const bytes = pictures.get(path)
      response.writeHead(bytes ? 200 : 503, { 'content-type': 'image/jpeg' }).end(bytes)
    }
    if (path.startsWith('/slow')) void hold.until.then(answer)
    else answer()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, pictures, asked, hold, server }
}

export const waitUntil = <T>(check: () => Promise<T>): Promise<T> =>
  vi.waitFor(check, { timeout: 120_000, interval: 100 })

/** The image signals of an assessment. */
export const imageSignalCodes = ({ signals }: Assessment): string[] =>
  signals.map(({ code }) => code).filter((code) => code.startsWith('image.'))

/** A marketplace with picture analysis, and two rights holders with banks. */
export class ImageFixture {
  store!: Store
  app!: FastifyInstance
  works!: ImagePipeline
  host!: Awaited<ReturnType<typeof startHost>>
  analyst!: Browser
  holder!: Browser
  second!: Browser
  admin!: Browser
  rival!: Browser
  readonly faults: unknown[] = []
  #key = ''
  #folder = ''
  readonly #endings: (() => Promise<unknown>)[] = []

  static on(engine: TestEngine): ImageFixture {
    const gallery = new ImageFixture()
    beforeAll(() => gallery.#open(engine), 2 * minute)
    afterAll(() => gallery.#close())
    beforeEach(() => {
      gallery.host.asked.length = 0
    })
    return gallery
  }

  async #open(engine: TestEngine): Promise<void> {
    this.#folder = mkdtempSync(join(tmpdir(), 'touchstone-pictures-'))
    this.host = await startHost()
    this.store = await openStore(await engine.newStore())
    this.works = openImagePipeline(this.#folder)
    const { store, works, host } = this
    const screening = screenInProcess(starterEngine)
    const knowledge: ImageKnowledge = imageKnowledge(works.archive)
    const sealer = sealerOf(randomBytes(32))
    const onFault = (error: unknown): void => void this.faults.push(error)
    const intake: ListingIngest = new ListingIngest({
      store,
      screening,
      items: itemKnowledge({ store, sealer }),
      pictures: knowledge,
      onFault,
      onDue: () => rejudging.wake(),
    })
    const rejudging = startReassessment({ intake, onFault, everyMs: 200 })
    const stop = startImageCollection({
      store,
      works,
      onFault,
      everyMs: 50,
      readsText: 'suspicious',
      retries: [0.3, 0.3],
      outbound: { allow: [{ host: '127.0.0.1', port: host.port }] },
      onDue: () => rejudging.wake(),
      onCodes: (digest, codes) => publishCodes({ store, sealer }, digest, codes),
    })
    const app = newApi(store, newClock(), { sealer }, { intake, works, screening })
    this.app = app
    await newOrganisation(store, 'market')
    for (const slug of ['house', 'rival']) {
      await newOrganisation(store, slug, { kind: 'rights-holder' })
    }
    await newStandingClaim(store, 'house', 'prada')
    await newStandingClaim(store, 'rival', 'gucci')
    this.#key = (await newKey(store, 'market', ['listings:write', 'listings:read'])).text
    const analyst = { roles: ['analyst'] }
    this.analyst = await newMember(app, store, 'market', 'ann@market.example', analyst)
    this.holder = await newMember(app, store, 'house', 'hal@house.example')
    this.admin = await newMember(app, store, 'market', 'ada@market.example', { roles: ['admin'] })
    this.second = await newMember(app, store, 'house', 'sue@house.example', analyst)
    this.rival = await newMember(app, store, 'rival', 'eve@rival.example')
    this.#endings.push(
      stop,
      () => rejudging.stop(),
      () => app.close(),
      () => works.close(),
    )
  }

  async #close(): Promise<void> {
    for (const end of this.#endings) await end()
    await this.store?.close()
    this.host?.server.closeAllConnections()
    this.host?.server.close()
    rmSync(this.#folder, { recursive: true, force: true })
  }

  readonly serve = (path: string, bytes: Buffer): string => {
    this.host.pictures.set(path, bytes)
    return this.host.url + path
  }

  readonly send = async (
    id: string,
    urls: string[],
    more: Record<string, unknown> = {},
  ): Promise<{ id: string; assessment: Assessment }> => {
    const authorization = `Bearer ${this.#key}`
    const response = await this.app.inject({
      method: 'POST',
      url: '/api/v1/listings',
      headers: { authorization },
      payload: { id, title: 'Prada wallet', images: urls.map((url) => ({ url })), ...more },
    })
    expect([200, 201]).toContain(response.statusCode)
    return response.json()
  }

  readonly read = async (id: string, who = this.analyst): Promise<Assessment> => {
    const { body, status } = await who.get(`/api/v1/listings/${id}`)
    expect(status).toBe(200)
    return body['assessment'] as Assessment
  }

  readonly completed = (id: string): Promise<Assessment> =>
    waitUntil(async () => {
      const said = await this.read(id)
      expect(said).toMatchObject({ complete: true })
      return said
    })

  readonly upload = async (
    who: Browser,
    bytes: Buffer,
    query: Record<string, string>,
  ): Promise<{ status: number; body: Record<string, unknown> }> => {
    const response = await this.app.inject({
      method: 'POST',
      url: `/api/v1/reference-images?${new URLSearchParams(query).toString()}`,
      headers: {
        host: 'touchstone.example.com',
        origin: 'https://touchstone.example.com',
        cookie: cookieOf(who),
        'content-type': 'image/jpeg',
      },
      payload: bytes,
    })
    return { status: response.statusCode, body: response.json() }
  }

  readonly getBytes = (who: Browser, url: string) =>
    this.app.inject({ url, headers: { cookie: cookieOf(who), 'sec-fetch-site': 'same-origin' } })
}

function cookieOf({ cookies }: Browser): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
}
