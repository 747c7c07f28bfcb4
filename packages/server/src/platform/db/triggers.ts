import { escapeIdentifier, type ClientBase } from 'pg'

export type Trigger = { table: string; name: string; state: string }

/**
 * Switches off every trigger of the store's tables for the rest of the transaction, as the owner of the
 * tables; returns them for `enableTriggers`. What derives a value would derive it from the rows that happen
 * to be there, and what guards would compare with rows that are still to come. A transaction that fails has
 * them on again, since it takes this back too. Foreign keys are no triggers of ours and stay.
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

/** Switches on again what `disableTriggers` switched off; no event of a trigger may wait. */
export async function enableTriggers(
  client: ClientBase,
  triggers: readonly Trigger[],
): Promise<void> {
  for (const trigger of triggers) {
    await alter(client, trigger, trigger.state === 'A' ? 'enable always' : 'enable')
  }
}

/** `only`: a partition has the trigger of its table as one of its own. */
async function alter(client: ClientBase, { table, name }: Trigger, how: string): Promise<void> {
  await client.query(
    `alter table only ${escapeIdentifier(table)} ${how} trigger ${escapeIdentifier(name)}`,
  )
}
