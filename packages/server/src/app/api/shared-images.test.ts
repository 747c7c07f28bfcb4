import { createHash } from 'node:crypto'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { photograph } from '../../../test/photographs.ts'
import { postgresqlServer } from '../../../test/engines.ts'
import { newDatabase, postgresqlMissing } from '../../../test/postgresql-server.ts'
import { S3Server } from '../../../test/s3-server.ts'
import { startServing, type Serving } from '../../../test/start-server.ts'
import { openKeys } from '../../access/installation-keys/index.ts'
import { openImagePipeline, openSharedImages, sweepImages } from '../../images/pipeline/index.ts'
import type { StoreConfig } from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

describe.skipIf(postgresqlMissing !== undefined)(
  `two server processes with folders of their own ${postgresqlMissing ?? ''}`,
  () => {
    const server = postgresqlServer()
    const storage = new S3Server()
    const root = mkdtempSync(join(tmpdir(), 'touchstone-shared-'))
    const folders = ['first', 'second'].map((name) => join(root, name))
    let config: StoreConfig
    let store: Store
    let key: string
    let servers: Serving[]
    let before: string

    beforeAll(async () => {
      await storage.open()
      config = await newDatabase(server())
      store = await openStore(config)
      const { id } = await newOrganisation(store, 'house', { kind: 'rights-holder' })
      await newStandingClaim(store, 'house', 'prada')
      key = (await newKey(store, 'house', ['catalog:read', 'catalog:write'])).text
      before = await keptBefore(id)
      // All processes of an installation have the same keys.
      await openKeys({ store, config: { dataDir: folders[0]!, people: { secretKey: undefined } } })
      mkdirSync(folders[1]!, { mode: 0o700 })
      for (const name of ['secret.key', 'evidence.key']) {
        copyFileSync(join(folders[0]!, name), join(folders[1]!, name))
      }
      const { url, region, accessKeyId, secretAccessKey } = storage.config()
      servers = await Promise.all(
        folders.map((folder) =>
          startServing(config, {
            DATA_DIR: folder,
            BLOBS_URL: url,
            BLOBS_REGION: region,
            BLOBS_ACCESS_KEY_ID: accessKeyId,
            BLOBS_SECRET_ACCESS_KEY: secretAccessKey.reveal(),
          }),
        ),
      )
    })
    afterAll(async () => {
      for (const one of servers ?? []) await one.kill()
      await store?.close()
      storage.close()
      rmSync(root, { recursive: true, force: true })
    })

    /** A reference whose picture is only on the first machine, from before there was a bucket. */
    async function keptBefore(organisationId: string): Promise<string> {
      const works = openImagePipeline(folders[0]!)
      const digest = await works.archive.store(await photograph(31))
      await works.describer.describeStored(digest)
      await works.close()
      await asOperator(store, (handle) =>
        sql`insert into picture_references (id, organisation_id, bank, label, brand_id, digest, width,
            height, expected, actor_kind, actor_id)
          values (gen_random_uuid(), ${organisationId}::uuid, 'official', 'before', 'prada',
            decode(${digest}, 'hex'), 640, 480, 10, 'operator', 'test')`.execute(handle),
      )
      return digest
    }

    const ask = (on: number, path: string, init: RequestInit = {}): Promise<Response> =>
      fetch(`${servers[on]!.url}/api/v1/reference-images${path}`, {
        ...init,
        headers: { authorization: `Bearer ${key}`, ...init.headers },
      })
    const inBucket = (digest: string): string[] =>
      [...storage.objects.keys()].filter((name) => name.includes(digest))
    const upload = async (on: number, bytes: Buffer): Promise<string> => {
      const response = await ask(on, '?bank=official&brand=prada', {
        method: 'POST',
        headers: { 'content-type': 'image/jpeg' },
        body: new Uint8Array(bytes),
      })
      expect(response.status).toBe(201)
      return ((await response.json()) as { id: string }).id
    }
    const shown = async (on: number, id: string): Promise<number> => {
      const response = await ask(on, `/${id}/image`)
      const bytes = Buffer.from(await response.arrayBuffer())
      if (response.status === 200) expect((await sharp(bytes).metadata()).width).toBe(640)
      return response.status
    }

    test('each server shows images that the other stored, and the bucket has all of them', async () => {
      const bytes = await photograph(30)
      const digest = createHash('sha256').update(bytes).digest('hex')
      const id = await upload(0, bytes)
      expect(await shown(1, id)).toBe(200)
      expect(
        inBucket(digest)
          .map((name) => name.slice(name.indexOf(digest) + 64))
          .sort(),
      ).toEqual(['', '.description', '.facts'])
      const copy = join(folders[1]!, 'pictures', digest.slice(0, 2), digest)
      expect(statSync(copy).mode & 0o077).toBe(0)
      expect(statSync(join(copy, '../..')).mode & 0o077).toBe(0)
    })

    test('what lay on one machine before is put where both find it', async () => {
      await expect.poll(() => inBucket(before).length).toBe(3)
      const { items } = (await (await ask(1, '?bank=official')).json()) as {
        items: { id: string; label: string }[]
      }
      const own = items.find(({ label }) => label === 'before')
      expect(await shown(1, own!.id)).toBe(200)
    })

    test('deleted images are gone from the bucket and from both machines', async () => {
      const bytes = await photograph(32)
      const digest = createHash('sha256').update(bytes).digest('hex')
      const id = await upload(1, bytes)
      expect(await shown(0, id)).toBe(200)
      await asOperator(store, (handle) =>
        sql`delete from picture_references where id = ${id}::uuid`.execute(handle),
      )
      const later = Date.now() + 2 * 3_600_000
      for (const folder of folders) {
        const works = openImagePipeline(folder, {}, openSharedImages(storage.config()))
        await sweepImages({ store, works, now: later })
        await works.close()
        expect(existsSync(join(folder, 'pictures', digest.slice(0, 2), digest))).toBe(false)
      }
      expect(inBucket(digest)).toEqual([])
      expect(inBucket(before)).toHaveLength(3)
    })

    test('bytes that do not match their name are not returned', async () => {
      const bytes = await photograph(33)
      const digest = createHash('sha256').update(bytes).digest('hex')
      const id = await upload(0, bytes)
      const [name] = inBucket(digest).filter((one) => one.endsWith(digest))
      storage.objects.get(name!)!.bytes = await photograph(34)
      expect(await shown(1, id)).toBe(404)
      const answer = await ask(1, `/${id}/image`)
      expect(await answer.text()).toContain('the stored picture was altered and is not shown')
      const folder = join(folders[1]!, 'pictures', digest.slice(0, 2))
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, digest), bytes)
      expect(await shown(1, id)).toBe(200)
    })
  },
)
