import { fork, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { linkSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { serialize } from 'node:v8'
import { createClient, type Client } from '@touchstone/client'
import { decodePicture, describePicture } from '@touchstone/recognition/image'
import { openStore, readServerConfig } from '@touchstone/server'
import { sql } from 'kysely'
import sharp from 'sharp'
import { generatedPhotos } from '../eval/images/generate-photos.ts'
import { photosIn } from '../eval/images/photos.ts'
import { openImagePipeline } from '../packages/server/src/images/pipeline/index.ts'
import {
  asOperator,
  newKey,
  newOrganisation,
  newStandingClaim,
} from '../packages/server/test/builders.ts'
import { benchFolder } from './bench-folder.ts'
import type { LoopDelay } from './loop-delay.ts'

/** References of the bank; the second only where somebody waits for it. */
const SIZES = (process.env['TOUCHSTONE_REFERENCES'] ?? '1000').split(',').map(Number)
/** Photos that references are made of; more references are the same ones under further names. */
const PHOTOS = 200
const LISTINGS = 60
const UPLOADS = 20
const MAX_MILLISECONDS = 20
const brand = 'prada'

/**
 * Measures the server's request thread while it fetches, describes, reads and matches pictures of listings and its
 * bank changes: the server as `serve` runs it, in a separate process, on the embedded store.
 */
export async function* pictureLoop(): AsyncGenerator<string> {
  mkdirSync(benchFolder, { recursive: true })
  const photos = photosIn(await generatedPhotos(benchFolder))
    .map(({ path }) => path)
    .slice(0, PHOTOS + LISTINGS + UPLOADS)
  for (const references of SIZES) {
    const folder = mkdtempSync(join(benchFolder, 'pictures-'))
    try {
      yield* withBankOf(references, folder, photos)
    } finally {
      rmSync(folder, { recursive: true })
    }
  }
}

async function* withBankOf(
  references: number,
  folder: string,
  photos: readonly string[],
): AsyncGenerator<string> {
  const keys = await filled(folder, references, photos.slice(0, PHOTOS))
  const pictures = new Map<string, Buffer>()
  const host = createServer((request, response) => {
    response.writeHead(200, { 'content-type': 'image/jpeg' }).end(pictures.get(request.url ?? ''))
  }).listen(0, '127.0.0.1')
  await once(host, 'listening')
  const at = `127.0.0.1:${(host.address() as AddressInfo).port}`
  const child = fork('packages/server/test/server.ts', {
    execArgv: ['--conditions=touchstone-source', '--import', './bench/loop-delay.ts'],
    env: { ...process.env, DATA_DIR: folder, DATABASE_URL: '', OUTBOUND_ALLOW: at },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  try {
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })
    const [url] = (await once(lines, 'line')) as [string]
    const [market, organisation] = [keys.market, keys.house].map((key) =>
      createClient({ url, key }),
    ) as [Client, Client]
    const listing = async (id: string, picture: Buffer): Promise<string> => {
      pictures.set(`/${id}.jpg`, picture)
      const result = await market.listings.take({
        body: {
          id,
          marketplace: 'bench',
          title: `Prada wallet 1:1 ${id}`,
          images: [{ url: `http://${at}/${id}.jpg` }],
        },
      })
      return result.id
    }
    // Discards the delay of the start.
    await delayOf(child)
    const began = performance.now()
    // The first is completed once all references are loaded.
    await completed(market, [await listing('first', await copied(photos[0] ?? ''))])
    const loaded = (performance.now() - began) / 1000
    const loading = await delayOf(child)
    const sent: string[] = []
    const added: string[] = []
    const worked = performance.now()
    for (let each = 0; each < LISTINGS; each++) {
      const path = each % 2 === 0 ? photos[each + 1] : photos[PHOTOS + each]
      sent.push(await listing(`offer-${each}`, await copied(path ?? '')))
      if (each % (LISTINGS / UPLOADS) === 0) {
        const body = await readFile(photos[PHOTOS + LISTINGS + added.length] ?? '')
        const query = { bank: 'official' as const, brand, label: '' }
        const { id } = await organisation.referenceImages.add({
          query,
          body,
          contentType: 'image/jpeg',
        })
        if (added.push(id) % 2 === 0) await organisation.referenceImages.remove({ params: { id } })
      }
    }
    const assessments = await completed(market, sent)
    const seconds = (performance.now() - worked) / 1000
    const delay = await delayOf(child)
    yield `${references.toLocaleString('en')} references, ${LISTINGS} pictures of offers fetched, read and matched and ${UPLOADS} added to the bank in ${seconds.toFixed(0)} s, ${assessments} found: event loop delay ${summary(delay)} (target at most ${MAX_MILLISECONDS} ms)`
    yield `While the bank was loaded, ${loaded.toFixed(0)} s: ${summary(loading)}`
  } finally {
    child.kill()
    host.closeAllConnections()
    host.close()
  }
}

function summary({ p50, p99, max, ownP99, ownMax }: LoopDelay): string {
  const by = [p50, p99, max].map((value) => value.toFixed(1)).join(', ')
  return `p50, p99 and most ${by} ms; of the processor's own time p99 and most ${ownP99.toFixed(1)}, ${ownMax.toFixed(1)} ms`
}

async function delayOf(child: ChildProcess): Promise<LoopDelay> {
  const answer = once(child, 'message')
  child.send('delay')
  const [delay] = (await answer) as [LoopDelay]
  return delay
}

/** Waits until all were assessed with their pictures; returns how many of them show a reference. */
async function completed(client: Client, ids: readonly string[]): Promise<number> {
  let count = 0
  for (const id of ids) {
    for (;;) {
      const { assessment } = await client.listings.read({ params: { id } })
      if (assessment?.complete === true) {
        if (assessment.signals.some(({ code }) => code === 'image.official-photo')) count++
        break
      }
      await sleep(100)
    }
  }
  return count
}

/**
 * The store and the archive of a server with a bank of this many references; the keys of the sender and of the bank's
 * owner.
 */
async function filled(
  folder: string,
  references: number,
  photos: readonly string[],
): Promise<{ market: string; house: string }> {
  const { archive } = openImagePipeline(folder)
  const digests: string[] = []
  const originals: string[] = []
  for (let number = 0; number < references; number++) {
    const digest = createHash('sha256').update(`reference ${number}`).digest('hex')
    const path = archive.pathOf(digest, 'description')
    mkdirSync(dirname(path), { recursive: true })
    const same = originals[number % photos.length]
    if (same === undefined) {
      const decoding = await decodePicture(await readFile(photos[number] ?? ''))
      if (!decoding.ok) throw new RangeError(decoding.refusal.message)
      writeFileSync(path, serialize(describePicture(decoding.picture)))
      originals.push(path)
    } else linkSync(same, path)
    digests.push(digest)
  }
  const store = await openStore(readServerConfig({ DATA_DIR: folder, DATABASE_URL: '' }).store)
  try {
    await newOrganisation(store, 'market')
    const organisation = await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', brand)
    await asOperator(store, (handle) =>
      sql`
        insert into picture_references (id, organisation_id, bank, brand_id, digest, width, height,
          expected)
        select gen_random_uuid(), ${organisation.id}::uuid, 'official', ${brand}, decode(digest, 'hex'),
          640, 480, 1000000
        from unnest(${digests}::text[]) as digest`.execute(handle),
    )
    return {
      market: (await newKey(store, 'market', ['listings:write', 'listings:read'])).text,
      house: (await newKey(store, 'house', ['catalog:write', 'catalog:read'])).text,
    }
  } finally {
    await store.close()
  }
}

/** Half of a picture, mirrored and recompressed. */
async function copied(path: string): Promise<Buffer> {
  const { width, height } = await sharp(path).metadata()
  const part = { width: Math.floor(width * 0.75), height: Math.floor(height * 0.75) }
  return sharp(path)
    .extract({ left: Math.floor(width * 0.2), top: Math.floor(height * 0.1), ...part })
    .flop()
    .jpeg({ quality: 80 })
    .toBuffer()
}
