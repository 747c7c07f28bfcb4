import {
  Frontier,
  isStatementSignedBy,
  isSelfConsistent,
  readPublicKey,
  type AuditLogRemoval,
  type SignedAuditLogHead,
  type StoredNode,
} from '@touchstone/evidence'
import { sql } from 'kysely'
import type { AuditLogFindingView } from '@touchstone/contract'
import type { AuditEvent } from '../audit/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { EntryDates } from './entry-dates.ts'
import { LogFindings } from './findings.ts'
import { keysAt, publicKeysOf, type LogKeys } from './log-keys.ts'
import { sealingContext, leafOf, logIdOf, logNameOf, type Span } from './types.ts'
import { isRemovalEntry, verifyRemoval } from './prove-removal.ts'
import {
  eventColumns,
  hashesOf,
  headsBetween,
  listHeads,
  sizeOfLog,
  type HeadRow,
} from './tree-repository.ts'

export type NamedHead = { name: string; head: SignedAuditLogHead }

export type VerifyOptions = LogKeys & {
  store: Store
  organisationId: string | null
  /** Heads from outside the database, which the log has to extend. */
  heads?: readonly NamedHead[]
}

export type VerifiedLog = {
  log: string
  /** Number of entries with a leaf. */
  size: number
  head: { size: number; root: string; at: Date } | null
  /** Entries lawfully removed, as later entries prove; their leaves remain. */
  removed: number
  /** Lawful removals that this log proves, with their times. */
  removals: AuditLogRemoval[]
  /** Number of entries awaiting a leaf. */
  waiting: number
  /**
   * Whether there was a head from outside the database, without which a log truncated to an older head looks intact.
   */
  compared: boolean
  /** Set if the newest head is under an earlier key: when that key was replaced, if known. */
  underEarlierKey: { replacedAt: Date | undefined } | undefined
  findings: AuditLogFindingView[]
}

const pageLeaves = 2000

/**
 * Recomputes the tree of a log from its entries and compares it with the signed heads: those in the database, and
 * those from outside, which the owner of the database cannot change.
 */
export async function verifyLog(options: VerifyOptions): Promise<VerifiedLog> {
  const { store, organisationId, heads = [] } = options
  const keys: LogKeys = { key: options.key, earlier: options.earlier }
  const id = logIdOf(organisationId)
  const read = <T>(work: (handle: Transaction) => Promise<T>): Promise<T> =>
    store.transact(sealingContext, work)
  const findings = new LogFindings()
  const [size, newest] = await read(async (handle) => {
    const [head] = await listHeads(handle, id, { limit: 1 })
    return [(await sizeOfLog(handle, id)) ?? 0, head] as const
  })
  checkNewest({ size, newest, keys, log: logNameOf(id) }, findings)
  const outside = heads.filter((head) => isOfLog(head, { log: logNameOf(id), keys }, findings))
  const cut = outside.filter(({ head }) => head.head.size > size)
  for (const { name, head } of cut) {
    const lost = head.head.size - size
    findings.addSentence(
      'log-cut',
      `The log was truncated: it has ${size} entries, but the head in ${name} of ${head.head.at} covers ${head.head.size}; the last ${lost} are missing`,
      lost,
    )
  }
  const { removed, removals } = await walk({ read, id, size, keys, outside, findings })
  const { waiting } = await read((handle) => checkUnsealed(handle, organisationId, findings))
  return {
    log: logNameOf(id),
    size,
    head: newest ? { size: newest.size, root: newest.root.toString('hex'), at: newest.at } : null,
    removed,
    removals,
    waiting,
    compared: outside.length > 0,
    underEarlierKey: newest && earlierKeyOf(newest, keys),
    findings: findings.all,
  }
}

type Read = <T>(work: (handle: Transaction) => Promise<T>) => Promise<T>

function checkNewest(
  options: { size: number; newest: HeadRow | undefined; keys: LogKeys; log: string },
  findings: LogFindings,
): void {
  const { size, newest, keys, log } = options
  if (newest === undefined) {
    if (size > 0) findings.addSentence('head-missing', 'No head of this log has been signed')
    return
  }
  const lost = newest.size - size
  if (lost > 0) {
    findings.addSentence(
      'log-cut',
      `The log was truncated: it has ${size} entries, but its newest head covers ${newest.size}; the last ${lost} are missing`,
      lost,
    )
  } else if (lost < 0) {
    findings.addSentence(
      'head-missing',
      `The log has ${size} entries, but its newest head covers ${newest.size}: later heads are missing`,
    )
  }
  const head = {
    type: 'touchstone-audit-log/head/1',
    log,
    size: newest.size,
    root: newest.root.toString('hex'),
    at: newest.at.toISOString(),
    key: readPublicKey(newest.key).id,
  } as const
  if (keys.key === undefined) return
  const lawful = keysAt(keys, newest.at)
  if (!lawful.some((key) => isStatementSignedBy(key, head, newest.signature))) {
    findings.addSentence(
      'head-forged',
      `The newest head, of ${newest.size} entries, is not signed by the log’s key ${keys.key.id}${earlierHint(head.key)}`,
    )
  }
}

function earlierKeyOf(newest: HeadRow, { earlier = [] }: LogKeys): VerifiedLog['underEarlierKey'] {
  const { id } = readPublicKey(newest.key)
  const earlierKey = earlier.find(({ key }) => key.id === id)
  return earlierKey && { replacedAt: earlierKey.replacedAt }
}

function earlierHint(id: string): string {
  return `, but by ${id}: if this is an earlier key of the installation, pass its file with --earlier-key`
}

/** Whether an outside head belongs to this log and key, so that the log has to extend it. */
function isOfLog(
  { name, head }: NamedHead,
  { log, keys }: { log: string; keys: LogKeys },
  findings: LogFindings,
): boolean {
  if (head.head.log !== log || !isSelfConsistent(head)) {
    findings.addSentence('head-unusable', `The head in ${name} is not a signed head of this log`)
    return false
  }
  const { key } = keys
  const lawful = keysAt(keys, new Date(head.head.at)).map(({ id }) => id)
  if (key !== undefined && !lawful.includes(head.head.key)) {
    findings.addSentence(
      'other-key',
      `The head in ${name} is signed by a key other than the log’s current one, ${key.id}${earlierHint(head.head.key)}`,
    )
  }
  return true
}

type Leaf = { index: number; hash: Buffer; eventId: string; event: AuditEvent | null }

/** Checks all leaves in order; returns lawful removals, and how many leaves lack an entry because of them. */
async function walk(options: {
  read: Read
  id: string
  size: number
  keys: LogKeys
  outside: readonly NamedHead[]
  findings: LogFindings
}): Promise<{ removed: number; removals: AuditLogRemoval[] }> {
  const { read, id, size, keys, outside, findings } = options
  const frontier = Frontier.empty()
  const missing: { position: number; entry: string }[] = []
  const claims: { position: number; event: AuditEvent }[] = []
  const faulty: Span[] = []
  const dates = new EntryDates()
  for (let from = 0; from < size; from += pageLeaves) {
    const to = Math.min(from + pageLeaves, size)
    const { leaves, heads } = await read(async (handle) => ({
      leaves: await leavesBetween(handle, id, { from, to }),
      heads: await headsBetween(handle, id, { from, to }),
    }))
    const nodes: StoredNode[] = []
    for (let position = from; position < to; position++) {
      const leaf = leaves.get(position)
      if (leaf === undefined) findings.add('leaves-missing', { span: [position, position] })
      else if (leaf.event === null) missing.push({ position, entry: leaf.eventId })
      else if (!leafOf(leaf.event).equals(leaf.hash)) {
        findings.add('entries-changed', { span: [position, position], entry: leaf.eventId })
      } else if (isRemovalEntry(leaf.event)) claims.push({ position, event: leaf.event })
      if (leaf?.event && dates.isBackdated(leaf.event.at)) {
        findings.add('entries-backdated', { span: [position, position], entry: leaf.eventId })
      }
      nodes.push(...frontier.append(leaf?.hash ?? Buffer.alloc(32)))
      const head = heads.find((signedHead) => signedHead.size === frontier.size)
      if (head !== undefined) dates.endSealing(head)
      compareRoots({ frontier, heads, outside }, findings)
    }
    const upper = nodes.filter(({ level }) => level > 0)
    const stored = await read((handle) => hashesOf(handle, id, upper))
    noteFaulty(upper, stored, faulty)
  }
  for (const span of faulty) findings.add('leaves-changed', { span })
  const removals: AuditLogRemoval[] = []
  for (const claim of claims) {
    const place = { ...claim, logId: id, log: logNameOf(id) }
    const removal = await read((handle) => verifyRemoval(handle, place, publicKeysOf(keys)))
    if (removal !== undefined) removals.push(removal)
    else {
      const { position, event } = claim
      findings.add('removal-unproven', { span: [position, position], entry: event.id })
    }
  }
  const lawful = removals.flatMap(({ removed }) => ('logs' in removed ? [] : removed.positions))
  const unexplained = missing.filter(
    ({ position }) => !lawful.some(([first, last]) => first <= position && position <= last),
  )
  for (const { position, entry } of unexplained) {
    findings.add('entries-missing', { span: [position, position], entry })
  }
  return { removed: missing.length - unexplained.length, removals }
}

async function leavesBetween(
  handle: Transaction,
  id: string,
  { from, to }: { from: number; to: number },
): Promise<Map<number, Leaf>> {
  const { rows } = await sql<
    { index: number; hash: Buffer; eventId: string } & {
      [K in keyof AuditEvent]: AuditEvent[K] | null
    }
  >`
    select n.index, n.hash, n.event_id as "eventId", ${eventColumns}
    from audit_log_nodes n left join audit_events e on e.id = n.event_id
    where n.log_id = ${id}::uuid and n.level = 0
      and n.index >= ${from}::int8 and n.index < ${to}::int8`.execute(handle)
  return new Map(
    rows.map(({ index, hash, eventId, ...event }) => [
      Number(index),
      { index: Number(index), hash, eventId, event: isWhole(event) ? event : null },
    ]),
  )
}

function isWhole(event: { [K in keyof AuditEvent]: AuditEvent[K] | null }): event is AuditEvent {
  return event.id !== null
}

function compareRoots(
  options: {
    frontier: Frontier
    heads: readonly HeadRow[]
    outside: readonly NamedHead[]
  },
  findings: LogFindings,
): void {
  const { frontier, heads, outside } = options
  const { size } = frontier
  for (const head of heads) {
    if (head.size !== size || head.root.equals(frontier.root)) continue
    findings.addSentence(
      'log-rewritten',
      `The entries do not produce the root signed for ${size} entries at ${head.at.toISOString()}`,
    )
  }
  for (const { name, head } of outside) {
    if (head.head.size !== size || head.head.root === frontier.root.toString('hex')) continue
    findings.addSentence(
      'log-rewritten',
      `The log was rewritten: its first ${size} entries differ from the head in ${name}, signed for ${size} entries at ${head.head.at}`,
    )
  }
}

/** Records the leaves below the lowest nodes that do not match them. */
function noteFaulty(
  nodes: readonly StoredNode[],
  stored: readonly (Buffer | undefined)[],
  faulty: Span[],
): void {
  const wrong = nodes
    .filter(({ hash }, place) => !stored[place]?.equals(hash))
    .toSorted((a, b) => a.level - b.level)
  for (const { level, index } of wrong) {
    const first = index * 2 ** level
    const last = first + 2 ** level - 1
    // A fault below also appears in every node above it.
    if (!faulty.some((span) => span[0] >= first && span[1] <= last)) faulty.push([first, last])
  }
}

/** Entries without a leaf: those awaiting one, those that do not, and those that are missing. */
async function checkUnsealed(
  handle: Transaction,
  organisationId: string | null,
  findings: LogFindings,
): Promise<{ waiting: number }> {
  const { rows } = await sql<{ id: string; waits: boolean; there: boolean }>`
    select e.id, p.event_id is not null as waits, true as there
    from audit_events e left join audit_pending p on p.event_id = e.id
    where e.organisation_id is not distinct from ${organisationId}::uuid
      and not exists (select from audit_log_nodes n where n.event_id = e.id and n.level = 0)
    union all
    select p.event_id, true, false from audit_pending p
    where p.organisation_id is not distinct from ${organisationId}::uuid
      and not exists (select from audit_events e where e.id = p.event_id)
      and not exists (select from audit_log_nodes n where n.event_id = p.event_id and n.level = 0)
    `.execute(handle)
  for (const { id: entry, waits, there } of rows) {
    if (!there) findings.add('entries-lost', { entry })
    else if (!waits) findings.add('entries-unsealed', { entry })
  }
  return { waiting: rows.filter(({ waits, there }) => waits && there).length }
}
