import type { PersonRole } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Actor } from '../../access/organisations/index.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { memberRights, userProfiles } from '../../access/users/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { SampleProgress, SampleRow, SampleState } from './types.ts'

export async function findSample(handle: Transaction): Promise<SampleRow | undefined> {
  const { rows } = await sql<SampleRow>`
    select state, taken, total, begun_at as "begunAt" from sample_alliance`.execute(handle)
  return rows[0]
}

/** Waits for a concurrent start or removal of the sample. */
export async function lockSample(handle: Transaction): Promise<SampleRow | undefined> {
  const { rows } = await sql<SampleRow>`
    select state, taken, total, begun_at as "begunAt" from sample_alliance for update`.execute(
    handle,
  )
  return rows[0]
}

type Begun = { total: number; again: boolean }

/** Marks the sample as to be loaded; a concurrent second one fails. */
export async function insertLoading(handle: Transaction, { total, again }: Begun): Promise<void> {
  if (again) {
    await sql`
      update sample_alliance set state = 'loading', taken = 0, total = ${total}::int, begun_at = now()`.execute(
      handle,
    )
    return
  }
  await sql`insert into sample_alliance (state, total) values ('loading', ${total}::int)`.execute(
    handle,
  )
}

/** False if its state has changed, or another process is further ahead. */
export async function advanceSample(
  handle: Transaction,
  {
    from,
    to,
  }: { from: SampleProgress; to: Pick<SampleProgress, 'taken'> & { state?: SampleState } },
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update sample_alliance set taken = ${to.taken}::int, state = ${to.state ?? from.state}
    where state = ${from.state} and taken = ${from.taken}::int`.execute(handle)
  return numAffectedRows > 0n
}

export async function setSampleState(handle: Transaction, state: SampleState): Promise<void> {
  await sql`update sample_alliance set state = ${state}`.execute(handle)
}

/** True if any organisation other than the sample's exists. */
export async function hasOrganisations(handle: Transaction): Promise<boolean> {
  const { rows } =
    await sql`select from ${organisationProfiles} o where not sample limit 1`.execute(handle)
  return rows.length > 0
}

/** A user of the sample, acting for their organisation. */
export async function findSampleUser(
  handle: Transaction,
  email: string,
): Promise<(Actor & { kind: 'person' }) | undefined> {
  type Row = { id: string; organisationId: string; roles: PersonRole[] }
  const { rows } = await sql<Row>`
    select p.id, o.id as "organisationId", m.roles
    from ${userProfiles} p
    join ${memberRights} m on m.person_id = p.id
    join ${organisationProfiles} o on o.id = m.organisation_id
    where p.sample and o.sample and p.email = ${email}`.execute(handle)
  return rows[0] && { kind: 'person', ...rows[0] }
}

export async function sampleOrganisationIds(handle: Transaction): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; slug: string }>`
    select id, slug from ${organisationProfiles} o where sample`.execute(handle)
  return new Map(rows.map(({ id, slug }) => [slug, id]))
}
