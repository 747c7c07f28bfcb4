import { escapeIdentifier, type ClientBase } from 'pg'

export type Trigger = { table: string; name: string; state: string }

/**
 * Disables all triggers of the store's tables for the rest of the transaction, as the tables' owner; returns them for
 * `enableTriggers`. Triggers that derive values would use only the rows present so far, and guards would compare with
 * rows still to come. A failed transaction rolls this back. Foreign keys are not affected.
 */
export async function disableTriggers(client: ClientBase): Promise<Trigger[]> {
  const { rows } = await client.query<Trigger>(
    `select c.relname as "table", t.tgname as name, t.tgenabled as state
     from pg_trigger t join pg_class c on c.oid = t.tgrelid
     where c.relnamespace = 'public'::regnamespace and not t.tgisinternal and t.tgenabled in ('O', 'A')
     order by c.relname collate "C", t.tgname collate "C"`,
  )
  for (const trigger of rows) await alter(client, trigger, 'disable')
  return rows
}

/** Enables the triggers that `disableTriggers` disabled; no trigger event may be pending. */
export async function enableTriggers(
  client: ClientBase,
  triggers: readonly Trigger[],
): Promise<void> {
  for (const trigger of triggers) {
    await alter(client, trigger, trigger.state === 'A' ? 'enable always' : 'enable')
  }
}

/** `only`: a partition has its table's trigger as its own. */
async function alter(client: ClientBase, { table, name }: Trigger, how: string): Promise<void> {
  await client.query(
    `alter table only ${escapeIdentifier(table)} ${how} trigger ${escapeIdentifier(name)}`,
  )
}
