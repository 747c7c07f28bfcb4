// Written from the migrated store: npm test -- packages/server/src/platform/db/schema.test.ts -u
import type { ColumnType, Generated } from 'kysely'

export type Schema = {
  answered_requests: {
    organisation_id: string
    idempotency_key: string
    request_hash: Buffer
    answer: ColumnType<unknown, string, string>
    at: Generated<Date>
  }
  assessments: {
    id: string
    organisation_id: string
    listing_id: string
    version: number
    engine: string
    judged_hash: Buffer
    verdict: string
    probability: number
    body: ColumnType<unknown, string, string>
    at: Generated<Date>
  }
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
  decisions: {
    id: string
    organisation_id: string
    listing_id: string
    version: number
    verdict: string
    source: string
    reason: string | null
    note: string | null
    reviewer: string | null
    decided_at: Date
    recorded_at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
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
  listing_versions: {
    listing_id: string
    version: number
    organisation_id: string
    changed: ColumnType<unknown, string, string>
    content: ColumnType<unknown, string, string>
    received_at: Generated<Date>
  }
  listings: {
    id: string
    organisation_id: string
    marketplace: string
    external_id: string
    version: number
    content_hash: Buffer
    first_seen_at: Generated<Date>
    last_seen_at: Generated<Date>
  }
  organisations: {
    id: string
    slug: string
    name: string
    kind: string
    parent_id: string | null
    created_at: Generated<Date>
  }
  outbox_events: {
    id: string
    organisation_id: string
    type: string
    data: ColumnType<unknown, string, string>
    at: Generated<Date>
    dispatched_at: Date | null
  }
  outcomes: {
    id: string
    organisation_id: string
    listing_id: string
    outcome: string
    source: string
    note: string | null
    happened_at: Date
    recorded_at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  webhook_attempts: {
    id: string
    organisation_id: string
    webhook_id: string
    event_id: string
    at: Generated<Date>
    status: number | null
    problem: string | null
    milliseconds: number
    answer: string | null
  }
  webhook_deliveries: {
    webhook_id: string
    event_id: string
    organisation_id: string
    state: Generated<string>
    tries: Generated<number>
    due_at: Generated<Date>
    created_at: Generated<Date>
    ended_at: Date | null
  }
  webhook_secrets: {
    id: string
    organisation_id: string
    webhook_id: string
    sealed: Buffer
    created_at: Generated<Date>
    expires_at: Date | null
  }
  webhooks: {
    id: string
    organisation_id: string
    url: string
    label: string | null
    types: string[]
    enabled: Generated<boolean>
    disabled_because: string | null
    failing_since: Date | null
    failures: Generated<number>
    held_until: Date | null
    created_at: Generated<Date>
    removed_at: Date | null
  }
}
