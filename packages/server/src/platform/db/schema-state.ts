import type { ClientBase } from 'pg'
import { withMemoryDatabase } from './embedded.ts'
import { migrate, migrationStatus, ownMigrations, readMigrations } from './migrations.ts'
import { engineOf, type Engine, type Store } from './store.ts'

/** The protection of a store's rows: each object by name, with its definition as the database prints it. */
export type SchemaState = {
  /** Major version of PostgreSQL, since each may print definitions differently. */
  version: number
  migrations: number
  objects: Record<string, string>
}

const roles = `'touchstone_app', 'touchstone_operator'`

/** One row per object: its name and definition. */
const describing = `
  with tables as (
    select c.* from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'f')
  ), grantees as (
    select 0::oid as oid, 'public' as name
    union all select oid, rolname::text from pg_roles where rolname in (${roles})
  )
  select 'table ' || relname as name,
    concat_ws(' ', relkind, relrowsecurity, relforcerowsecurity,
      case when relkind in ('v', 'm') then pg_get_viewdef(oid) end) as is
  from tables
  union all
  select format('policy %s on %s', p.polname, t.relname),
    concat_ws(' | ', p.polpermissive, p.polcmd,
      (select string_agg(coalesce(r.rolname, 'public'), ', ' order by r.rolname)
       from unnest(p.polroles) as of (oid) left join pg_roles r on r.oid = of.oid),
      pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid))
  from pg_policy p join tables t on t.oid = p.polrelid
  union all
  select format('grants on %s to %s', t.relname, g.name),
    string_agg(a.privilege_type, ', ' order by a.privilege_type)
  from tables t cross join aclexplode(t.relacl) a join grantees g on g.oid = a.grantee
  group by t.relname, g.name
  union all
  select format('grants on %s.%s to %s', t.relname, c.attname, g.name),
    string_agg(a.privilege_type, ', ' order by a.privilege_type)
  from tables t join pg_attribute c on c.attrelid = t.oid
  cross join aclexplode(c.attacl) a join grantees g on g.oid = a.grantee
  group by t.relname, c.attname, g.name
  union all
  select format('column %s.%s', t.relname, c.attname),
    concat_ws(' ', format_type(c.atttypid, c.atttypmod), c.attnotnull, c.attgenerated, c.attidentity,
      pg_get_expr(d.adbin, d.adrelid))
  from tables t join pg_attribute c on c.attrelid = t.oid and c.attnum > 0 and not c.attisdropped
  left join pg_attrdef d on d.adrelid = t.oid and d.adnum = c.attnum
  union all
  select format('constraint %s on %s', n.conname, t.relname), pg_get_constraintdef(n.oid)
  from pg_constraint n join tables t on t.oid = n.conrelid where n.contype <> 'n'
  union all
  select 'index ' || indexname, indexdef from pg_indexes where schemaname = 'public'
  union all
  select format('trigger %s on %s', g.tgname, t.relname),
    concat_ws(' ', g.tgenabled, pg_get_triggerdef(g.oid))
  from pg_trigger g join tables t on t.oid = g.tgrelid where not g.tgisinternal
  union all
  select format('rule %s on %s', w.rulename, t.relname), pg_get_ruledef(w.oid)
  from pg_rewrite w join tables t on t.oid = w.ev_class where w.rulename <> '_RETURN'
  union all
  select format('function %s(%s)', f.proname, pg_get_function_identity_arguments(f.oid)),
    pg_get_functiondef(f.oid)
  from pg_proc f where f.pronamespace = 'public'::regnamespace and f.prokind in ('f', 'p')
  union all
  select format('grants on function %s(%s) to %s', f.proname,
      pg_get_function_identity_arguments(f.oid), g.name),
    string_agg(a.privilege_type, ', ')
  from pg_proc f cross join aclexplode(coalesce(f.proacl, acldefault('f', f.proowner))) a
  join grantees g on g.oid = a.grantee
  where f.pronamespace = 'public'::regnamespace
  group by f.proname, f.oid, g.name
  union all
  select 'role ' || rolname, concat_ws(' ', rolsuper, rolinherit, rolcreaterole, rolcreatedb,
    rolcanlogin, rolreplication, rolbypassrls)
  from pg_roles where rolname in (${roles})
  union all
  select format('event trigger %s', evtname), evtenabled::text from pg_event_trigger`

/** Describes the schema of an open store. */
export async function schemaState(store: Store): Promise<SchemaState> {
  return stateOn(engineOf(store))
}

// The same migrations always give the same result, and creating a database in memory takes seconds.
const migratedStates = new Map<number, Promise<SchemaState>>()

/** Describes the schema after so many migrations, using a database in memory, once per process. */
export function migratedSchemaState(count: number): Promise<SchemaState> {
  const known = migratedStates.get(count)
  if (known !== undefined) return known
  const state = withMemoryDatabase(async (owner) => {
    await migrate(owner, readMigrations(ownMigrations), count)
    return stateOn({ owner })
  })
  migratedStates.set(count, state)
  state.catch(() => migratedStates.delete(count))
  return state
}

async function stateOn({ owner }: Pick<Engine, 'owner'>): Promise<SchemaState> {
  const client = await owner.connect()
  try {
    return await describe(client)
  } finally {
    client.release()
  }
}

async function describe(client: ClientBase): Promise<SchemaState> {
  const { applied } = await migrationStatus(client, readMigrations(ownMigrations))
  const { rows: settings } = await client.query<{ number: number }>(
    `select current_setting('server_version_num')::int as number`,
  )
  const rows = await describeObjects(client)
  return {
    version: Math.floor((settings[0]?.number ?? 0) / 10_000),
    migrations: applied.length,
    objects: Object.fromEntries(rows.map(({ name, is }) => [name, is])),
  }
}

async function describeObjects(client: ClientBase): Promise<{ name: string; is: string }[]> {
  // Names in definitions are qualified as this search path requires.
  await client.query('begin; set local search_path to public')
  try {
    const { rows } = await client.query<{ name: string; is: string }>(describing)
    return rows
  } finally {
    await client.query('rollback')
  }
}

/** Names of objects in only one of them, or with different definitions. */
export function schemaDifferences(
  { objects }: Pick<SchemaState, 'objects'>,
  { objects: expected }: Pick<SchemaState, 'objects'>,
): { added: string[]; missing: string[]; changed: string[] } {
  const names = Object.keys(objects)
  return {
    added: names.filter((name) => !Object.hasOwn(expected, name)).toSorted(),
    missing: Object.keys(expected)
      .filter((name) => !Object.hasOwn(objects, name))
      .toSorted(),
    changed: names
      .filter((name) => Object.hasOwn(expected, name) && objects[name] !== expected[name])
      .toSorted(),
  }
}
