import type { Transaction } from '../../../platform/db/index.ts'
import type { Membership, Session } from '../types.ts'

const columns = [
  'id',
  'person_id as personId',
  'organisation_id as organisationId',
  'method',
  'second_factor as secondFactor',
  'second_factor_locked_at as secondFactorLockedAt',
  'agent',
  'created_at as createdAt',
  'last_seen_at as lastSeenAt',
  'expires_at as expiresAt',
] as const

export async function insertSession(
  handle: Transaction,
  session: Session & { tokenHash: Buffer },
): Promise<void> {
  await handle
    .insertInto('sessions')
    .values({
      id: session.id,
      token_hash: session.tokenHash,
      person_id: session.personId,
      organisation_id: session.organisationId,
      method: session.method,
      second_factor: session.secondFactor,
      second_factor_locked_at: session.secondFactorLockedAt,
      agent: session.agent,
      created_at: session.createdAt,
      last_seen_at: session.lastSeenAt,
      expires_at: session.expiresAt,
    })
    .execute()
}

export async function findSessionByToken(
  handle: Transaction,
  tokenHash: Buffer,
): Promise<Session | undefined> {
  const row = await handle
    .selectFrom('sessions')
    .select(columns)
    .where('token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row as Session | undefined
}

export type SessionRights = {
  installationAdmin: boolean
  mustChange: boolean
  enrolled: boolean
  /** The user's membership in the organisation; null if none. */
  membership: (Membership & { requireTwoFactor: boolean }) | null
}

/** Everything that determines a session's rights, read with every request: revoked rights end at once. */
export async function findSessionRights(
  handle: Transaction,
  personId: string,
  organisationId: string | null,
): Promise<SessionRights | undefined> {
  const row = await handle
    .selectFrom('people as p')
    .leftJoin('credentials as c', 'c.person_id', 'p.id')
    .leftJoin('second_factors as f', 'f.person_id', 'p.id')
    .leftJoin('memberships as m', (join) =>
      join.onRef('m.person_id', '=', 'p.id').on('m.organisation_id', '=', organisationId),
    )
    .leftJoin('organisations as o', 'o.id', 'm.organisation_id')
    .select([
      'p.installation_admin as installationAdmin',
      'c.must_change as mustChange',
      'f.confirmed_at as confirmedAt',
      'm.organisation_id as organisationId',
      'm.roles',
      'm.brands',
      'm.territories',
      'o.require_two_factor as requireTwoFactor',
    ])
    .where('p.id', '=', personId)
    .executeTakeFirst()
  if (row === undefined) return undefined
  const { roles, brands, territories, requireTwoFactor } = row
  return {
    installationAdmin: row.installationAdmin,
    mustChange: row.mustChange ?? false,
    enrolled: row.confirmedAt !== null,
    membership:
      row.organisationId === null
        ? null
        : ({
            organisationId: row.organisationId,
            roles,
            brands,
            territories,
            requireTwoFactor: requireTwoFactor ?? false,
          } as SessionRights['membership']),
  }
}

export async function findSession(
  handle: Transaction,
  personId: string,
  id: string,
): Promise<Session | undefined> {
  const row = await handle
    .selectFrom('sessions')
    .select(columns)
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as Session | undefined
}

/** A user's newest sessions. */
export async function listSessions(handle: Transaction, personId: string): Promise<Session[]> {
  const rows = await handle
    .selectFrom('sessions')
    .select(columns)
    .where('person_id', '=', personId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(100)
    .execute()
  return rows as Session[]
}

export async function updateSession(
  handle: Transaction,
  id: string,
  change: {
    tokenHash?: Buffer
    organisationId?: string | null
    secondFactor?: boolean
    secondFactorLockedAt?: Date | null
    lastSeenAt?: Date
    expiresAt?: Date
  },
): Promise<void> {
  const { tokenHash, organisationId, secondFactor, lastSeenAt, expiresAt } = change
  const { secondFactorLockedAt } = change
  await handle
    .updateTable('sessions')
    .set({
      ...(tokenHash && { token_hash: tokenHash }),
      ...(organisationId !== undefined && { organisation_id: organisationId }),
      ...(secondFactor !== undefined && { second_factor: secondFactor }),
      ...(secondFactorLockedAt !== undefined && {
        second_factor_locked_at: secondFactorLockedAt,
      }),
      ...(lastSeenAt && { last_seen_at: lastSeenAt }),
      ...(expiresAt && { expires_at: expiresAt }),
    })
    .where('id', '=', id)
    .execute()
}

/** False if the user has no such session. */
export async function deleteSession(
  handle: Transaction,
  personId: string,
  id: string,
): Promise<boolean> {
  const { numDeletedRows } = await handle
    .deleteFrom('sessions')
    .where('person_id', '=', personId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

/** Ends a user's sessions, optionally except one, or only those for one organisation. */
export async function deleteSessions(
  handle: Transaction,
  personId: string,
  only: { except?: string; organisationId?: string } = {},
): Promise<void> {
  let query = handle.deleteFrom('sessions').where('person_id', '=', personId)
  if (only.except !== undefined) query = query.where('id', '<>', only.except)
  if (only.organisationId !== undefined) {
    query = query.where('organisation_id', '=', only.organisationId)
  }
  await query.execute()
}

/** Deletes expired sessions; for the operator. */
export async function deleteExpiredSessions(
  handle: Transaction,
  expiredBefore: Date,
  idleSince: Date,
): Promise<void> {
  await handle
    .deleteFrom('sessions')
    .where((row) =>
      row.or([row('expires_at', '<=', expiredBefore), row('last_seen_at', '<=', idleSince)]),
    )
    .execute()
}
