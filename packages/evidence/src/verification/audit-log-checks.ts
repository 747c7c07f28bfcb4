import {
  compareAuditLogHeads,
  isSelfConsistent,
  SignedAuditLogHead,
  type HeadComparison,
} from '../audit-log/index.ts'
import { auditLogPath } from '../packaging/index.ts'
import { bytesOfFile, UnreadablePackage, type PackageFiles } from '../package-reader/index.ts'
import type { Contents } from './package-contents.ts'
import { Findings, type Verdict } from './model.ts'
import { noTrust, type Trust } from './trust-anchors.ts'

/** A head of an audit log, under the name of the file that it came in. */
export type NamedHead = { name: string; head: SignedAuditLogHead }

type Options = {
  /** The key of the log that the package names. */
  log: string | undefined
  consistentWith: readonly NamedHead[]
  findings: Findings
}

/** Checks the head of the audit log in a package, and compares it with heads from elsewhere. */
export async function checkAuditLog(
  contents: Contents,
  { log, consistentWith, findings }: Options,
): Promise<void> {
  if (!contents.has(auditLogPath)) {
    if (consistentWith.length === 0) return
    findings.fault('audit-log', 'The package contains no audit log head to compare.')
    return
  }
  const own = await contents.parse(auditLogPath, readHead, { check: 'audit-log', findings })
  if (!own) return
  if (!isSelfConsistent(own) || (log !== undefined && own.head.key !== log)) {
    findings.fault(
      'audit-log',
      `${auditLogPath} is not signed with the key of the log: it was changed, or signed with another key.`,
      auditLogPath,
    )
    return
  }
  findings.ok('audit-log', stateOf(own))
  compareAll({ name: 'this package', head: own }, consistentWith, findings)
}

/** Verifies a head's file alone: its signature, and its consistency with other heads. */
export function verifyAuditLogHead(
  own: NamedHead,
  trust: Trust = noTrust,
  consistentWith: readonly NamedHead[] = [],
): Verdict {
  const findings = new Findings()
  const { key } = own.head.head
  if (!isSelfConsistent(own.head)) {
    findings.fault(
      'audit-log',
      `${own.name} is not signed with the key that it names: it was changed, or signed with another key.`,
    )
  } else {
    findings.ok('audit-log', stateOf(own.head))
    checkTrust(key, trust, findings)
    compareAll(own, consistentWith, findings)
  }
  const { checks } = findings
  const sound = checks.every(({ outcome }) => outcome !== 'fault')
  return { package: own.name, sound, publisher: null, sealedAt: null, timestamps: [], checks }
}

/** The head of the audit log in a package, without any check of either. */
export async function auditLogHeadIn(files: PackageFiles): Promise<SignedAuditLogHead> {
  if (!files.sizes.has(auditLogPath)) {
    throw new UnreadablePackage(`${files.name} contains no audit log head.`)
  }
  return readHead(await bytesOfFile(files, auditLogPath))
}

function readHead(bytes: Buffer): SignedAuditLogHead {
  return SignedAuditLogHead.parse(JSON.parse(bytes.toString('utf8')))
}

function checkTrust(key: string, { publishers }: Trust, findings: Findings): void {
  if (publishers.some(({ id }) => id === key)) {
    findings.ok('publisher', 'You trust the key of the log.')
  } else if (publishers.length > 0) {
    findings.fault('publisher', `The key ${key} is not one that you trust.`)
  } else {
    findings.note(
      'publisher',
      `Compare the key ${key} with the one that the operator publishes, or pass it with --trust.`,
    )
  }
}

function compareAll(own: NamedHead, others: readonly NamedHead[], findings: Findings): void {
  const signed = others.filter((other) => {
    if (isSelfConsistent(other.head)) return true
    findings.fault(
      'audit-log',
      `The head in ${other.name} is not signed with the key that it names.`,
    )
    return false
  })
  for (const other of signed) {
    const bridges = signed.filter((head) => head !== other).map(({ head }) => head)
    const comparison = compareAuditLogHeads(own.head, other.head, bridges)
    const sentence = sentences[comparison](own, other)
    if (comparison === 'same' || comparison === 'grown') findings.ok('audit-log', sentence)
    else findings.fault('audit-log', sentence)
  }
}

const sentences: Readonly<Record<HeadComparison, (own: NamedHead, other: NamedHead) => string>> = {
  same: (own, other) =>
    `The heads in ${own.name} and ${other.name} are of the same audit log, with the same ${own.head.head.size} entries.`,
  grown: (own, other) => {
    const [older, newer] = inOrder(own, other)
    return `The audit log in ${newer.name} extends that in ${older.name}: it grew from ${older.head.head.size} to ${newer.head.head.size} entries, and the first ${older.head.head.size} are unchanged.`
  },
  forked: (own, other) => {
    const [older, newer] = inOrder(own, other)
    return `The audit log was rewritten: the head of ${newer.head.head.size} entries in ${newer.name} does not extend that of ${older.head.head.size} entries in ${older.name}, although both are signed with one key. Entries were changed, removed or reordered.`
  },
  unproven: (own, other) => {
    const [older, newer] = inOrder(own, other)
    return `Not proven: that the audit log in ${newer.name} (${newer.head.head.size} entries) extends that in ${older.name} (${older.head.head.size}). Save a new head with the proofs, from GET /api/v1/audit/heads/latest?since=${older.head.head.size},${newer.head.head.size}, and pass it with --consistent-with as well.`
  },
  'other-log': (own, other) =>
    `${other.name} contains a head of another audit log (${other.head.head.log}) than ${own.name} (${own.head.head.log}).`,
  'other-key': (own, other) =>
    `The head in ${other.name} is signed by ${other.head.head.key}, that in ${own.name} by ${own.head.head.key}: ask the operator why the key of the log changed.`,
}

function inOrder(one: NamedHead, other: NamedHead): [NamedHead, NamedHead] {
  return one.head.head.size <= other.head.head.size ? [one, other] : [other, one]
}

function stateOf({ head: { log, size, root, at, key } }: SignedAuditLogHead): string {
  return `The audit log of ${log} had ${size} entries at ${at}, with the root ${root}; signed with the key ${key}.`
}
