import type { ModerationSettingsInput } from '@touchstone/contract'
import { sql } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'

export type ModerationSettingsRow = ModerationSettingsInput & {
  version: number
  setBy: { kind: string; id: string }
  setAt: Date
}

/** An organisation's current settings; undefined if never set. */
export async function findSettings(
  handle: Transaction,
  organisationId: string,
): Promise<ModerationSettingsRow | undefined> {
  const query = sql<ModerationSettingsRow>`
    select version, profile, settings, texts, door, seller_link as "sellerLink", set_at as "setAt",
      json_build_object('kind', actor_kind, 'id', actor_id) as "setBy"
    from moderation_settings where organisation_id = ${organisationId}::uuid
    order by version desc limit 1`
  return (await runPrepared(query, handle)).rows[0]
}

export async function insertSettings(
  handle: Transaction,
  organisationId: string,
  kept: ModerationSettingsInput & { version: number },
): Promise<void> {
  const { version, profile, settings, texts, door, sellerLink } = kept
  await sql`
    insert into moderation_settings
      (organisation_id, version, profile, settings, texts, door, seller_link)
    values (${organisationId}::uuid, ${version}::int4, ${JSON.stringify(profile)}::json,
      ${JSON.stringify(settings)}::json, ${JSON.stringify(texts)}::json, ${door},
      ${JSON.stringify(sellerLink)}::json)`.execute(handle)
}

export const flaggerColumns = sql`id, organisation_id as "organisationId", notifier_type as "notifierType", name, member,
  awarded_by as "awardedBy", areas, status, source, listed_on::text as "listedOn",
  proceeding_id as "proceedingId"`

export const misuseColumns = sql`r.id, r.organisation_id as "organisationId", r.role, r.subject, r.label,
  r.proceeding_id as "proceedingId", m.instance, m.state, m.since,
  (select p.events from proceedings p where p.id = r.proceeding_id) as version`

// A closed record is reopened in its own proceeding: at most one instance is active beside the closed ones.
export const withState = sql`misuse_records r cross join lateral (
  select instance, state, since from workflow_instances
  where proceeding_id = r.proceeding_id and part = 'misuse'
  order by state = 'closed', since desc limit 1) m`
