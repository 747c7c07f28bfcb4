// Written from the migrated store: npm test -- packages/server/src/platform/db/schema.test.ts -u
import type { ColumnType, Generated } from 'kysely'

export type Schema = {
  audit_events: {
    id: string
    organisation_id: string | null
    at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
    action: string
    subject_kind: string
    subject_id: string
    detail: ColumnType<unknown, string | undefined, string>
  }
  keys: {
    id: string
    organisation_id: string
    prefix: string
    secret_hash: Buffer
    scopes: string[]
    label: string | null
    created_at: Generated<Date>
    last_used_at: Date | null
    revoked_at: Date | null
  }
  organisations: {
    id: string
    slug: string
    name: string
    kind: string
    parent_id: string | null
    created_at: Generated<Date>
  }
}
