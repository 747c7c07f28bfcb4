import { sql } from 'kysely'
import type { Store } from '../src/platform/db/index.ts'
import type { ImagePipeline } from '../src/images/pipeline/index.ts'
import { asOperator } from './builders.ts'

/** Records a picture of a listing as stored, as after fetching; returns its digest. */
export async function storePicture(
  { store, works }: { store: Store; works: ImagePipeline },
  { listing, place = 0, bytes }: { listing: string; place?: number; bytes: Uint8Array },
): Promise<string> {
  const digest = await works.archive.store(bytes)
  const looked = await works.describer.describeStored(digest)
  if (!looked.ok) throw new Error(looked.message)
  await works.matcher.add('seen', [
    { name: digest, path: works.archive.pathOf(digest, 'description') },
  ])
  await asOperator(store, (handle) =>
    sql`
      insert into listing_pictures
        (listing_id, organisation_id, place, url, host, state, digest)
      select id, organisation_id, ${place}, ${`https://img.example/${digest}`}, 'img.example',
        'stored', decode(${digest}, 'hex')
      from listings where id = ${listing}::uuid`.execute(handle),
  )
  return digest
}
