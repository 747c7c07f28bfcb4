import type { MemberRightsInput, OrganisationKind, PersonRole } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../../platform/db/index.ts'
import type { Member, Membership, User } from '../types.ts'

const personColumns = [
  'id',
  'email',
  'name',
  'locale',
  'installation_admin as installationAdmin',
] as const

export async function findUserByEmail(
  handle: Transaction,
  email: string,
): Promise<User | undefined> {
  return handle
    .selectFrom('people')
    .select(personColumns)
    .where('email', '=', email)
    .executeTakeFirst()
}

export async function findUser(handle: Transaction, id: string): Promise<User | undefined> {
  return handle.selectFrom('people').select(personColumns).where('id', '=', id).executeTakeFirst()
}

export async function insertUser(
  handle: Transaction,
  person: Omit<User, 'installationAdmin'>,
): Promise<void> {
  await handle.insertInto('people').values(person).execute()
}

/** Only the operator's command creates users that administer the installation; no request does. */
export async function insertInstallationAdmin(
  handle: Transaction,
  person: Omit<User, 'installationAdmin'>,
): Promise<void> {
  await handle
    .insertInto('people')
    .values({ ...person, installation_admin: true })
    .execute()
}

/** True if there is a real user. */
export async function hasUsers(handle: Transaction): Promise<boolean> {
  const row = await handle
    .selectFrom('people')
    .select('id')
    .where('sample', '=', false)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Only the operator's command creates sample users; no request does. */
export async function insertSampleUser(
  handle: Transaction,
  person: Omit<User, 'installationAdmin'>,
): Promise<void> {
  await handle
    .insertInto('people')
    .values({ ...person, sample: true })
    .execute()
}

export async function updateProfile(
  handle: Transaction,
  id: string,
  change: { name?: string | undefined; locale?: string | undefined },
): Promise<void> {
  await handle.updateTable('people').set(change).where('id', '=', id).execute()
}

export type MembershipRow = Membership & {
  slug: string
  name: string
  kind: OrganisationKind
  requireTwoFactor: boolean
}

/** The organisations that a user can act for, longest membership first. */
export async function listMemberships(
  handle: Transaction,
  personId: string,
): Promise<MembershipRow[]> {
  const rows = await handle
    .selectFrom('memberships as m')
    .innerJoin('organisations as o', 'o.id', 'm.organisation_id')
    .select([
      'm.organisation_id as organisationId',
      'm.roles',
      'm.brands',
      'm.territories',
      'o.slug',
      'o.name',
      'o.kind',
      'o.require_two_factor as requireTwoFactor',
    ])
    .where('m.person_id', '=', personId)
    .orderBy('m.since')
    .orderBy('o.slug')
    .execute()
  return rows as MembershipRow[]
}

export async function insertMembership(
  handle: Transaction,
  personId: string,
  { organisationId, roles, brands, territories }: Membership,
): Promise<void> {
  await handle
    .insertInto('memberships')
    .values({ organisation_id: organisationId, person_id: personId, roles, brands, territories })
    .execute()
}

/** A user's membership of an organisation, if visible to the caller. */
export async function findMembership(
  handle: Transaction,
  organisationId: string,
  personId: string,
): Promise<Membership | undefined> {
  const row = await handle
    .selectFrom('memberships')
    .select(['organisation_id as organisationId', 'roles', 'brands', 'territories'])
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', personId)
    .executeTakeFirst()
  return row as Membership | undefined
}

const memberColumns = [
  'p.id',
  'p.email',
  'p.name',
  'm.roles',
  'm.brands',
  'm.territories',
  'm.since',
] as const

export async function findMember(
  handle: Transaction,
  organisationId: string,
  personId: string,
): Promise<Member | undefined> {
  const row = await handle
    .selectFrom('memberships as m')
    .innerJoin('people as p', 'p.id', 'm.person_id')
    .select(memberColumns)
    .where('m.organisation_id', '=', organisationId)
    .where('m.person_id', '=', personId)
    .executeTakeFirst()
  return row as Member | undefined
}

/** A page of an organisation's members, by id. */
export async function listMembers(
  handle: Transaction,
  organisationId: string,
  page: { limit: number; after?: string },
): Promise<Member[]> {
  let query = handle
    .selectFrom('memberships as m')
    .innerJoin('people as p', 'p.id', 'm.person_id')
    .select(memberColumns)
    .where('m.organisation_id', '=', organisationId)
    .orderBy('m.person_id')
    .limit(page.limit)
  if (page.after !== undefined) query = query.where('m.person_id', '>', page.after)
  return (await query.execute()) as Member[]
}

/** The admins of an organisation, locked so that two cannot remove each other at once. */
export async function lockAdmins(handle: Transaction, organisationId: string): Promise<string[]> {
  const rows = await handle
    .selectFrom('memberships')
    .select('person_id')
    .where('organisation_id', '=', organisationId)
    .where(sql<boolean>`'admin' = any (roles)`)
    .orderBy('person_id')
    .forUpdate()
    .execute()
  return rows.map((row) => row.person_id)
}

export async function updateMembership(
  handle: Transaction,
  organisationId: string,
  personId: string,
  { roles, brands, territories }: MemberRightsInput & { roles: PersonRole[] },
): Promise<void> {
  await handle
    .updateTable('memberships')
    .set({ roles, brands, territories })
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', personId)
    .execute()
}

export async function deleteMembership(
  handle: Transaction,
  organisationId: string,
  personId: string,
): Promise<void> {
  await handle
    .deleteFrom('memberships')
    .where('organisation_id', '=', organisationId)
    .where('person_id', '=', personId)
    .execute()
}

export type UserOverview = User & { organisations: string[] }

/** A page of all users with the slugs of their organisations; for the operator. */
export async function listUsers(handle: Transaction, after?: string): Promise<UserOverview[]> {
  let query = handle
    .selectFrom('people')
    .select([
      ...personColumns,
      sql<string[]>`array(
        select o.slug from memberships m join organisations o on o.id = m.organisation_id
        where m.person_id = people.id order by o.slug
      )`.as('organisations'),
    ])
    .orderBy('email')
    .limit(100)
  if (after !== undefined) query = query.where('email', '>', after)
  return query.execute()
}

/**
 * Removes everything that identifies a user or allows a sign-in. The row stays under its id, since the log and the
 * user's decisions refer to it.
 */
export async function redactUser(
  handle: Transaction,
  { id, email }: { id: string; email: string },
): Promise<void> {
  const proofs = ['recovery_codes', 'second_factors', 'federated_identities', 'credentials']
  for (const table of ['sessions', ...proofs]) {
    await sql`delete from ${sql.table(table)} where person_id = ${id}::uuid`.execute(handle)
  }
  const nobody = `${id}@erased.invalid`
  await sql`
    update invitations
    set email = ${nobody}, revoked_at = case when accepted_at is null then coalesce(revoked_at, now()) end
    where email = ${email}`.execute(handle)
  await sql`update people set email = ${nobody}, name = 'Erased' where id = ${id}::uuid`.execute(
    handle,
  )
}

/** Names of an organisation's members and API keys, as far as it has them, by id. */
export async function findLoggedNames(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select p.id::text as id, p.name from memberships m join people p on p.id = m.person_id
    where m.organisation_id = ${organisationId}::uuid and m.person_id::text = any (${[...ids]}::text[])
    union all
    select id::text, label from keys
    where organisation_id = ${organisationId}::uuid and id::text = any (${[...ids]}::text[])
      and label is not null`.execute(handle)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
