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
    candidate: Generated<boolean>
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
  brand_sight: {
    organisation_id: string
    brand_id: string
    claim_id: string
    by_house: boolean
    starts_on: Generated<string>
    ends_on: Generated<string>
    hears: Generated<string[]>
    beside_rival: Generated<boolean>
  }
  brands: {
    organisation_id: string
    id: string
    name: string
    version: number
    content: ColumnType<unknown, string, string>
    changed_at: Generated<Date>
    removed_at: Date | null
  }
  captures: {
    id: string
    organisation_id: string
    listing_id: string | null
    url: string
    also: Generated<string[]>
    operator: string
    reason: string
    state: Generated<string>
    outcome: string | null
    sentence: string | null
    attempts: Generated<number>
    begun_at: Date | null
    held_for: string | null
    requested_by_kind: Generated<string>
    requested_by_id: Generated<string>
    requested_at: Generated<Date>
    ended_at: Date | null
  }
  case_events: {
    case_id: string
    position: number
    organisation_id: string
    kind: string
    data: ColumnType<unknown, string, string>
    at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  case_offers: {
    case_id: string
    listing_id: string
    organisation_id: string
    marketplace: string
    external_id: string
    added_at: Generated<Date>
  }
  cases: {
    id: string
    organisation_id: string
    events: number
    title: string
    about: string
    brands: Generated<string[]>
    urgency: number
    assignee: string | null
    assigned_until: Date | null
    due_at: Date | null
    snoozed_until: Date | null
    closed_at: Date | null
    opened_at: Generated<Date>
    changed_at: Generated<Date>
    offers: Generated<number>
    rest: ColumnType<unknown, string, string>
  }
  catalog_revisions: {
    revision: Generated<number>
    organisation_id: string
    change_id: string
    at: Generated<Date>
  }
  catalog_versions: {
    organisation_id: string
    kind: string
    id: string
    version: number
    state: string
    changed: ColumnType<unknown, string, string>
    content: ColumnType<unknown, string, string>
    change_id: string
    at: Generated<Date>
  }
  claim_approvers: {
    organisation_id: string
    named_at: Generated<Date>
  }
  claim_documents: {
    id: string
    claim_id: string
    organisation_id: string
    purpose: string
    media_type: string | null
    content: Buffer | null
    sha256: Buffer | null
    reference: string | null
  }
  claims: {
    id: string
    organisation_id: string
    brand_id: string
    basis: string
    office: string
    number: string
    owner: string
    acts_from: string | null
    acts_until: string | null
    state: Generated<string>
    reason: string | null
    submitted_at: Generated<Date>
    decided_at: Date | null
    decided_by: string | null
    approved_at: Date | null
  }
  counted_days: {
    organisation_id: string
    view: string
    day: string
    clear: number
    ask_proof: number
    review: number
    block: number
    unjudged: number
    counted_at: Generated<Date>
  }
  credentials: {
    person_id: string
    password_hash: string
    must_change: Generated<boolean>
    changed_at: Generated<Date>
  }
  custody_events: {
    capture_id: string
    sequence: number
    organisation_id: string
    event: ColumnType<unknown, string, string>
  }
  decision_rules: {
    organisation_id: string
    second_person: string[]
    changed_at: Generated<Date>
  }
  decision_withdrawals: {
    decision_id: string
    organisation_id: string
    withdrawn_at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
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
  engine_revision_events: {
    id: string
    revision_id: string
    at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
    act: string
    note: string | null
    content: ColumnType<unknown, string | null, string | null>
    terms: Generated<string[]>
    weights: Generated<boolean>
  }
  engine_revision_trials: {
    id: string
    revision_id: string
    kind: string
    edit: number
    figures: ColumnType<unknown, string, string>
    at: Generated<Date>
  }
  engine_revisions: {
    id: string
    number: number
    title: string
    note: string | null
    content: ColumnType<unknown, string, string>
    state: Generated<string>
    parent_id: string | null
    replaced_id: string | null
    share: number | null
    edit: Generated<number>
    author_kind: Generated<string>
    author_id: Generated<string>
    created_at: Generated<Date>
    changed_at: Generated<Date>
  }
  erased_sellers: {
    organisation_id: string
    seller_hash: Buffer
    erased_at: Generated<Date>
  }
  evidence_items: {
    capture_id: string
    name: string
    organisation_id: string
    path: string
    title: string
    mediatype: string
    bytes: number
    sha256: Buffer
  }
  evidence_log: {
    only_one: Generated<boolean>
    size: Generated<number>
  }
  evidence_log_heads: {
    size: number
    at: Date
    root: Buffer
    signature: Buffer
  }
  evidence_log_nodes: {
    level: number
    index: number
    hash: Buffer
  }
  evidence_seals: {
    capture_id: string
    organisation_id: string
    log_index: number
    sealed_at: Date
    files: ColumnType<unknown, string, string>
  }
  federated_identities: {
    issuer: string
    subject: string
    person_id: string
    linked_at: Generated<Date>
  }
  import_mappings: {
    organisation_id: string
    signature: Buffer
    headers: ColumnType<unknown, string, string>
    mapping: ColumnType<unknown, string, string>
    changed_at: Generated<Date>
  }
  invitations: {
    id: string
    organisation_id: string
    email: string
    roles: string[]
    brands: Generated<string[]>
    territories: Generated<string[]>
    token_hash: Buffer
    created_at: Generated<Date>
    expires_at: Date
    accepted_at: Date | null
    revoked_at: Date | null
  }
  judgements_due: {
    listing_id: string
    organisation_id: string
    since: Generated<Date>
    claim: string | null
    claimed_until: Date | null
  }
  judging_passes: {
    engine: string
    reached_at: Date | null
    reached_id: string | null
    looked_at: Generated<number>
    due: Generated<number>
    started_at: Generated<Date>
    done_at: Date | null
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
  legal_holds: {
    id: string
    organisation_id: string
    scope: string
    listing_id: string | null
    marketplace: string | null
    seller_id: string | null
    seller_hash: Buffer | null
    reason: string
    set_at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
    released_at: Date | null
    released_by_kind: string | null
    released_by_id: string | null
  }
  listing_mentions: {
    listing_id: string
    organisation_id: string
    brand_id: string
    confidence: number
    role: string | null
    verdict: string
    marketplace: string
    first_seen_at: Date
    rung: number | null
    lead_brand_id: string | null
    language: Generated<string>
    probability: number | null
    signals: Generated<number>
    shown_probability: number | null
    shown_signals: Generated<number>
    shared: Generated<boolean>
    heard_by: string[] | null
    plain_probability: number | null
  }
  listing_pictures: {
    listing_id: string
    organisation_id: string
    place: number
    url: string
    host: string
    state: Generated<string>
    digest: Buffer | null
    reason: string | null
    attempts: Generated<number>
    due_at: Generated<Date>
    claimed_until: Date | null
  }
  listing_versions: {
    listing_id: string
    version: number
    organisation_id: string
    changed: ColumnType<unknown, string, string>
    content: ColumnType<unknown, string, string>
    received_at: Generated<Date>
    seller_hash: Buffer | null
    taken_by_kind: Generated<string | null>
    taken_by_id: Generated<string | null>
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
    verdict: string | null
    redacted_at: Date | null
    counted_from: Generated<Date | null>
    rung: number | null
    lead_brand_id: string | null
    probability: number | null
    signals: Generated<number>
    language: Generated<string>
    undecided: Generated<boolean>
  }
  memberships: {
    organisation_id: string
    person_id: string
    roles: string[]
    brands: Generated<string[]>
    territories: Generated<string[]>
    since: Generated<Date>
  }
  organisations: {
    id: string
    slug: string
    name: string
    kind: string
    parent_id: string | null
    created_at: Generated<Date>
    require_two_factor: Generated<boolean>
    sample: Generated<boolean>
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
  people: {
    id: string
    email: string
    name: string
    locale: Generated<string>
    installation_admin: Generated<boolean>
    created_at: Generated<Date>
    sample: Generated<boolean>
  }
  picture_matches: {
    reference_id: string
    organisation_id: string
    digest: Buffer
    score: number
    kind: string
    edits: string
    box: ColumnType<unknown, string, string>
    found_at: Generated<Date>
  }
  picture_reference_days: {
    reference_id: string
    organisation_id: string
    day: string
    offers: number
  }
  picture_references: {
    id: string
    organisation_id: string
    bank: string
    label: Generated<string>
    brand_id: string | null
    digest: Buffer
    width: number
    height: number
    decision_id: string | null
    expected: number
    added_at: Generated<Date>
    quarantined_at: Date | null
    removed_at: Date | null
    changed_at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
    confirmed_at: Date | null
    confirmed_by: string | null
    shared: Generated<boolean>
  }
  privacy_requests: {
    id: string
    organisation_id: string
    kind: string
    subject_kind: string
    subject_id: string
    listings: Generated<number>
    requested_at: Generated<Date>
    done_at: Date | null
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  proceeding_clocks: {
    proceeding_id: string
    matter: string
    clock: string
    run: number
    organisation_id: string
    due_at: Date | null
    why: string
  }
  proceeding_events: {
    proceeding_id: string
    position: number
    organisation_id: string
    actor_kind: Generated<string>
    actor_id: Generated<string>
    event: ColumnType<unknown, string, string>
  }
  proceeding_matters: {
    proceeding_id: string
    matter: string
    organisation_id: string
    machine: string
    state: string
    since: Date
  }
  proceedings: {
    id: string
    organisation_id: string
    listing_id: string | null
    title: string
    regime: string
    version: string
    profile: ColumnType<unknown, string, string>
    settings: ColumnType<unknown, string, string>
    events: Generated<number>
    opened_at: Generated<Date>
  }
  product_pictures: {
    organisation_id: string
    product_id: string
    url: string
    state: Generated<string>
    reason: string | null
    attempts: Generated<number>
    due_at: Generated<Date>
    claimed_until: Date | null
    reference_id: string | null
  }
  products: {
    organisation_id: string
    id: string
    brand_id: string
    version: number
    content: ColumnType<unknown, string, string>
    changed_at: Generated<Date>
    removed_at: Date | null
  }
  proposed_decisions: {
    id: string
    organisation_id: string
    listing_id: string
    version: number
    verdict: string
    reason: string | null
    note: string | null
    reviewer: string | null
    proposed_at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
    state: Generated<string>
    settled_at: Date | null
    settled_by_kind: string | null
    settled_by_id: string | null
    settled_note: string | null
    decision_id: string | null
  }
  pseudonym_salts: {
    organisation_id: string
    salt: Buffer
  }
  quality_fits: {
    id: string
    organisation_id: string
    state: Generated<string>
    asked_at: Generated<Date>
    started_at: Date | null
    ended_at: Date | null
    reason: string | null
    report: ColumnType<unknown, string | null, string | null>
    weights: ColumnType<unknown, string | null, string | null>
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  quality_frames: {
    sample_id: string
    organisation_id: string
    stratum: string
    ids: Buffer
  }
  quality_items: {
    id: string
    organisation_id: string
    sample_id: string
    listing_id: string
    version: number
    stratum: string
    verdict: string
    brands: string[]
    families: string[]
    place: number
  }
  quality_readings: {
    item_id: string
    slot: number
    organisation_id: string
    reader: string
    label: string | null
    claimed_at: Generated<Date>
    read_at: Date | null
  }
  quality_samples: {
    id: string
    organisation_id: string
    week: string
    seed: string
    frame_digest: Buffer
    counts: ColumnType<unknown, string, string>
    drawn_at: Generated<Date>
    closes_at: Date
  }
  quality_settings: {
    organisation_id: string
    enabled: boolean
    clear_size: number
    flagged_size: number
    removed_size: number
    changed_at: Generated<Date>
  }
  recovery_codes: {
    person_id: string
    code_hash: Buffer
    used_at: Date | null
  }
  retention_settings: {
    organisation_id: string
    clear_days: number
    personal_days: number
    changed_at: Generated<Date>
  }
  sample_alliance: {
    only_one: Generated<boolean>
    state: string
    taken: Generated<number>
    total: number
    begun_at: Generated<Date>
  }
  saved_views: {
    id: string
    organisation_id: string
    person_id: string
    name: string
    shared: boolean
    query: ColumnType<unknown, string, string>
    created_at: Generated<Date>
    changed_at: Generated<Date>
  }
  second_factors: {
    person_id: string
    sealed_secret: Buffer
    confirmed_at: Date | null
    last_step: Generated<number>
  }
  sessions: {
    id: string
    token_hash: Buffer
    person_id: string
    organisation_id: string | null
    method: string
    second_factor: Generated<boolean>
    agent: Generated<string>
    created_at: Generated<Date>
    last_seen_at: Generated<Date>
    expires_at: Date
  }
  threshold_versions: {
    id: string
    organisation_id: string
    brand_id: string
    version: number
    ask_proof: number | null
    review: number | null
    block: number | null
    note: string | null
    undoes: number | null
    at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  throttles: {
    key: string
    failures: number
    failed_at: Date
  }
  translations: {
    id: string
    organisation_id: string
    listing_id: string
    version: number
    language: string
    title: string | null
    description: string | null
    machine: string | null
    added_at: Generated<Date>
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
