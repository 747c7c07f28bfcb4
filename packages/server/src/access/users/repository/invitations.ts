import { sql } from 'kysely'
import type { Limits } from '../../organisations/index.ts'
import type { Transaction } from '../../../platform/db/index.ts'
import type { Invitation } from '../types.ts'

const columns = [
  'id',
  'organisation_id as organisationId',
  'email',
  'roles',
  'brands',
  'territories',
  'invited_by as invitedBy',
  'created_at as createdAt',
  'expires_at as expiresAt',
  'accepted_at as acceptedAt',
  'revoked_at as revokedAt',
] as const

type NewRow = Omit<Invitation, 'createdAt' | 'acceptedAt' | 'revokedAt'> & { tokenHash: Buffer }

export async function insertInvitation(handle: Transaction, row: NewRow): Promise<Invitation> {
  const { organisationId, tokenHash, expiresAt, invitedBy, ...rest } = row
  const inserted = await handle
    .insertInto('invitations')
    .values({
      ...rest,
      organisation_id: organisationId,
      invited_by: invitedBy,
      token_hash: tokenHash,
      expires_at: expiresAt,
    })
    .returning(columns)
    .executeTakeFirstOrThrow()
  return inserted as Invitation
}

export async function findInvitationByToken(
  handle: Transaction,
  tokenHash: Buffer,
): Promise<(Invitation & { organisation: string }) | undefined> {
  const row = await handle
    .selectFrom('invitations as i')
    .innerJoin('organisations as o', 'o.id', 'i.organisation_id')
    .select([...columns.map((column) => `i.${column}` as const), 'o.name as organisation'])
    .where('i.token_hash', '=', tokenHash)
    .executeTakeFirst()
  return row as (Invitation & { organisation: string }) | undefined
}

/** Open invitations of an address, oldest first. */
export async function listOpenInvitations(
  handle: Transaction,
  email: string,
): Promise<Invitation[]> {
  const rows = await handle
    .selectFrom('invitations')
    .select(columns)
    .where('email', '=', email)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .orderBy('created_at')
    .orderBy('id')
    .limit(100)
    .execute()
  return rows as Invitation[]
}

/** Open invitations that a user sent in an organisation, locked until the end of the transaction. */
export async function lockInvitationsOf(
  handle: Transaction,
  { organisationId, invitedBy }: { organisationId: string; invitedBy: string },
): Promise<Invitation[]> {
  const rows = await handle
    .selectFrom('invitations')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .where('invited_by', '=', invitedBy)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .forUpdate()
    .execute()
  return rows as Invitation[]
}

export async function listInvitations(
  handle: Transaction,
  organisationId: string,
  page: { limit: number; after?: { at: Date; id: string }; within?: Limits },
): Promise<Invitation[]> {
  const { limit, after, within } = page
  let query = handle
    .selectFrom('invitations')
    .select(columns)
    .where('organisation_id', '=', organisationId)
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  for (const name of ['brands', 'territories'] as const) {
    const names = within?.[name] ?? []
    if (names.length === 0) continue
    const column = sql.ref(name)
    query = query.where(sql<boolean>`${column} <> '{}' and ${column} <@ ${[...names]}::text[]`)
  }
  if (after) {
    query = query.where((row) =>
      row(row.refTuple('created_at', 'id'), '<', row.tuple(after.at, after.id)),
    )
  }
  return (await query.execute()) as Invitation[]
}

export async function findInvitation(
  handle: Transaction,
  id: string,
): Promise<Invitation | undefined> {
  const row = await handle
    .selectFrom('invitations')
    .select(columns)
    .where('id', '=', id)
    .executeTakeFirst()
  return row as Invitation | undefined
}

/** False if it was accepted or revoked meanwhile. */
export async function closeInvitation(
  handle: Transaction,
  id: string,
  how: 'accepted_at' | 'revoked_at',
): Promise<boolean> {
  const { numUpdatedRows } = await handle
    .updateTable('invitations')
    .set({ [how]: sql`now()` })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}
