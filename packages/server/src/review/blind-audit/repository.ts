import {
  defaultQualitySettings,
  type DecisionVerdict,
  type Family,
  type BlindAuditSettings,
  type Stratum,
  type Verdict,
} from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { FrameCount } from './sampling-frame-repository.ts'

export async function findSettings(
  handle: Transaction,
  organisationId: string,
): Promise<BlindAuditSettings> {
  type Sizes = BlindAuditSettings['sizes']
  const { rows } = await sql<{ enabled: boolean } & Sizes>`
    select enabled, clear_size as clear, flagged_size as flagged, removed_size as removed,
      unappealed_size as unappealed
    from blind_audit_settings where organisation_id = ${organisationId}::uuid`.execute(handle)
  const [settings] = rows
  if (settings === undefined) return defaultQualitySettings
  const { enabled, ...sizes } = settings
  return { enabled, sizes }
}

export async function saveSettings(
  handle: Transaction,
  organisationId: string,
  { enabled, sizes }: BlindAuditSettings,
): Promise<void> {
  await sql`
    insert into blind_audit_settings (organisation_id, enabled, clear_size, flagged_size, removed_size,
      unappealed_size)
    values (${organisationId}::uuid, ${enabled}, ${sizes.clear}, ${sizes.flagged}, ${sizes.removed},
      ${sizes.unappealed})
    on conflict (organisation_id) do update
      set enabled = excluded.enabled, clear_size = excluded.clear_size,
        flagged_size = excluded.flagged_size, removed_size = excluded.removed_size,
        unappealed_size = excluded.unappealed_size,
        changed_at = now()`.execute(handle)
}

export type NewSample = {
  id: string
  organisationId: string
  week: string
  seed: string
  /** In hex. */
  frameDigest: string
  counts: readonly FrameCount[]
  closesAt: Date
}

/** False where the week was drawn already. */
export async function insertSample(handle: Transaction, sample: NewSample): Promise<boolean> {
  const { id, organisationId, week, seed, frameDigest, counts, closesAt } = sample
  const { rows } = await sql`
    insert into audit_samples (id, organisation_id, week, seed, frame_digest, counts, closes_at)
    values (${id}::uuid, ${organisationId}::uuid, ${week}::date, ${seed},
      ${Buffer.from(frameDigest, 'hex')}::bytea, ${JSON.stringify(counts)}::json,
      ${closesAt}::timestamptz)
    on conflict (organisation_id, week) do nothing returning id`.execute(handle)
  return rows.length > 0
}

export type NewItem = {
  id: string
  listingId: string
  version: number
  stratum: Stratum
  verdict: Verdict
  brands: readonly string[]
  families: readonly Family[]
  /** Codes of the signals that spoke for a counterfeit. */
  signals: readonly string[]
  impossiblePrice: boolean | null
  place: number
}

export async function insertItems(
  handle: Transaction,
  { organisationId, sampleId }: { organisationId: string; sampleId: string },
  items: readonly NewItem[],
): Promise<void> {
  await sql`
    insert into audit_items (id, organisation_id, sample_id, listing_id, version, stratum,
      verdict, brands, families, signals, impossible_price, place)
    select (i->>'id')::uuid, ${organisationId}::uuid, ${sampleId}::uuid, (i->>'listingId')::uuid,
      (i->>'version')::int, i->>'stratum', i->>'verdict',
      array(select json_array_elements_text(i->'brands')),
      array(select json_array_elements_text(i->'families')),
      array(select json_array_elements_text(i->'signals')), (i->>'impossiblePrice')::bool,
      (i->>'place')::int
    from json_array_elements(${JSON.stringify(items)}::json) as i`.execute(handle)
}

export type SampleRow = {
  id: string
  week: string
  seed: string
  frameDigest: string
  counts: FrameCount[]
  drawnAt: Date
  closesAt: Date
}

/** Of one week, or the newest ones. */
export async function findSamples(
  handle: Transaction,
  { organisationId, week, limit }: { organisationId: string; week?: string; limit: number },
): Promise<SampleRow[]> {
  const { rows } = await sql<SampleRow>`
    select id, week, seed, encode(frame_digest, 'hex') as "frameDigest", counts,
      drawn_at as "drawnAt", closes_at as "closesAt"
    from audit_samples
    where organisation_id = ${organisationId}::uuid
      ${week === undefined ? sql`` : sql`and week = ${week}::date`}
    order by week desc limit ${limit}`.execute(handle)
  return rows
}

export async function isOwnSample(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from audit_samples
    where id = ${id}::uuid and organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows.length > 0
}

export type ItemRow = {
  id: string
  sampleId: string
  listingId: string
  version: number
  stratum: Stratum
  verdict: Verdict
  brands: string[]
  families: Family[]
  /** Null in samples drawn before they were recorded. */
  signals: string[] | null
  impossiblePrice: boolean | null
  first: DecisionVerdict | null
  second: DecisionVerdict | null
  third: DecisionVerdict | null
}

/** The listings drawn in these audit samples, with their readings. */
export async function itemsOf(
  handle: Transaction,
  samples: readonly { id: string }[],
): Promise<ItemRow[]> {
  const labelIn = (slot: number): ReturnType<typeof sql> =>
    sql`(select label from annotations r where r.item_id = i.id and r.slot = ${slot}::int)`
  const { rows } = await sql<ItemRow>`
    select i.id, i.sample_id as "sampleId", i.listing_id as "listingId", i.version, i.stratum,
      i.verdict, i.brands, i.families, i.signals, i.impossible_price as "impossiblePrice",
      ${labelIn(1)} as first, ${labelIn(2)} as second, ${labelIn(3)} as third
    from audit_items i
    where i.sample_id = any (${samples.map(({ id }) => id)}::uuid[])
    order by i.sample_id, i.place`.execute(handle)
  return rows
}
