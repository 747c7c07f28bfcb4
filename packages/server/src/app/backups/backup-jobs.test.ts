import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { enginesHere } from '../../../test/engines.ts'
import type { Store } from '../../platform/db/index.ts'
import type { Job } from '../../platform/jobs/index.ts'
import { backupJobs } from './backup-jobs.ts'
import { fill, inStore, newPlace } from './test/installation.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-backup-jobs-'))
afterAll(() => rmSync(root, { recursive: true }))
const [engine] = enginesHere()
const keep = { daily: 1, weekly: 0, monthly: 0 }

test('backups are made and recorded, old ones dropped, and a rehearsal fails with what is damaged', async () => {
  const config = await newPlace(engine!, { root })
  const folder = join(root, 'backups')
  const backups = { folder, schedule: '17 1 * * *', keep, keyFile: undefined }
  await inStore(config.store, async (store) => {
    await fill(config, store, 'first')
    const jobs = backupJobs({ store, config, backups })
    const [backUp, rehearse] = jobs as [Job, Job]
    const run = (job: Job) => job.run({}, new AbortController().signal)
    await run(backUp)
    await run(backUp)
    expect(readdirSync(folder).filter((name) => name.endsWith('.json'))).toHaveLength(1)
    const { rows } = await asOperator(store, (handle) =>
      sql`select from audit_events where action = 'store-backed-up'`.execute(handle),
    )
    expect(rows).toHaveLength(2)
    await run(rehearse)
    const [object] = digestsIn(join(folder, 'objects'))
    truncateSync(join(folder, 'objects', object!), 1)
    await expect(run(rehearse)).rejects.toMatchObject({
      code: 'bad-backup',
      message: expect.stringContaining(object!) as string,
    })
  })
})

test('no backup is dropped while evidence is damaged, since an earlier one may have the good copy', async () => {
  await withBackup('complete', async ({ run, blobs, blob, manifests }) => {
    truncateSync(join(blobs, blob), 1)
    await expect(run()).rejects.toMatchObject({ message: expect.stringContaining(blob) as string })
    expect(manifests()).toHaveLength(2)
  })
})

test('evidence that is gone stays in the backups, and each run tells, until rows no longer name it', async () => {
  await withBackup('retaining', async ({ store, folder, run, blobs, blob, manifests }) => {
    const nameBlob = sql`
      with captured as (
        insert into captures (id, organisation_id, url, operator, reason)
        select gen_random_uuid(), id, 'https://a.example/', 'x', 'x' from organisations returning id, organisation_id
      )
      insert into evidence_items
        (capture_id, organisation_id, name, path, title, mediatype, bytes, sha256)
      select id, organisation_id, 'x', 'x', 'x', 'text/plain', 1, decode(${basename(blob)}, 'hex')
      from captured`
    await asOperator(store, (handle) => nameBlob.execute(handle))
    rmSync(join(blobs, blob))
    const told = { code: 'bad-backup', message: expect.stringContaining(blob) as string }
    await expect(run()).rejects.toMatchObject(told)
    await expect(run()).rejects.toMatchObject(told)
    expect(manifests()).toHaveLength(1)
    expect(readFileSync(join(folder, manifests()[0]!), 'utf8')).toContain(`blobs/${blob}`)
    const objects = join(folder, 'objects')
    const object = digestsIn(objects).find((name) => name.endsWith(basename(blob)))
    truncateSync(join(objects, object!), 1)
    await expect(run()).rejects.toMatchObject({
      message: expect.stringContaining('is damaged and not in the backup') as string,
    })
    expect(manifests()).toHaveLength(2)
    await asOperator(store, (handle) =>
      sql`update evidence_items set disposed_at = now()`.execute(handle),
    )
    await run()
  })
})

type BackedUp = {
  store: Store
  folder: string
  /** Runs the job that makes backups. */
  run: () => Promise<void>
  blobs: string
  /** Path of the only blob, in `blobs`. */
  blob: string
  manifests: () => string[]
}

/** An installation with one blob, backed up once; of its backups only the newest is kept. */
async function withBackup(name: string, work: (backedUp: BackedUp) => Promise<void>) {
  const config = await newPlace(engine!, { root })
  const folder = join(root, `${name}-backups`)
  await inStore(config.store, async (store) => {
    await fill(config, store, name)
    const backups = { folder, schedule: '17 1 * * *', keep, keyFile: undefined }
    const [backUp] = backupJobs({ store, config, backups }) as [Job]
    const run = async () => backUp.run({}, new AbortController().signal)
    await run()
    const blobs = join(config.dataDir, 'blobs')
    const [blob = ''] = digestsIn(blobs)
    const manifests = () => readdirSync(folder).filter((file) => file.endsWith('.json'))
    await work({ store, folder, run, blobs, blob, manifests })
  })
}

function digestsIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) =>
    /[0-9a-f]{64}$/.test(name),
  )
}
