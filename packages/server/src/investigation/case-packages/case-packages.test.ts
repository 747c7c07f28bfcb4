import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openPackage, verifyPackage, type PackageFiles } from '@touchstone/evidence'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, operatorContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { pngOf } from '../../../test/image-host.ts'
import { askByKey } from '../../../test/leaks/calls.ts'
import { storePicture } from '../../../test/stored-images.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { starterPackNames } from '../../brands/visibility/index.ts'
import { openImagePipeline, type ImagePipeline } from '../../images/pipeline/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { purgeOrganisation } from '../../privacy/retention/index.ts'
import { runCapture, type EvidenceDependencies } from '../evidence/index.ts'
import { casePackageSweep } from './jobs.ts'
import { makeCasePackage, type CasePackageDependencies } from './make-case-package.ts'

type Body = Record<string, unknown>
type View = {
  id: string
  state: string
  sha256: string
  bytes: number
  problem: { code: string; message: string } | null
  done: number
  total: number
  disposedFor: string | null
}

const folder = mkdtempSync(join(tmpdir(), 'touchstone-case-packages-'))
afterAll(() => rmSync(folder, { recursive: true }))

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let works: ImagePipeline
  let evidence: EvidenceDependencies
  let packages: CasePackageDependencies
  let market: string
  let key: string
  const people: Record<string, Browser> = {}
  const due: string[] = []

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    works = openImagePipeline(join(folder, 'pictures'))
    evidence = newEvidence(store, folder)
    packages = {
      ...evidence,
      archive: works.archive,
      names: starterPackNames,
      engine: () => 'none',
    }
    const onCasePackage = ({ id }: { id: string }): void => void due.push(id)
    app = newApi(store, undefined, {}, { works, evidence, onCasePackage })
    market = (await newOrganisation(store, 'market', { name: 'Pasar Lumora' })).id
    await newOrganisation(store, 'rival')
    key = (await newKey(store, 'market', ['listings:write'])).text
    for (const [who, slug, more] of [
      ['ada', 'market', { roles: ['admin'] }],
      ['otto', 'market', { roles: ['analyst'] }],
      ['rev', 'market', { roles: ['reviewer'] }],
      ['bea', 'market', { roles: ['admin'], brands: ['gucci'] }],
      ['riv', 'rival', { roles: ['admin'] }],
    ] as const) {
      people[who] = await newMember(app, store, slug, `${who}@${slug}.example`, more)
    }
  })
  afterAll(async () => {
    await app?.close()
    await works?.close()
    await store?.close()
  })

  const post = async (path: string, body: unknown, who = 'ada'): Promise<Body> => {
    const answer = await people[who]!.post(`/api/v1/${path}`, body)
    if (answer.status >= 300) throw new Error(JSON.stringify(answer.body))
    return answer.body
  }
  const send = async (rows: readonly Body[]): Promise<string[]> => {
    const sent = await askByKey(app, key, 'POST', '/api/v1/listings/batch', rows)
    return (sent['results'] as { id: string }[]).map(({ id }) => id)
  }
  let count = 0
  const listingOf = (more: Body = {}): Body => ({
    id: `bag-${++count}`,
    marketplace: 'pasar',
    title: '=Gucci handbag, AAA replica',
    brand: 'Gucci',
    price: { amount: '12.50', currency: 'USD' },
    seller: { id: `shop-${count}`, name: 'Toko Terang', country: 'ID' },
    ...more,
  })
  const caseOf = async (listings: readonly string[]): Promise<string> => {
    const input = { title: 'Bags of one shop', about: 'seller' }
    const opened = await post('cases', listings.length === 0 ? input : { ...input, listings })
    return opened['id'] as string
  }
  const captureOf = async (listing: string): Promise<string> => {
    const url = `https://toko.example/${listing}`
    const { id } = await post('captures', { url, reason: 'The title says “AAA”.', listing })
    await runCapture(evidence, id as string)
    return id as string
  }
  const packagesOf = async (kase: string): Promise<View[]> =>
    (await people['ada']!.get(`/api/v1/cases/${kase}/packages`)).body['items'] as View[]
  const request = async (kase: string, more: Body = {}, who = 'ada'): Promise<string> => {
    const input = { reason: 'For our counsel', ...more }
    return (await post(`cases/${kase}/packages`, input, who))['id'] as string
  }
  const made = async (kase: string, more: Body = {}): Promise<View> => {
    const id = await request(kase, more)
    await makeCasePackage(packages, id)
    return (await packagesOf(kase)).find((one) => one.id === id)!
  }
  const opened = async <T>(
    sha256: string,
    work: (files: PackageFiles) => Promise<T>,
  ): Promise<T> => {
    // Packages are recognised by their content, not by their names.
    const files = await openPackage(await evidence.blobs.file(sha256))
    try {
      return await work(files)
    } finally {
      await files.close()
    }
  }
  const bytesOf = async (files: PackageFiles, path: string): Promise<Buffer> => {
    const pieces: Uint8Array[] = []
    for await (const piece of await files.open(path)) pieces.push(piece)
    return Buffer.concat(pieces)
  }
  const contentOf = (sha256: string): Promise<Map<string, Buffer>> =>
    opened(sha256, async (files) => {
      const all = new Map<string, Buffer>()
      for (const path of files.sizes.keys()) all.set(path, await bytesOf(files, path))
      return all
    })

  test('a case is one package that verifies, with the package of each capture, its listings, pictures and notes', async () => {
    const [first, second] = (await send([listingOf(), listingOf()])) as [string, string]
    const kase = await caseOf([first, second])
    const capture = await captureOf(first)
    await storePicture({ store, works }, { listing: first, bytes: pngOf(32, 32) })
    await post(`cases/${kase}/actions`, {
      action: { type: 'note', text: 'Ask about the settlement first.' },
    })
    const id = await request(kase, {}, 'otto')
    expect(due).toContain(id)
    expect(await packagesOf(kase)).toMatchObject([{ id, state: 'waiting', done: 0 }])
    await makeCasePackage(packages, id)
    const [view] = await packagesOf(kase)
    expect(view).toMatchObject({ state: 'ready', problem: null, disposedFor: null })
    expect(view!.done).toBe(view!.total)

    await opened(view!.sha256, async (files) => {
      const { sound, checks, publisher } = await verifyPackage(files)
      expect(checks.filter(({ outcome }) => outcome === 'fault')).toEqual([])
      expect([sound, publisher?.name]).toEqual([true, 'Pasar Lumora'])
    })
    const content = await contentOf(view!.sha256)
    const nested = [...content.keys()].filter((path) => path.startsWith('data/captures/'))
    expect(nested).toEqual([expect.stringContaining(capture.slice(0, 8))])
    const copy = join(folder, 'nested.zip')
    writeFileSync(copy, content.get(nested[0]!)!)
    const inner = await openPackage(copy)
    expect((await verifyPackage(inner)).sound).toBe(true)
    await inner.close()

    const listings = JSON.parse(String(content.get('data/listings.json'))) as {
      id: string
      assessment: { reason: string }
    }[]
    expect(listings.map((one) => one.id)).toEqual([first, second].toSorted())
    expect(listings[0]!.assessment.reason).not.toBe('')
    const table = String(content.get('data/listings.csv'))
    expect(table.split('\r\n')).toHaveLength(4)
    expect(table).toContain(`"'=Gucci handbag, AAA replica"`)
    expect(content.get(`data/pictures/${first}-1.png`)).toEqual(pngOf(32, 32))
    expect(String(content.get('data/report.pdf')!.subarray(0, 5))).toBe('%PDF-')
    // What was meant for colleagues stays.
    for (const [path, bytes] of content) {
      expect([path, bytes.includes('settlement')]).toEqual([path, false])
    }
    const custody = (await people['ada']!.get(`/api/v1/captures/${capture}`)).body['custody']
    expect(custody).toContainEqual(
      expect.objectContaining({ action: 'copied', actor: 'otto', reason: 'For our counsel' }),
    )
  })

  test('packages of the same state differ by time and by the copies of captures alone', async () => {
    const [listing] = (await send([listingOf()])) as [string]
    const kase = await caseOf([listing])
    await captureOf(listing)
    await storePicture({ store, works }, { listing, bytes: pngOf(24, 24) })
    const digests = async ({ sha256 }: View): Promise<Record<string, string>> => {
      const content = await contentOf(sha256)
      const same = [...content].filter(
        ([path]) => path.startsWith('data/') && !/captures\/|report\.pdf|datapackage/.test(path),
      )
      return Object.fromEntries(
        same.map(([path, bytes]) => [path, createHash('sha256').update(bytes).digest('hex')]),
      )
    }
    const before = await digests(await made(kase))
    expect(Object.keys(before).toSorted()).toEqual([
      'data/case.json',
      'data/listings.csv',
      'data/listings.json',
      `data/pictures/${listing}-1.png`,
      'data/timeline.json',
    ])
    expect(await digests(await made(kase))).toEqual(before)
  })

  test('another organisation, reviewers and limited members request, list and download none', async () => {
    const kase = await caseOf(await send([listingOf()]))
    const { id } = await made(kase)
    const path = `/api/v1/cases/${kase}/packages`
    for (const [who, status] of [
      ['riv', 404],
      ['rev', 403],
      ['bea', 403],
    ] as const) {
      const browser = people[who]!
      expect([who, (await browser.get(path)).status]).toEqual([who, status])
      expect([who, (await browser.post(path, { reason: 'x' })).status]).toEqual([who, status])
      expect([who, (await browser.get(`${path}/${id}/file`)).status]).toEqual([who, status])
    }
    const other = await caseOf([])
    const elsewhere = `/api/v1/cases/${other}/packages/${id}/file`
    expect((await people['ada']!.get(elsewhere)).status).toBe(404)
    const limited = await store.transact(
      {
        as: 'tenant',
        organisationId: market,
        actor: { kind: 'person', id: '3f5c9a52-7d11-4e0b-9c57-1b0f6f1d2a10' },
        brands: ['gucci'],
      },
      (handle) => sql`select id from case_packages`.execute(handle),
    )
    expect(limited.rows).toEqual([])
  })

  test('a download is the stored file, and is recorded', async () => {
    const kase = await caseOf(await send([listingOf()]))
    const view = await made(kase)
    const cookie = [...people['ada']!.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const url = `/api/v1/cases/${kase}/packages/${view.id}/file`
    const { statusCode, rawPayload, headers } = await app.inject({
      method: 'GET',
      url,
      headers: { cookie, host: 'touchstone.example.com', 'sec-fetch-site': 'same-origin' },
    })
    expect(statusCode).toBe(200)
    expect(createHash('sha256').update(rawPayload).digest('hex')).toBe(view.sha256)
    expect(headers['content-disposition']).toMatch(/^attachment; filename="case-.*\.zip"$/)
    const { rows } = await asOperator(store, (handle) =>
      sql<{ action: string }>`
        select action from audit_events where subject_id = ${kase} order by at, id`.execute(handle),
    )
    expect(rows.map(({ action }) => action)).toEqual([
      'case-opened',
      'case-package-requested',
      'case-package-downloaded',
    ])
  })

  test('of a case on a confidentiality hold nothing leaves, not even what was packed before', async () => {
    const kase = await caseOf(await send([listingOf()]))
    const { id } = await made(kase)
    const waiting = await request(kase)
    await post('confidentiality-holds', {
      scope: { kind: 'case', case: kase },
      wantedBy: 'counsel',
      reference: 'File 7/26',
      reason: 'Settlement talks',
      days: 30,
      reviewDays: 14,
    })
    const path = `/api/v1/cases/${kase}/packages`
    expect(await people['ada']!.get(`${path}/${id}/file`)).toMatchObject({
      status: 409,
      body: { code: 'on-hold' },
    })
    expect(await people['ada']!.post(path, { reason: 'x' })).toMatchObject({
      body: { code: 'on-hold' },
    })
    await makeCasePackage(packages, waiting)
    expect(await packagesOf(kase)).toMatchObject([
      { id: waiting, state: 'failed', problem: { code: 'on-hold' } },
      { id, state: 'ready' },
    ])
  })

  test('whoever lost the right by the time it is made gets none', async () => {
    const kase = await caseOf(await send([listingOf()]))
    const id = await request(kase, {}, 'otto')
    const { body } = await people['otto']!.get('/api/v1/session')
    const member = `/api/v1/members/${(body['person'] as { id: string }).id}`
    const setRoles = async (roles: string[]) => {
      const rights = { roles, brands: [], territories: [] }
      expect((await people['ada']!.ask('PATCH', member, rights)).status).toBe(200)
    }
    await setRoles(['reviewer'])
    await makeCasePackage(packages, id)
    await setRoles(['analyst'])
    expect(await packagesOf(kase)).toMatchObject([
      { state: 'failed', problem: { code: 'permission-required' } },
    ])
  })

  test('one at a time, and what a process left is made by the sweep', async () => {
    const kase = await caseOf(await send([listingOf()]))
    const id = await request(kase)
    expect(
      await people['ada']!.post(`/api/v1/cases/${kase}/packages`, { reason: 'x' }),
    ).toMatchObject({ status: 409, body: { code: 'case-package-in-progress' } })
    await asOperator(store, (handle) =>
      sql`
        update case_packages set state = 'running', attempts = 1,
          progressed_at = now() - interval '31 minutes' where id = ${id}::uuid`.execute(handle),
    )
    await casePackageSweep(packages).run({}, new AbortController().signal)
    expect(await packagesOf(kase)).toMatchObject([{ id, state: 'ready' }])
  })

  test('an unexpected fault is tried three times, and then said', async () => {
    const kase = await caseOf(await send([listingOf()]))
    const id = await request(kase)
    const broken: CasePackageDependencies = {
      ...packages,
      publisherOf: () => Promise.reject(new Error('no key')),
    }
    for (let attempt = 1; attempt <= 3; attempt++) {
      await expect(makeCasePackage(broken, id)).rejects.toThrow('no key')
      expect(await packagesOf(kase)).toMatchObject([{ state: 'waiting' }])
    }
    await makeCasePackage(broken, id)
    expect(await packagesOf(kase)).toMatchObject([
      { state: 'failed', problem: { code: 'case-package-failed' } },
    ])
  })

  test('a process that ends leaves it to the next one', async () => {
    const kase = await caseOf(await send([listingOf()]))
    const id = await request(kase)
    const stopping = new AbortController()
    stopping.abort()
    await makeCasePackage(packages, id, stopping.signal)
    expect(await packagesOf(kase)).toMatchObject([{ state: 'waiting' }])
    await makeCasePackage(packages, id)
    expect(await packagesOf(kase)).toMatchObject([{ state: 'ready' }])
  })

  test('the file is deleted when a seller in it is erased, and when its time is over', async () => {
    const kept = listingOf()
    const erased = listingOf({ seller: { id: 'shop-erased', name: 'Toko Gelap' } })
    const [one, other] = [await caseOf(await send([kept])), await caseOf(await send([erased]))]
    const [untouched, gone] = [await made(one), await made(other)]
    const seller = { marketplace: 'pasar', id: 'shop-erased' }
    expect((await people['ada']!.post('/api/v1/privacy/erasures', { seller })).status).toBe(200)
    expect(await packagesOf(other)).toMatchObject([
      { id: gone.id, state: 'disposed', disposedFor: 'content-changed' },
    ])
    expect(await evidence.blobs.has(gone.sha256)).toBe(false)
    expect(await packagesOf(one)).toMatchObject([{ state: 'ready' }])
    await asOperator(store, (handle) =>
      sql`
        update case_packages set expires_at = now() - interval '1 second'
        where id = ${untouched.id}::uuid`.execute(handle),
    )
    await purgeOrganisation({ store, blobs: evidence.blobs, context: operatorContext }, market)
    expect(await packagesOf(one)).toMatchObject([{ state: 'disposed', disposedFor: 'expired' }])
    expect(await evidence.blobs.has(untouched.sha256)).toBe(false)
    const path = `/api/v1/cases/${one}/packages/${untouched.id}/file`
    expect(await people['ada']!.get(path)).toMatchObject({
      status: 409,
      body: { code: 'case-package-disposed' },
    })
  })

  test('the cover sheet is written in the languages of the console', async () => {
    const kase = await caseOf(await send([listingOf()]))
    for (const language of ['en', 'id', 'zh']) {
      const { state, sha256 } = await made(kase, { language })
      expect([language, state]).toEqual([language, 'ready'])
      const index = JSON.parse(String((await contentOf(sha256)).get('data/datapackage.json'))) as {
        title: string
      }
      expect(index.title).toBe(
        {
          en: 'Case for counsel: Bags of one shop',
          id: 'Kasus untuk penasihat hukum: Bags of one shop',
          zh: '提交律师的案件：Bags of one shop',
        }[language],
      )
    }
  })
})
