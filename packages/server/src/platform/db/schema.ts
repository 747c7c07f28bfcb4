// Written from the migrated store: npm test -- packages/server/src/platform/db/schema.test.ts -u
import type { ColumnType, Generated } from 'kysely'

export type Schema = {
  annotations: {
    item_id: string
    slot: number
    organisation_id: string
    reader: string
    label: string | null
    claimed_at: Generated<Date>
    read_at: Date | null
  }
  answered_requests: {
    organisation_id: string
    idempotency_key: string
    request_hash: Buffer
    answer: ColumnType<unknown, string, string>
    at: Generated<Date>
  }
  appeal_documents: {
    id: string
    organisation_id: string
    appeal_id: string
    place: number
    name: string
    media_type: string
    bytes: number
    sha256: Buffer
    flags: Generated<string[]>
    content: Buffer
  }
  appeal_links: {
    id: string
    organisation_id: string
    proceeding_id: string | null
    proof_request_id: string | null
    instance: string | null
    marketplace: string
    seller_id: string | null
    seller_hash: Buffer
    own_channel: string
    token_hash: Buffer
    session_hash: Buffer | null
    made_by: Generated<string>
    made_at: Date
    expires_at: Date
    opened_at: Date | null
    revoked_at: Date | null
  }
  appeals: {
    id: string
    organisation_id: string
    link_id: string
    proceeding_id: string | null
    proof_request_id: string | null
    instance: string | null
    seller_hash: Buffer
    words: string | null
    locale: string
    state: Generated<string>
    submitted_at: Date
    outcome: string | null
    reasons: string | null
    summary: string | null
    decided_at: Date | null
    decided_by: string | null
    informed_at: Date | null
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
  audit_items: {
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
    impossible_price: boolean | null
    signals: string[] | null
  }
  audit_log_heads: {
    log_id: string
    size: number
    at: Date
    root: Buffer
    key: string
    signature: Buffer
    packed_at: Date | null
  }
  audit_log_nodes: {
    log_id: string
    level: number
    index: number
    hash: Buffer
    event_id: string | null
  }
  audit_logs: {
    organisation_id: string | null
    id: Generated<string>
    size: Generated<number>
  }
  audit_pending: {
    event_id: string
    organisation_id: string | null
    at: Generated<Date>
  }
  audit_samples: {
    id: string
    organisation_id: string
    week: string
    seed: string
    frame_digest: Buffer
    counts: ColumnType<unknown, string, string>
    drawn_at: Generated<Date>
    closes_at: Date
  }
  blind_audit_settings: {
    organisation_id: string
    enabled: boolean
    clear_size: number
    flagged_size: number
    removed_size: number
    changed_at: Generated<Date>
    unappealed_size: Generated<number>
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
  bulk_restriction_items: {
    bulk_id: string
    place: number
    organisation_id: string
    notice_id: string
    position: number
    version: number
    state: Generated<string>
    instance: string | null
    problem_code: string | null
    problem: string | null
  }
  bulk_restrictions: {
    id: string
    organisation_id: string
    person_id: string
    fact: ColumnType<unknown, string, string>
    measures: string[]
    why: string
    state: Generated<string>
    reversed_by: string | null
    reversal: string | null
    created_at: Date
    progressed_at: Date
  }
  buyer_contacts: {
    id: string
    organisation_id: string
    listing_id: string
    receipt_hash: Buffer
    address_hash: Buffer
    sealed: Buffer
    locale: string
    bought_on: string
    created_at: Generated<Date>
    proceeding_id: string | null
    instance: string | null
    told_at: Date | null
    told_digest: Buffer | null
    reversal_told_at: Date | null
    confirmed_at: Date | null
    token_hash: Buffer | null
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
    seller_hash: Buffer | null
    disposed_at: Date | null
    disposed_for: string | null
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
  case_files: {
    id: string
    case_id: string
    organisation_id: string
    name: string
    media_type: string
    bytes: number
    sha256: Buffer
    flags: Generated<string[]>
    at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
    removal: ColumnType<unknown, string | null, string | null>
    disposed_at: Date | null
  }
  case_listings: {
    case_id: string
    listing_id: string
    organisation_id: string
    marketplace: string
    external_id: string
    added_at: Generated<Date>
    seller_account_id: string | null
  }
  case_packages: {
    id: string
    case_id: string
    organisation_id: string
    person_id: string
    reason: string
    language: string
    state: Generated<string>
    attempts: Generated<number>
    done: Generated<number>
    total: Generated<number>
    problem_code: string | null
    problem: string | null
    listings: Generated<string[]>
    seller_accounts: Generated<string[]>
    captures: Generated<string[]>
    sha256: Buffer | null
    bytes: number | null
    requested_at: Generated<Date>
    progressed_at: Generated<Date>
    ended_at: Date | null
    expires_at: Date | null
    disposed_at: Date | null
    disposed_for: string | null
  }
  case_queues: {
    id: string
    organisation_id: string
    name: string
    place: number
    rules: ColumnType<unknown, string, string>
    sla: ColumnType<unknown, string, string>
    assignee: string | null
    assign_hours: number | null
    retired: Generated<boolean>
    changed_at: Generated<Date>
  }
  case_templates: {
    id: string
    version: number
    organisation_id: string
    retired: Generated<boolean>
    template: ColumnType<unknown, string, string>
    at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
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
    listings: Generated<number>
    rest: ColumnType<unknown, string, string>
    queue_id: string | null
    sla_at: Date | null
    sla_late: Generated<boolean>
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
    kind: Generated<string>
    office: string | null
    number: string | null
    work: ColumnType<unknown, string | null, string | null>
    owner: string
    acts_from: string | null
    acts_until: string | null
    state: Generated<string>
    reason: string | null
    submitted_at: Generated<Date>
    decided_at: Date | null
    decided_by: string | null
    approved_at: Date | null
    version: Generated<number>
  }
  cleared_records: {
    id: string
    organisation_id: string
    marketplace: string
    seller_id: string | null
    seller_hash: Buffer
    brand_id: string
    product: string | null
    right_name: string
    appeal_id: string
    statement: string | null
    signature: Buffer
    key_id: string
    issued_by: Generated<string>
    issued_at: Date
    expires_at: Date
    revoked_at: Date | null
    revoked_by: string | null
    revocation_reason: string | null
  }
  code_batches: {
    id: string
    organisation_id: string
    gtin: string
    name: string
    kind: string
    state: string
    progressed_at: Generated<Date>
    units: number
    range_prefix: string | null
    range_first: string | null
    range_last: string | null
    first_unit: number | null
    issued_at: Generated<Date>
    unit_state: Generated<string>
    unit_state_at: Generated<Date>
  }
  code_chunks: {
    batch_id: string
    first_place: number
    organisation_id: string
    digests: Buffer
  }
  code_keys: {
    id: string
    organisation_id: string
    public_key: string
    sealed: Buffer | null
    statement: Buffer
    signature: Buffer
    log_index: number
    made_at: Date
    retired_at: Date | null
    revoked_at: Date | null
  }
  confidentiality_hold_extensions: {
    id: string
    organisation_id: string
    confidentiality_hold_id: string
    review_on: string
    expires_at: Date
    reason: string
    state: Generated<string>
    requested_at: Date
    requested_by: Generated<string>
    settled_at: Date | null
    settled_by: string | null
  }
  confidentiality_hold_grants: {
    confidentiality_hold_id: string
    organisation_id: string
    granted_to: string
  }
  confidentiality_hold_listings: {
    id: string
    confidentiality_hold_id: string
    organisation_id: string
    marketplace: string
    external_id: string
    authority: string
    contact: string
    set_at: Date
    expires_at: Date
    lifted_at: Date | null
  }
  confidentiality_hold_notifications: {
    confidentiality_hold_id: string
    organisation_id: string
    informed_at: Date
    ended_at: Date | null
  }
  confidentiality_holds: {
    id: string
    organisation_id: string
    scope: string
    listing_id: string | null
    case_id: string | null
    marketplace: string | null
    seller_hash: Buffer | null
    wanted_by: string
    reference: string
    reason: string
    review_on: string
    expires_at: Date
    set_at: Date
    actor_kind: Generated<string>
    actor_id: Generated<string>
    lifted_at: Date | null
    lifted_by: string | null
    lift_reason: string | null
    lapse_notified_at: Date | null
  }
  counsel_signatures: {
    id: string
    organisation_id: string
    regime: string
    version: string
    checked_on: string
    counsel: string
    actor_kind: Generated<string>
    actor_id: Generated<string>
    at: Generated<Date>
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
    device_epoch: Generated<string>
  }
  custody_events: {
    capture_id: string
    sequence: number
    organisation_id: string
    event: ColumnType<unknown, string, string>
  }
  daily_summaries: {
    organisation_id: string
    person_id: string
    hour: number
    time_zone: string
    looked_on: string | null
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
  email_update_requests: {
    id: string
    organisation_id: string
    link_id: string
    address_hash: Buffer
    requested_at: Date
  }
  email_updates: {
    link_id: string
    organisation_id: string
    sealed: Buffer
    token_hash: Buffer
    locale: string
    requested_at: Date
    confirmed_at: Date | null
    seen: Buffer | null
    checked_at: Date | null
    notified_at: Date | null
  }
  engine_release_events: {
    id: string
    release_id: string
    at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
    step: string
    note: string | null
    content: ColumnType<unknown, string | null, string | null>
    terms: Generated<string[]>
    weights: Generated<boolean>
  }
  engine_release_trials: {
    id: string
    release_id: string
    kind: string
    edit: number
    figures: ColumnType<unknown, string, string>
    at: Generated<Date>
  }
  engine_releases: {
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
    version: Generated<number>
  }
  epcis_captures: {
    id: string
    organisation_id: string
    captured_at: Generated<Date>
    on_error: string
    success: boolean
    received: number
    stored: number
    errors: ColumnType<unknown, string | undefined, string>
  }
  epcis_events: {
    organisation_id: string
    hash: Buffer
    capture_id: string
    event_id: string
    event_time: Date
    record_time: Generated<Date>
    type: string
    action: string | null
    biz_step: string | null
    disposition: string | null
    epcs: Generated<string[]>
    error_declared_at: Date | null
    content: ColumnType<unknown, string, string>
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
    derived_from: string | null
    derivation: ColumnType<unknown, string | null, string | null>
    disposed_at: Date | null
  }
  evidence_keys: {
    id: string
    organisation_id: string
    public_key: string
    sealed: Buffer | null
    statement: Buffer
    signature: Buffer
    made_at: Date
    retired_at: Date | null
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
  excluded_sites: {
    host: string
    excluded_at: Generated<Date>
    note: string | null
  }
  federated_identities: {
    issuer: string
    subject: string
    person_id: string
    linked_at: Generated<Date>
  }
  flaggers: {
    id: string
    organisation_id: string
    notifier_type: string
    name: string
    member: string | null
    awarded_by: string
    areas: string[]
    status: string
    source: string
    listed_on: string
    proceeding_id: string | null
    changed_at: Generated<Date>
  }
  gate_authorities: {
    authority: string
    next_at: Date
    lease: string | null
    penalty_milliseconds: Generated<number>
    robots_text: string | null
    robots_until: Date | null
    paused_by: string | null
  }
  gtin_prefixes: {
    prefix: string
    organisation_id: string
    confirmed_at: Generated<Date>
    confirmed_by: Generated<string>
  }
  gtin_secrets: {
    organisation_id: string
    gtin: string
    salt: Buffer
    sealed_key: Buffer
    derived_units: Generated<number>
  }
  identifier_occurrences: {
    listing_id: string
    organisation_id: string
    place: number
    version: number
    identifier_id: string
    seller_account_id: string
    type: string
    field: string
    span_start: number
    span_end: number
  }
  import_mappings: {
    organisation_id: string
    signature: Buffer
    headers: ColumnType<unknown, string, string>
    mapping: ColumnType<unknown, string, string>
    changed_at: Generated<Date>
  }
  inbox_handled_items: {
    organisation_id: string
    kind: string
    subject_id: string
    handled_at: Generated<Date>
    actor_id: Generated<string>
  }
  information_requests: {
    id: string
    authority_id: string
    authority_name: string
    organisation_id: string
    addressee_name: string
    referral_id: string | null
    ordered_by: string
    basis: string
    items: string[]
    respond_by: string | null
    state: Generated<string>
    version: Generated<number>
    opened_at: Generated<Date>
    opened_by: Generated<string>
    answer: string | null
    refusal_reason: string | null
    settled_at: Date | null
    settled_by: string | null
  }
  informed_sellers: {
    id: string
    referral_id: string
    organisation_id: string
    seller_hash: Buffer
    informed_at: Generated<Date>
    contest: string | null
    words: string | null
    contested_at: Date | null
    refs: Generated<string[]>
    listings: Generated<string[]>
    decided_at: Date | null
    decided_by: string | null
    decision_reason: string | null
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
    invited_by: string | null
  }
  item_alerts: {
    id: string
    organisation_id: string
    gtin: string
    batches: Generated<string[]>
    serials: Generated<string[]>
    title: string
    content: string
    is_dangerous: boolean
    published_at: Date
    signed: ColumnType<unknown, string, string>
    withdrawn_at: Date | null
    withdrawal_reason: string | null
    signed_withdrawal: ColumnType<unknown, string | null, string | null>
  }
  item_report_photos: {
    report_id: string
    place: number
    organisation_id: string
    content: Buffer
  }
  item_reports: {
    id: string
    organisation_id: string
    receipt_hash: Buffer
    kind: string
    version: Generated<number>
    gtin: string | null
    serial: string | null
    listing: string | null
    subject_hash: Buffer
    category: string
    is_hurt: boolean
    danger: number
    sources: Generated<number>
    country: string | null
    content: string
    contact: string | null
    network: Buffer
    state: Generated<string>
    messages: ColumnType<unknown, string | undefined, string>
    reason: string | null
    case_id: string | null
    received_at: Generated<Date>
    changed_at: Generated<Date>
  }
  item_scans: {
    id: string
    organisation_id: string
    gtin: string
    serial: string
    at: Date
    source: string
    device: Buffer | null
    network: Buffer | null
    lat: number | null
    lon: number | null
    accuracy_km: number | null
    country: string | null
  }
  items: {
    organisation_id: string
    gtin: string
    serial: string
    batch_id: string
    unit_state: string | null
    unit_state_at: Date | null
    history: ColumnType<unknown, string, string>
    scans: Generated<number>
    first_scan_at: Date | null
    last_scan_at: Date | null
    state: Generated<string>
    probability: Generated<number>
    reasons: ColumnType<unknown, string | undefined, string>
    alarm_at: Date | null
    published_at: Date | null
    changed_at: Generated<Date>
  }
  judgements_due: {
    listing_id: string
    organisation_id: string
    since: Generated<Date>
    claim: string | null
    claimed_until: Date | null
  }
  judging_pass_places: {
    engine: string
    organisation_id: string
    reached_at: Date | null
    reached_id: string | null
    turned_at: Generated<Date>
    done_at: Date | null
  }
  judging_passes: {
    engine: string
    reached_at: Date | null
    reached_id: string | null
    examined: Generated<number>
    due: Generated<number>
    started_at: Generated<Date>
    done_at: Date | null
  }
  key_fingerprints: {
    key: string
    fingerprint: Buffer
    recorded_at: Generated<Date>
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
    made_by: string | null
    brands: Generated<string[]>
    territories: Generated<string[]>
  }
  lapsed_link_listings: {
    listing_id: string
    organisation_id: string
    seller_account_id: string
    lapsed_at: Generated<Date>
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
  link_changes: {
    organisation_id: string
    since: Generated<Date>
    id: Generated<string>
    listing_id: string | null
  }
  link_contests: {
    id: string
    organisation_id: string
    account_a: string
    account_b: string
    side: string
    account_id: Generated<string>
    state: Generated<string>
    words: string | null
    linked_by: number | null
    at: Generated<Date>
    actor_id: Generated<string>
    decision_reason: string | null
    decided_at: Date | null
    decided_by: string | null
    judgement_id: string | null
    evidence: ColumnType<unknown, string | null, string | null>
  }
  link_hub_decisions: {
    id: string
    organisation_id: string
    kind: string
    digest: Buffer
    type: string
    decision: string
    decision_id: string | null
    needs_approval: Generated<boolean>
    reason: string | null
    at: Generated<Date>
    actor_id: Generated<string>
  }
  link_hubs: {
    organisation_id: string
    digest: Buffer
    type: string
    identifier_id: string | null
    sealed: Buffer | null
    accounts: number
    usual: number
    since: Generated<Date>
    decision: string | null
  }
  link_judgements: {
    id: string
    organisation_id: string
    kind: string
    account_a: string
    account_b: string
    judgement: string
    judgement_id: string | null
    needs_approval: Generated<boolean>
    reason: string | null
    at: Generated<Date>
    actor_id: Generated<string>
    linked_by: number | null
    evidence_probability: number | null
  }
  link_models: {
    organisation_id: string
    version: number
    state: string
    accounts: number | null
    prior: number | null
    digest: string | null
    sealed: Buffer | null
    fitted_at: Date | null
    live_since: Date | null
    edits: Generated<number>
    replaced: number | null
    returned_at: Date | null
    judged: number | null
    overturned: number | null
    comparing: Generated<boolean>
    comparison: ColumnType<unknown, string | null, string | null>
  }
  link_states: {
    organisation_id: string
    generation: Generated<number>
    events: Generated<number>
    networks: Generated<number>
    at: Generated<Date>
    holder: string | null
    held_until: Date | null
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
    plain_verdict: string | null
    portfolio_level: number | null
    portfolio_marks: number | null
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
    ingested_by_kind: Generated<string | null>
    ingested_by_id: Generated<string | null>
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
    address_hash: Buffer | null
    seller_account_id: string | null
    price_amount: string | null
    price_currency: string | null
    country: string | null
    unread_fields: Generated<string[]>
    portfolio_level: number | null
    portfolio_marks: number | null
    portfolio_sight: number | null
    portfolio_considered: Generated<boolean>
    withdrawn_at: Date | null
    changed_xid: Generated<string>
  }
  marketplace_bindings: {
    marketplace: string
    organisation_id: string
    confirmed_at: Generated<Date>
    confirmed_by: Generated<string>
  }
  marketplace_currencies: {
    organisation_id: string
    marketplace: string
    currency: string
    changed_at: Generated<Date>
  }
  marketplace_names: {
    organisation_id: string
    marketplace: string
    name: string
    shared: boolean
    changed_at: Generated<Date>
  }
  measures: {
    id: string
    organisation_id: string
    proceeding_id: string
    instance: string
    listing_key: string
    listing_id: string | null
    seller: string | null
    measure: string
    words: string | null
    territory: string[]
    starts_on: string
    ends_on: string | null
    ended_at: Date | null
    end_reason: string | null
  }
  memberships: {
    organisation_id: string
    person_id: string
    roles: string[]
    brands: Generated<string[]>
    territories: Generated<string[]>
    since: Generated<Date>
  }
  messages: {
    id: string
    organisation_id: string
    key: string
    by: string
    recipient: string
    reply_to: string | null
    subject: string
    body: string
    attachments: ColumnType<unknown, string | undefined, string>
    about_kind: string
    about_id: string
    state: Generated<string>
    answer: string | null
    tries: Generated<number>
    due_at: Generated<Date>
    claimed_by: string | null
    begun_at: Date | null
    created_at: Generated<Date>
    ended_at: Date | null
    actor_kind: Generated<string>
    actor_id: Generated<string>
    forgotten_at: Date | null
    body_sha256: Buffer | null
  }
  missed_deadlines: {
    proceeding_id: string
    instance: string
    time_limit: string
    run: number
    organisation_id: string
    due_at: Date
  }
  misuse_records: {
    id: string
    organisation_id: string
    role: string
    subject: string
    label: string
    proceeding_id: string
    instance: string
    opened_at: Generated<Date>
  }
  moderation_settings: {
    organisation_id: string
    version: number
    profile: ColumnType<unknown, string, string>
    settings: ColumnType<unknown, string, string>
    texts: ColumnType<unknown, string, string>
    door: string
    actor_kind: Generated<string>
    actor_id: Generated<string>
    set_at: Generated<Date>
    seller_link: ColumnType<unknown, string | undefined, string>
  }
  network_events: {
    organisation_id: string
    number: number
    at: Date
    event: string
    network_id: string
    seller_account_id: string | null
    other_id: string | null
  }
  network_keys: {
    day: string
    key: Buffer
  }
  network_memberships: {
    network_id: string
    organisation_id: string
    seller_account_id: string
    from_at: Date
    until_at: Date | null
  }
  notice_addresses: {
    id: string
    organisation_id: string
    marketplace: string
    name: string
    email: string
    regime: string | null
    territory: string[]
    added_at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  notice_events: {
    notice_id: string
    position: number
    organisation_id: string
    kind: string
    data: ColumnType<unknown, string, string>
    at: Date
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  notice_forms: {
    organisation_id: string
    slug: string
    name: string
  }
  notice_items: {
    notice_id: string
    place: number
    organisation_id: string
    listing_id: string
    claim_id: string
    marketplace: string
    external_id: string
    url: string | null
    look: Generated<string>
    look_sentence: string | null
    checked_at: Date | null
    live_at: Date | null
    gone_at: Date | null
    look_due_at: Date | null
  }
  notice_recipients: {
    notice_id: string
    place: number
    organisation_id: string
    by: string
    target: string
    state: Generated<string>
    refused: string | null
    message_id: string | null
    received_id: string | null
    received_by: string | null
    handed_over_at: Date | null
    withdrawal: string | null
    withdrawal_message_id: string | null
    withdrawn_at: Date | null
    response: ColumnType<unknown, string | null, string | null>
  }
  notice_settings: {
    organisation_id: string
    second_person: boolean
    remind_days: number
    reminders: number
    contact: string | null
    changed_at: Generated<Date>
  }
  notice_signatories: {
    organisation_id: string
    person_id: string
    authorised: boolean
    until_day: string | null
    changed_at: Generated<Date>
  }
  notice_templates: {
    id: string
    organisation_id: string
    name: string
    of_counsel: boolean
    subject: string
    body: string
    retired_at: Date | null
    added_at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  notices: {
    id: string
    organisation_id: string
    case_id: string
    regime: string
    ground: string
    state: Generated<string>
    content: ColumnType<unknown, string, string>
    sent: ColumnType<unknown, string | null, string | null>
    events: Generated<number>
    proposed_by: string | null
    sent_at: Date | null
    acknowledged_at: Date | null
    decided_at: Date | null
    outcome: string | null
    withdrawn_at: Date | null
    remind_at: Date | null
    reminders: Generated<number>
    drafted_at: Generated<Date>
    version: Generated<number>
    withdrawn_cause: string | null
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
  outcome_reports: {
    id: string
    referral_id: string
    organisation_id: string
    recipient_id: string | null
    reporter_name: string
    proceeding: string
    outcome: string
    finding: string | null
    refs: string[]
    listings: Generated<string[]>
    happened_on: string
    quantities: ColumnType<unknown, string, string>
    note: string | null
    after_withdrawal: boolean
    reported_at: Generated<Date>
    reported_by: Generated<string>
    letter_from: string | null
    letter_dated: string | null
    letter_media_type: string | null
    letter_content: Buffer | null
    letter_sha256: Buffer | null
    reply_link_id: string | null
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
  picture_counts_due: {
    listing_id: string
    organisation_id: string
    digest: Buffer
    noted_at: Generated<Date>
  }
  picture_matches: {
    reference_id: string
    organisation_id: string
    digest: Buffer
    score: number
    kind: string
    changes: ColumnType<unknown, string, string>
    box: ColumnType<unknown, string, string>
    found_at: Generated<Date>
    hidden: ColumnType<unknown, string | null, string | null>
  }
  picture_reference_days: {
    reference_id: string
    organisation_id: string
    day: string
    listings: number
    of_brand: Generated<boolean>
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
  pictured_codes: {
    organisation_id: string
    gtin: string
    serial: string
    digest: Buffer
    due_at: Date | null
  }
  portfolio_brand_views: {
    organisation_id: string
    brand_id: string
    hears: string[] | null
    pending: Generated<boolean>
    reached_at: Date | null
    reached_id: string | null
  }
  portfolio_changes: {
    id: Generated<string>
    organisation_id: string
    seller_account_id: string
    since: Generated<Date>
  }
  portfolio_explanations: {
    id: string
    organisation_id: string
    seller_account_id: string
    account_organisation_id: string
    reason: string
    note: string | null
    facts: ColumnType<unknown, string, string>
    at: Generated<Date>
    until: Date
    actor_id: Generated<string>
    withdrawn_at: Date | null
    withdrawn_by: string | null
  }
  portfolio_views: {
    organisation_id: string
    view: string
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
  proceeding_deadlines: {
    proceeding_id: string
    instance: string
    time_limit: string
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
    case_id: string | null
    managed_by: string | null
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
  proof_requests: {
    id: string
    organisation_id: string
    listing_id: string | null
    marketplace: string
    seller_id: string | null
    seller_hash: Buffer
    brand_id: string
    reason: string
    accepts: string[]
    state: Generated<string>
    requested_by: Generated<string>
    requested_at: Date
    due_at: Date
    decided_at: Date | null
    decided_by: string | null
    reasons: string | null
    valid_until: Date | null
    reused_from: string | null
    version: Generated<number>
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
  published_error_ledgers: {
    organisation_id: string
    published_at: Generated<Date>
  }
  received_items: {
    notice_id: string
    position: number
    organisation_id: string
    proceeding_id: string
    instance: string
    listing_key: string
    listing_id: string | null
    urgency: number
    received_at: Date
  }
  received_notices: {
    id: string
    organisation_id: string
    from_organisation: string | null
    from_notice: string | null
    receipt_hash: Buffer | null
    network_hash: Buffer | null
    address_hash: Buffer | null
    notice: ColumnType<unknown, string, string>
    evidence: ColumnType<unknown, string, string>
    elements: string[]
    contact: boolean
    acknowledged: string | null
    received_at: Date
    withdrawn_at: Date | null
    withdrawn_reason: string | null
    forgotten_at: Date | null
    withdrawn_cause: string | null
  }
  received_pictures: {
    notice_id: string
    position: number
    sha256: Buffer
    organisation_id: string
    mediatype: string
    bytes: number
    sealed_at: Date
    capture_id: string
    name: string
    from_organisation: string | null
    disposed_at: Date | null
  }
  recovery_codes: {
    person_id: string
    code_hash: Buffer
    used_at: Date | null
  }
  redacted_referral_packages: {
    package_id: string
    organisation_id: string
    recipient_id: string | null
    sha256: Buffer
    bytes: number
    disposed_at: Date | null
  }
  referral_custody: {
    id: Generated<string>
    referral_id: string
    organisation_id: string
    at: Generated<Date>
    event: string
    actor_kind: Generated<string>
    actor_id: Generated<string>
    digest: Buffer | null
  }
  referral_documents: {
    id: string
    referral_id: string
    organisation_id: string
    purpose: string
    title: string
    media_type: string
    content: Buffer
    sha256: Buffer
    added_at: Generated<Date>
  }
  referral_drafts: {
    referral_id: string
    organisation_id: string
    source_kind: string
    source_id: string
    draft: ColumnType<unknown, string, string>
    created_by: string
    submitted_at: Date | null
    submitted_by: string | null
    snapshot: ColumnType<unknown, string | null, string | null>
    released_at: Date | null
    released_by: string | null
    return_reason: string | null
  }
  referral_identifiers: {
    referral_id: string
    organisation_id: string
    recipient_id: string
    digest: Buffer
    type: string
  }
  referral_items: {
    referral_id: string
    place: number
    organisation_id: string
    recipient_id: string | null
    package_id: string
    ref: string
    kind: string
    subject_id: string | null
    facts: ColumnType<unknown, string | null, string | null>
  }
  referral_notices: {
    id: Generated<string>
    referral_id: string
    organisation_id: string
    recipient_id: string | null
    at: Generated<Date>
    cause: string
    cause_id: string
    words: string
    refs: Generated<string[]>
  }
  referral_packages: {
    id: string
    referral_id: string
    organisation_id: string
    recipient_id: string | null
    kind: string
    words: string | null
    accounts: Generated<string[]>
    listings: Generated<string[]>
    state: Generated<string>
    submitted_by: string
    submitted_at: Generated<Date>
    released_by: string | null
    attempts: Generated<number>
    done: Generated<number>
    total: Generated<number>
    progressed_at: Generated<Date>
    problem_code: string | null
    problem: string | null
    name: string | null
    statement_digest: string | null
    sha256: Buffer | null
    bytes: number | null
    packed_accounts: number | null
    packed_listings: number | null
    sent_at: Date | null
    disposed_at: Date | null
  }
  referral_questions: {
    id: string
    referral_id: string
    organisation_id: string
    recipient_id: string | null
    refs: Generated<string[]>
    words: string
    asked_at: Generated<Date>
    asked_by: Generated<string>
    answer: string | null
    answered_at: Date | null
    answered_by: string | null
    supplement_id: string | null
    reply_link_id: string | null
  }
  referral_reply_links: {
    id: string
    referral_id: string
    organisation_id: string
    token_hash: Buffer
    created_at: Generated<Date>
    created_by: Generated<string>
    expires_at: Date
    revoked_at: Date | null
    last_used_at: Date | null
  }
  referrals: {
    id: string
    organisation_id: string
    sender_name: string
    recipient_id: string | null
    recipient_name: string
    number: string
    template: string
    title: string
    tlp: string
    deconfliction_number: string
    state: Generated<string>
    version: Generated<number>
    created_at: Generated<Date>
    sent_at: Date | null
    acknowledged_at: Date | null
    closed_at: Date | null
    withdrawn_at: Date | null
    withdrawal_reason: string | null
    silence_since: Date | null
    silence_until: Date | null
    expires_at: Date | null
  }
  register_extracts: {
    id: string
    organisation_id: string
    claim_id: string
    name: string
    kind: string
    territory: string[]
    classes: number[] | null
    valid_from: string
    valid_until: string | null
    extract_on: string
    media_type: string
    content: Buffer
    sha256: Buffer
    added_at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  retention_settings: {
    organisation_id: string
    clear_days: number
    personal_days: number
    changed_at: Generated<Date>
    evidence_days: Generated<number>
    notice_days: Generated<number>
    appeal_days: Generated<number>
    message_days: Generated<number>
    scan_days: Generated<number>
    seller_link_days: Generated<number>
    report_days: Generated<number>
  }
  safeguards: {
    id: string
    organisation_id: string
    side: string
    about: string
    subject: string
    notifier: string | null
    warned_at: Date
    warned_figures: ColumnType<unknown, string, string>
    safeguarded_at: Date | null
    safeguarded_figures: ColumnType<unknown, string | null, string | null>
    ended_at: Date | null
    end_reason: string | null
    ended_by: string | null
    reason: string | null
  }
  sample_alliance: {
    only_one: Generated<boolean>
    state: string
    taken: Generated<number>
    total: number
    begun_at: Generated<Date>
  }
  sampling_frames: {
    sample_id: string
    organisation_id: string
    stratum: string
    ids: Buffer
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
    failures: Generated<number>
    failed_at: Date | null
    locked_at: Date | null
    used_steps: Generated<number[]>
  }
  seller_accounts: {
    id: string
    organisation_id: string
    marketplace: string
    seller_hash: Buffer
    seller_id: string | null
    name: string | null
    country: string | null
    kind: string | null
    joined_at: Date | null
    first_seen_at: Generated<Date>
    last_seen_at: Generated<Date>
  }
  seller_identifiers: {
    id: string
    organisation_id: string
    type: string
    digest: Buffer
    sealed: Buffer | null
    masked: string
    first_seen_at: Generated<Date>
  }
  seller_links: {
    organisation_id: string
    account_a: string
    account_b: string
    weight: number
    probability: number
    linked: boolean
    reasons: ColumnType<unknown, string, string>
    digest: Buffer
    model: number | null
    since: Generated<Date>
  }
  seller_networks: {
    id: string
    organisation_id: string
    number: number
    accounts: number
    probability: number | null
    weakest_side: Generated<string[]>
    weakest_bits: number | null
    formed_at: Date
    changed_at: Date
    retired_at: Date | null
    into_id: string | null
  }
  seller_portfolios: {
    organisation_id: string
    seller_account_id: string
    account_organisation_id: string
    marketplace: string
    listings: number
    probability: number
    flagged: boolean
    standing: string
    facts: ColumnType<unknown, string, string>
    brands: string[]
    examples: string[]
    view: string
    explained_until: Date | null
    changed_since_explained: boolean
    counts: boolean
    computed_at: Generated<Date>
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
    second_factor_locked_at: Date | null
  }
  shared_notes: {
    id: string
    organisation_id: string
    case_id: string | null
    listing_id: string
    marketplace: string
    external_id: string
    brand_id: string
    text: string
    from_name: string
    to_organisation: string | null
    answer_to: string | null
    at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  site_requests: {
    id: string
    kind: string
    host: string
    origin: string
    email: string | null
    message: string | null
    receipt_hash: Buffer
    proof: string
    network_hash: Buffer
    received_at: Generated<Date>
    checked_at: Date | null
    proven_at: Date | null
  }
  statements_of_reasons: {
    proceeding_id: string
    instance: string
    organisation_id: string
    statement: ColumnType<unknown, string, string>
    text: string
    record: ColumnType<unknown, string | null, string | null>
    record_hash: Buffer | null
    completed_by: Generated<string>
    delivered_by: string
    delivery: string
    sent_at: Date
    filed_at: Date | null
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
  tip_addresses: {
    id: string
    organisation_id: string
    person_id: string
    brand_id: string | null
    tag_hash: Buffer
    tag: Buffer
    created_at: Generated<Date>
  }
  tip_listings: {
    tip_id: string
    listing_id: string
    organisation_id: string
  }
  tips: {
    id: string
    organisation_id: string
    brand_id: string | null
    url: string
    words: string | null
    source: string
    received_at: Date
    recorded_at: Generated<Date>
    person_id: string
    read_at: Date | null
    failure: string | null
    sent_with: string | null
    shown_at: Date | null
    sign_in_reason: string | null
    email_hash: Buffer | null
    email_from: string | null
    email_sent_at: Date | null
    email_checks: ColumnType<unknown, string | null, string | null>
    email_forgotten_at: Date | null
  }
  translation_service_consents: {
    organisation_id: string
    service: string
    allowed_at: Generated<Date>
    actor_id: Generated<string>
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
    source_digest: Buffer | null
    added_at: Generated<Date>
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  unit_events: {
    id: string
    organisation_id: string
    batch_id: string
    serial: string | null
    kind: string
    at: Date
    lat: number | null
    lon: number | null
    recorded_at: Generated<Date>
  }
  watch_captures: {
    capture_id: string
    organisation_id: string
    watch_id: string
    listing_id: string
    run_id: string
    rule: string
    requested_at: Generated<Date>
  }
  watch_installation: {
    singleton: Generated<boolean>
    version: number
    stopped: boolean
    currency: string
    per_thousand_requests: number
    per_gibibyte: number
    per_processor_hour: number
    per_person_hour: number
    changed_at: Generated<Date>
  }
  watch_listing_versions: {
    listing_id: string
    version: number
    organisation_id: string
    watch_id: string
    run_id: string
    at: Date
    state: string
    differences: ColumnType<unknown, string | null, string | null>
  }
  watch_listings: {
    id: string
    organisation_id: string
    watch_id: string
    page_id: string
    marketplace: string
    external_id: string
    state: string
    is_listed: boolean
    not_found_since: Date | null
    content: ColumnType<unknown, string, string>
    seller_removed: Generated<boolean>
    changed: Generated<string[]>
    content_at: Date
    first_seen_at: Date
    last_seen_at: Date
    visited_at: Date
    run_id: string
    content_run_id: string
    version: number
  }
  watch_pages: {
    id: string
    organisation_id: string
    watch_id: string
    url: string
    url_hash: Buffer
    kind: string
    query: Generated<string>
    etag: string | null
    last_modified: string | null
    lastmod: string | null
    visited_lastmod: string | null
    found_at: Date
    visited_at: Date | null
    run_id: string | null
    evidence_shape: Generated<number>
    evidence_days: Generated<number>
    due_at: Date | null
  }
  watch_proposal_decisions: {
    watch_id: string
    query: string
    organisation_id: string
    decision: string
    decided_at: Generated<Date>
  }
  watch_runs: {
    id: string
    organisation_id: string
    watch_id: string
    trigger: string
    day: string
    started_at: Generated<Date>
    ended_at: Date | null
    ended_by: string | null
    retry_at: Date | null
    lease: string | null
    lease_until: Date
    attempts: Generated<number>
    reserved_requests: number
    reserved_bytes: number
    reserved_seconds: number
    reserved_cost: number | null
    charged_requests: number
    charged_bytes: number
    charged_seconds: number
    charged_cost: number
    new_listings: Generated<number>
    changed_listings: Generated<number>
    gone_listings: Generated<number>
    seen_listings: Generated<number>
    permanent_errors: Generated<number>
    retryable_errors: Generated<number>
    blocked_errors: Generated<number>
    forbidden_errors: Generated<number>
    last_error_url: string | null
    last_error_message: string | null
  }
  watch_settings: {
    organisation_id: string
    version: number
    stopped: boolean
    day_requests: number | null
    day_bytes: number | null
    day_seconds: number | null
    day_cost: number | null
    changed_at: Generated<Date>
    previous_cost: number | null
    previous_finds: number | null
    ebay_client_id: string | null
    ebay_secret: Buffer | null
    ebay_calls: number | null
  }
  watch_sightings: {
    watch_id: string
    listing_id: string
    organisation_id: string
    query: string
    day: string
  }
  watch_summary_days: {
    organisation_id: string
    day: string
    settled_at: Generated<Date>
  }
  watch_time_entries: {
    id: string
    organisation_id: string
    watch_id: string
    person_id: string
    day: string
    minutes: number
    note: string | null
    at: Generated<Date>
  }
  watch_usage: {
    run_id: string
    query: string
    organisation_id: string
    watch_id: string
    day: string
    requests: Generated<number>
    bytes: Generated<number>
    seconds: Generated<number>
    fees: Generated<number>
    in_flight_bytes: Generated<number>
    listings: Generated<number>
  }
  watch_visit_rates: {
    watch_id: string
    organisation_id: string
    level: number
    prior_shape: number
    prior_days: number
    lastmod_kept: Generated<number>
    lastmod_missed: Generated<number>
  }
  watches: {
    id: string
    organisation_id: string
    version: Generated<number>
    name: string
    brand_id: string
    connector: string
    site: string
    queries: string[]
    interval_minutes: number
    run_requests: number
    run_bytes: number
    run_seconds: number
    run_cost: number | null
    day_requests: number
    day_bytes: number
    day_seconds: number
    day_cost: number | null
    stopped: Generated<boolean>
    next_run_at: Generated<Date>
    requested_at: Date | null
    held_until: Date | null
    created_at: Generated<Date>
    changed_at: Generated<Date>
    removed_at: Date | null
    day_captures: Generated<number>
    rules: ColumnType<unknown, string | null, string | null>
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
    disabled_reason: string | null
    failing_since: Date | null
    failures: Generated<number>
    held_until: Date | null
    created_at: Generated<Date>
    removed_at: Date | null
    made_by: string | null
  }
  weight_fits: {
    id: string
    organisation_id: string
    state: Generated<string>
    requested_at: Generated<Date>
    started_at: Date | null
    ended_at: Date | null
    reason: string | null
    report: ColumnType<unknown, string | null, string | null>
    weights: ColumnType<unknown, string | null, string | null>
    actor_kind: Generated<string>
    actor_id: Generated<string>
  }
  workflow_instances: {
    proceeding_id: string
    instance: string
    organisation_id: string
    workflow: string
    part: string | null
    state: string
    since: Date
  }
}
