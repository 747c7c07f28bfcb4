import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { ownMigrations } from '../../platform/db/migrations.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-recount-'))
afterAll(() => rmSync(folder, { recursive: true }))
for (const file of readdirSync(ownMigrations)) {
  if (file < '0057') cpSync(join(ownMigrations, file), join(folder, file))
}

/** A reference of `house` that every listing shows, each counted on the day when it was first seen. */
async function fill(store: Store): Promise<void> {
  await asOperator(store, async (handle) => {
    await sql`
      insert into organisations (id, slug, name, kind)
      select gen_random_uuid(), slug, slug, kind
      from (values ('house', 'rights-holder'), ('rival', 'rights-holder'), ('market', 'marketplace'))
        as given (slug, kind)`.execute(handle)
    await sql`
      insert into claims (id, organisation_id, brand_id, basis, office, number, owner, state)
      select gen_random_uuid(), id, 'prada', 'owner', 'EM', '1', 'x', 'approved'
      from organisations where slug = 'house'`.execute(handle)
    await sql`
      insert into brand_sight (organisation_id, brand_id, claim_id, by_house)
      select organisation_id, brand_id, id, false from claims`.execute(handle)
    await sql`
      insert into listings (id, organisation_id, marketplace, external_id, version, content_hash,
        first_seen_at)
      select gen_random_uuid(), o.id, '', given.name, 1, sha256(given.name::bytea),
        '2026-05-01T10:00:00Z'
      from (values ('rival', 'rival-1'), ('rival', 'rival-2'), ('market', 'prada-1'),
        ('market', 'plain-1'), ('house', 'plain-2'), ('house', 'prada-2')) as given (slug, name)
      join organisations o on o.slug = given.slug`.execute(handle)
    await sql`
      insert into listing_mentions (listing_id, organisation_id, brand_id, confidence, verdict,
        marketplace, first_seen_at)
      select id, organisation_id, 'prada', 0.95, 'clear', '', first_seen_at
      from listings where external_id like 'prada%' or external_id = 'rival-1'`.execute(handle)
    await sql`
      insert into listing_pictures (listing_id, organisation_id, place, url, host, state, digest)
      select id, organisation_id, 0, 'https://a.example/1.jpg', 'a.example', 'stored', sha256('1'::bytea)
      from listings`.execute(handle)
    await sql`
      insert into picture_references (id, organisation_id, bank, brand_id, digest, width, height,
        expected)
      select gen_random_uuid(), id, 'official', 'prada', sha256('1'::bytea), 1, 1, 10
      from organisations where slug = 'house'`.execute(handle)
    await sql`
      insert into picture_matches (reference_id, organisation_id, digest, score, kind, edits, box)
      select id, organisation_id, digest, 1, 'exact', '', '[0,0,1,1]' from picture_references`.execute(
      handle,
    )
    await sql`
      insert into picture_reference_days (reference_id, organisation_id, day, offers)
      select id, organisation_id, day::date, 6 from picture_references,
        unnest(array['2026-05-01', '2026-05-02']) as day`.execute(handle)
  })
}

onOneEngine((engine) => {
  test('what rivals sent in goes out of the counts of before', async () => {
    const config = await engine.newStore('empty')
    const before = await openStore(config, { migrations: folder })
    await fill(before)
    await before.close()
    const after = await openStore(config)
    const { rows } = await asOperator(after, (handle) =>
      sql<{ day: string; offers: number; ofBrand: boolean }>`
        select day::text as day, offers, of_brand as "ofBrand"
        from picture_reference_days order by day, of_brand`.execute(handle),
    )
    await after.close()
    expect(rows).toEqual([
      { day: '2026-05-01', offers: 3, ofBrand: false },
      { day: '2026-05-01', offers: 2, ofBrand: true },
      { day: '2026-05-02', offers: 0, ofBrand: false },
    ])
  }, 60_000)
})
