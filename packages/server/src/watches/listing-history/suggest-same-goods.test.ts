import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { copyOf, photograph } from '../../../test/photographs.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { storePicture } from '../../../test/stored-images.ts'
import { newWatchRow } from '../../../test/watches.ts'
import { openImagePipeline, type ImagePipeline } from '../../images/pipeline/index.ts'
import { insertStoredImage } from '../../images/pipeline/queries.ts'
import { ListingIngest } from '../../listings/ingest/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { recordObservations } from './index.ts'
import { suggestSameGoods } from './suggest-same-goods.ts'

onOneEngine((engine) => {
  let store: Store
  let intake: ListingIngest
  let works: ImagePipeline
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-same-goods-'))
  beforeAll(async () => {
    works = openImagePipeline(folder)
    store = await openStore(await engine.newStore())
    intake = new ListingIngest({ store, screening: screenInProcess(starterEngine) })
  })
  afterAll(async () => {
    await intake?.close()
    await store?.close()
    await works?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** A listing that a watch of its site saw, with pictures by their digests. */
  async function sight(
    organisationId: string,
    site: string,
    title: string,
    digests: string[] = [],
    brand = 'orla',
  ) {
    const watch = await newWatchRow(store, organisationId, { brand, site: `https://${site}` })
    const listing = { id: randomUUID(), marketplace: site, title }
    const sender = {
      kind: 'key',
      id: watch.id,
      organisationId,
      scopes: ['listings:write'],
    } as const
    const [stored] = await intake.ingest(sender, [listing], { urgency: 'background' })
    return asOperator(store, async (handle) => {
      const page = { url: `https://${site}/${listing.id}`, status: 'seen', listing } as const
      await recordObservations({ handle, watch, run: randomUUID(), observations: [page] })
      for (const digest of digests) {
        const url = `https://${site}/${digest}.jpg`
        await insertStoredImage(handle, { listingId: stored!.id, organisationId, url, digest })
      }
      const { rows } = await sql<{ id: string }>`
        select id from watch_listings where watch_id = ${watch.id}::uuid`.execute(handle)
      return { id: rows[0]!.id, listing: stored!.id, watch: watch.id }
    })
  }
  const suggestFor = async (organisationId: string, listing: string) =>
    (await suggestSameGoods({ store, works, context: tenantContext(organisationId), listing }))
      .items
  const [shared, other] = ['ab'.repeat(32), 'cd'.repeat(32)]

  test('the same goods on other sites are suggested by picture and by title, in the organisation alone', async () => {
    const { id: brandOwner } = await newOrganisation(store, 'brand-owner')
    const { id: rival } = await newOrganisation(store, 'rival')
    const title = 'Galaxia tote green mirror'
    const mine = await sight(brandOwner, 'a.example', title, [shared])
    const pictured = await sight(brandOwner, 'b.example', 'Handbag', [shared, other])
    const titled = await sight(brandOwner, 'c.example', 'Green MIRROR galaxia tote')
    await sight(brandOwner, 'd.example', 'Leather belt', [other])
    await sight(brandOwner, 'a.example', title, [shared])
    await sight(rival, 'b.example', title, [shared])
    expect(await suggestFor(brandOwner, mine.id)).toMatchObject([
      { ...pictured, site: 'b.example', reasons: [{ kind: 'pictures', count: 1, likeness: 1 }] },
      { ...titled, site: 'c.example', reasons: [{ kind: 'title', share: 1 }] },
    ])
    expect(await suggestFor(rival, mine.id)).toEqual([])
  })

  test('an edited copy of a picture is a reason, with how likely it shows the same', async () => {
    const { id: brandOwner } = await newOrganisation(store, 'photographer')
    const { id: rival } = await newOrganisation(store, 'thief')
    const mine = await sight(brandOwner, 'a.example', 'Bag')
    const copied = await sight(brandOwner, 'b.example', 'Handbag')
    const unlike = await sight(brandOwner, 'c.example', 'Purse')
    const theirs = await sight(rival, 'b.example', 'Handbag')
    const bytes = await photograph(7)
    const edited = await copyOf(bytes)
    for (const [{ listing }, picture] of [
      [mine, bytes],
      [copied, edited],
      [unlike, await photograph(8)],
      [theirs, edited],
    ] as const) {
      await storePicture({ store, works }, { listing, bytes: picture })
    }
    const [found, ...others] = await suggestFor(brandOwner, mine.id)
    expect(others).toEqual([])
    expect(found).toMatchObject({ ...copied, reasons: [{ kind: 'pictures', count: 1 }] })
    const [reason] = found!.reasons
    const likeness = reason?.kind === 'pictures' ? reason.likeness : 0
    expect(likeness).toBeGreaterThan(0.5)
    expect(likeness).toBeLessThan(1)
  })

  test('a member who is limited to brands is told of what watches for these brands saw', async () => {
    const { id } = await newOrganisation(store, 'limited')
    const title = 'Selvara watch steel black'
    const mine = await sight(id, 'a.example', title, [shared])
    await sight(id, 'b.example', title, [shared], 'velmoraq')
    const own = await sight(id, 'c.example', title, [shared])
    const context = { ...tenantContext(id), brands: ['orla'] }
    const { items } = await suggestSameGoods({ store, works, context, listing: mine.id })
    expect(items.map(({ listing }) => listing)).toEqual([own.listing])
  })
})
