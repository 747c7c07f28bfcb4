import { auditLogLeaf, installationLog } from '@touchstone/evidence'
import type { AuditEvent } from '../audit/index.ts'

/** Id of the installation's own log, which contains no entries of organisations. */
export const installationLogId = '00000000-0000-0000-0000-000000000000'

/** The context of sealing, which reads rows of every log. */
export const sealingContext = {
  as: 'operator',
  actor: { kind: 'operator', id: 'audit-log' },
} as const

/** The store's id of an organisation's or the installation's log. */
export function logIdOf(organisationId: string | null): string {
  return organisationId ?? installationLogId
}

/** The name of a log in heads. */
export function logNameOf(logId: string): string {
  return logId === installationLogId ? installationLog : logId
}

/** The hash of the leaf that commits to an entry. */
export function leafOf(event: AuditEvent): Buffer {
  const { id, organisationId, at, actorKind, actorId, action, subjectKind, subjectId, detail } =
    event
  return auditLogLeaf({
    log: organisationId ?? installationLog,
    id,
    at: at.toISOString(),
    actor: { kind: actorKind, id: actorId },
    action,
    subject: { kind: subjectKind, id: subjectId },
    detail,
  })
}

/** First and last position, both counted from 0. */
export type Span = [first: number, last: number]

/** The same positions as the fewest spans, in ascending order. */
export function mergeSpans(spans: readonly Span[]): Span[] {
  const all: Span[] = []
  for (const [first, last] of spans.toSorted((a, b) => a[0] - b[0])) {
    const before = all.at(-1)
    if (before !== undefined && first <= before[1] + 1) before[1] = Math.max(before[1], last)
    else all.push([first, last])
  }
  return all
}
