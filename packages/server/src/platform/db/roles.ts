import { hkdfSync } from 'node:crypto'
import { escapeIdentifier, escapeLiteral, type ClientBase } from 'pg'
import { AppError } from '../errors/index.ts'
import { roles } from './context.ts'

/** Creates the roles that policies refer to. Roles are server-wide, so they may exist. */
export async function ensureRoles(client: ClientBase): Promise<void> {
  for (const role of Object.values(roles)) {
    const { rowCount } = await client.query('select from pg_roles where rolname = $1', [role])
    if (rowCount === 0) await createRole(client, `${role} nologin noinherit`)
  }
  const { rows } = await client.query<{ may: boolean }>(
    `select pg_has_role(current_user, $1, 'SET') as may`,
    [roles.operator],
  )
  if (rows[0]?.may) return
  try {
    await client.query(`grant ${roles.operator} to current_user with inherit false, set true`)
  } catch (cause) {
    throw lacksRight(
      `roles ${Object.values(roles).join(' and ')} belong to another owner on this server`,
      `grant ${Object.values(roles).join(', ')} to <owner> with admin option`,
      cause,
    )
  }
}

/**
 * The embedded store's session is a superuser's. Revokes everything by which the application role could change
 * settings from within a statement, and so leave its role or tenant.
 */
export async function narrowEmbedded(client: ClientBase): Promise<void> {
  await client.query(`
    revoke execute on function set_config(text, text, boolean) from public;
    revoke usage on language plpgsql from public;
    revoke temporary on database ${escapeIdentifier('postgres')} from public;
  `)
}

export type Login = { user: string; password: string | undefined }

/**
 * The login for requests. It owns nothing, inherits nothing and can only become touchstone_app: no statement can get
 * back to the owner. Its password is derived from the owner's, so that all processes with the same DATABASE_URL know
 * it.
 */
export async function ensureLogin(
  client: ClientBase,
  ownerPassword: string | undefined,
): Promise<Login> {
  const { rows } = await client.query<{ name: string }>(
    `select 'touchstone_login_' || oid as name from pg_database where datname = current_database()`,
  )
  const user = rows[0]?.name ?? ''
  const password = ownerPassword === undefined ? undefined : derivePassword(ownerPassword, user)
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [user])
  if (rowCount === 0) await createRole(client, `${escapeIdentifier(user)} login noinherit`)
  const { rows: memberships } = await client.query<{ may: boolean }>(
    `select pg_has_role($1, $2, 'SET') as may`,
    [user, roles.tenant],
  )
  if (!memberships[0]?.may) {
    await client.query(
      `grant ${roles.tenant} to ${escapeIdentifier(user)} with inherit false, set true`,
    )
  }
  return { user, password }
}

export async function setLoginPassword(client: ClientBase, login: Login): Promise<void> {
  const { user, password } = login
  if (password === undefined) return
  await client.query(`alter role ${escapeIdentifier(user)} password ${escapeLiteral(password)}`)
}

/** Refuses a login that could become more than the application role. */
export async function checkLogin(client: ClientBase, owner: string): Promise<void> {
  const { rows } = await client.query<{ name: string; why: string | null }>(
    `select session_user::text as name, case
       when rolsuper then 'is a superuser'
       when rolbypassrls then 'bypasses row-level security'
       when rolcreaterole then 'may create roles'
       when pg_has_role(session_user, $1, 'MEMBER') then 'can become the owner of the tables'
       when pg_has_role(session_user, $2, 'MEMBER') then 'can become the operator'
       when not pg_has_role(session_user, $3, 'SET') then 'cannot become ' || $3
     end as why
     from pg_roles where rolname = session_user`,
    [owner, roles.operator, roles.tenant],
  )
  const [row] = rows
  if (row && row.why === null) return
  throw new AppError({
    code: 'bad-configuration',
    message: `the login ${row?.name} cannot serve requests: it ${row?.why}. Make one that can: create role touchstone_web login noinherit password '…'; grant ${roles.tenant} to touchstone_web with inherit false, set true`,
  })
}

function derivePassword(ownerPassword: string, user: string): string {
  return Buffer.from(hkdfSync('sha256', ownerPassword, user, 'touchstone login', 32)).toString(
    'base64url',
  )
}

async function createRole(client: ClientBase, definition: string): Promise<void> {
  try {
    // Another process may create it at the same moment.
    await client.query(
      `do $$ begin create role ${definition}; exception when duplicate_object or unique_violation then null; end $$`,
    )
  } catch (cause) {
    throw lacksRight('the owner may not create roles', `create role ${definition}`, cause)
  }
}

function lacksRight(problem: string, statement: string, cause: unknown): AppError {
  return new AppError({
    code: 'bad-configuration',
    message: `${problem}: as a superuser run \`${statement}\` (${(cause as Error).message})`,
    cause,
  })
}
