import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Blobs } from '../src/platform/blobs/index.ts'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator } from './builders.ts'
import { sealedCaptureOf } from './notices.ts'

type Storage = { store: Store; blobs: Blobs }

/** Adds bytes under a name to a capture, as if captured; returns their digest. */
export async function addToCapture(
  { store, blobs }: Storage,
  item: { capture: string; name: string; bytes: Uint8Array; derivedFrom?: string },
): Promise<string> {
  const { capture, name, bytes, derivedFrom = null } = item
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-item-'))
  const file = join(folder, 'item')
  await writeFile(file, bytes)
  const { sha256 } = await blobs.put(file)
  await rm(folder, { recursive: true })
  const derivation = derivedFrom === null ? null : '{"how":"One region was painted over."}'
  await asOperator(store, (handle) =>
    sql`
      insert into evidence_items (capture_id, organisation_id, name, path, title, mediatype, bytes,
        sha256, derived_from, derivation)
      select id, organisation_id, ${name}, ${`items/${name}`}, 'Picture of the page', 'image/png',
        ${bytes.byteLength}::int8, decode(${sha256}, 'hex'), ${derivedFrom}, ${derivation}::json
      from captures where id = ${capture}::uuid`.execute(handle),
  )
  return sha256
}

/**
 * A picture that accompanied a notice, as stored once the notice is handed over; returns its digest. If a proceeding
 * is given in place of the notice, a notice that led to it is created first.
 */
export async function bringPicture(
  target: Storage,
  input: {
    organisationId: string
    from: string
    bytes: Uint8Array
    about: { notice: string } | { proceeding: string }
  },
): Promise<string> {
  const { organisationId, from, bytes, about } = input
  const page = { listing: null, url: 'https://market-a.example/item/1' }
  const capture = await sealedCaptureOf(target.store, from, page)
  const name = 'page-1.png'
  const sha256 = await addToCapture(target, { capture, name, bytes })
  const notice = 'notice' in about ? about.notice : randomUUID()
  await asOperator(target.store, async (handle) => {
    if ('proceeding' in about) {
      await sql`
        insert into received_notices (id, organisation_id, from_organisation, from_notice, notice,
          evidence, elements, contact, received_at)
        values (${notice}::uuid, ${organisationId}::uuid, ${from}::uuid, gen_random_uuid(), '{}',
          '[]', '{}', true, now())`.execute(handle)
      await sql`
        insert into received_items (notice_id, position, organisation_id, proceeding_id, instance,
          listing_key, urgency, received_at)
        values (${notice}::uuid, 0, ${organisationId}::uuid, ${about.proceeding}::uuid,
          ${`n-${notice}-0`}, 'unknown', 4, now())`.execute(handle)
    }
    await sql`
      insert into received_pictures (notice_id, position, sha256, organisation_id, mediatype, bytes,
        sealed_at, capture_id, name)
      values (${notice}::uuid, 0, decode(${sha256}, 'hex'), ${organisationId}::uuid, 'image/png',
        ${bytes.byteLength}::int8, now(), ${capture}::uuid, ${name})`.execute(handle)
  })
  return sha256
}
