import { afterAll, beforeAll, expect, test } from 'vitest'
import { onBothEngines } from '../../../test/engines.ts'
import { openStore, type Store } from './index.ts'
import {
  migratedSchemaState,
  schemaDifferences,
  schemaState,
  type SchemaState,
} from './schema-state.ts'

let expected: SchemaState
beforeAll(async () => {
  expected = await migratedSchemaState(Infinity)
})

onBothEngines((engine) => {
  let store: Store
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  const differences = async () => schemaDifferences(await schemaState(store), expected)
  const none = { added: [], missing: [], changed: [] }

  test('a store has the schema of its migrations', async () => {
    const { version, migrations } = await schemaState(store)
    expect([version >= 17, migrations]).toEqual([true, expected.migrations])
    expect(await differences()).toEqual(none)
  })

  const function_ = `create or replace function is_of_sample(organisation uuid) returns boolean
    language sql stable`
  const deeds: {
    deed: string
    undo: string
    finds: Partial<Record<keyof typeof none, string[]>>
  }[] = [
    {
      deed: `create policy hide on audit_events as restrictive for select to touchstone_app
        using (action <> 'signed-in')`,
      undo: 'drop policy hide on audit_events',
      finds: { added: ['policy hide on audit_events'] },
    },
    {
      deed: 'alter policy operator on audit_pending using (organisation_id is null)',
      undo: 'alter policy operator on audit_pending using (true)',
      finds: { changed: ['policy operator on audit_pending'] },
    },
    {
      deed: 'alter table audit_events disable trigger audit_events_kept',
      undo: 'alter table audit_events enable trigger audit_events_kept',
      finds: { changed: ['trigger audit_events_kept on audit_events'] },
    },
    {
      deed: 'alter table audit_events no force row level security',
      undo: 'alter table audit_events force row level security',
      finds: { changed: ['table audit_events'] },
    },
    {
      deed: 'grant update (detail) on audit_events to touchstone_app',
      undo: 'revoke update (detail) on audit_events from touchstone_app',
      finds: { added: ['grants on audit_events.detail to touchstone_app'] },
    },
    {
      deed: `${function_} return true`,
      undo: `${function_}
        return exists (select from organisations o where o.id = organisation and o.sample)`,
      finds: { changed: ['function is_of_sample(organisation uuid)'] },
    },
    {
      deed: 'create rule lost as on insert to audit_pending do instead nothing',
      undo: 'drop rule lost on audit_pending',
      finds: { added: ['rule lost on audit_pending'] },
    },
  ]

  test('any change by its owner is reported', async () => {
    for (const { deed, undo, finds } of deeds) {
      await store.runQueueSql(deed)
      expect({ deed, ...(await differences()) }).toEqual({ deed, ...none, ...finds })
      await store.runQueueSql(undo)
    }
    expect(await differences()).toEqual(none)
  })
})
