import { openStore, type StoreConfig } from '@touchstone/server'

/** Columns with times of this week's events. */
const times = [
  ['listings', 'first_seen_at'] as const,
  ['listing_mentions', 'first_seen_at'] as const,
  ['listing_versions', 'received_at'] as const,
  ['assessments', 'at'] as const,
  ['decisions', 'recorded_at'] as const,
  ['outcomes', 'recorded_at'] as const,
]

/**
 * Moves this week's listings and assessments back by a week. The store must be closed elsewhere: as its owner, this
 * bypasses what protects those times from changes.
 */
export async function moveWeekBack(config: StoreConfig): Promise<void> {
  const store = await openStore(config)
  try {
    for (const [table, column] of times) {
      await store.runQueueSql(`
        begin;
        alter table ${table} disable trigger user, no force row level security;
        update ${table} set ${column} = ${column} - interval '7 days'
          where ${column} >= date_trunc('week', now(), 'UTC');
        alter table ${table} enable trigger user, force row level security;
        commit`)
    }
  } finally {
    await store.close()
  }
}
