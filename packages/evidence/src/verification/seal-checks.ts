import { parseCanonical } from '../canonical/index.ts'
import { sealFiles, SealRecord, Statement, timestampFiles } from '../seals/index.ts'
import { isSignedBy, readPublicKey } from '../signing-keys/index.ts'
import { checkKey, checkPublisher } from './key-checks.ts'
import { checkLog } from './seal-log-checks.ts'
import { sealName, type CheckedSeal, type SealOptions } from './checked-seal.ts'
import { checkTimestamp } from './timestamp-checks.ts'

/** Holds a seal against the files: statement, signature, record, timestamps, log. */
export async function checkSeal(options: SealOptions): Promise<CheckedSeal> {
  const { folder, contents, findings } = options
  const file = (name: keyof typeof sealFiles): string => `${folder}/${sealFiles[name]}`
  const raw = (bytes: Buffer): Buffer => bytes
  const of = (check: 'statement' | 'signature' | 'record' | 'log') => ({ check, findings })
  const statement = await contents.parse(
    file('statement'),
    (bytes) => ({ bytes, value: Statement.parse(parseCanonical(bytes)) }),
    of('statement'),
  )
  const signature = await contents.parse(file('signature'), raw, of('signature'))
  const key = await contents.parse(
    file('publisher'),
    (pem) => readPublicKey(pem.toString()),
    of('signature'),
  )
  if (statement) checkStatement(statement.value, options)
  if (statement && signature && key) {
    const { name, key: named } = statement.value.publisher
    if (key.id !== named) {
      findings.fault(
        'signature',
        `${file('publisher')} contains another key than the one that the statement names.`,
        file('publisher'),
      )
    } else if (!isSignedBy(key, statement.bytes, signature)) {
      findings.fault(
        'signature',
        `The signature of ${sealName(folder)} by ${name} does not match the statement: one of them was changed, or another key was used.`,
        file('signature'),
      )
    } else {
      findings.ok(
        'signature',
        `${name} signed the statement of ${sealName(folder)} with the key ${key.id}.`,
      )
    }
  }
  const record = await contents.parse(
    file('record'),
    (bytes) => ({ bytes, value: SealRecord.parse(parseCanonical(bytes)) }),
    of('record'),
  )
  const vouched =
    record?.value.key && statement ? await checkKey(statement.value, options) : undefined
  if (statement && signature && key) checkPublisher(statement.value, vouched, options)
  const timestamps: CheckedSeal['timestamps'] = []
  if (record && statement) {
    checkRecord(record.value, options)
    for (const { authority } of record.value.timestamps) {
      const checked = await checkTimestamp(authority, statement, options)
      if (checked) timestamps.push(checked)
    }
    for (const { authority, reason } of record.value.unanswered) {
      findings.note('timestamp', `${authority} gave no timestamp when asked: ${reason}`)
    }
    if (record.value.timestamps.length === 0) {
      findings.note(
        'timestamp',
        `No authority stamped ${sealName(folder)}: its time is only the publisher’s statement.`,
      )
    }
  }
  return {
    folder,
    statement: statement?.value,
    vouched,
    timestamps,
    ...(await checkLog(record?.bytes, statement?.value, options)),
  }
}

function checkStatement(
  statement: Statement,
  { folder, mustCover, withheld, contents, findings }: SealOptions,
): void {
  const before = findings.count('statement')
  const covered = new Set<string>()
  let left = 0
  for (const { path, sha256: digest, bytes } of statement.files) {
    covered.add(path)
    const digestFound = contents.digestOf(path)
    if (!contents.has(path) && withheld.get(path) === digest) left++
    else if (!contents.has(path)) {
      findings.fault('statement', `${path} was removed: ${sealName(folder)} covers it.`, path)
    } else if (
      digestFound !== undefined &&
      (digestFound !== digest || contents.sizeOf(path) !== bytes)
    ) {
      findings.fault('statement', `${path} was changed after ${sealName(folder)} was made.`, path)
    }
  }
  for (const path of mustCover) {
    if (covered.has(path)) continue
    findings.fault('statement', `${path} is not sealed: it was added afterwards.`, path)
  }
  if (findings.count('statement') > before) return
  findings.ok(
    'statement',
    `What the statement of ${sealName(folder)} says of ${counted(covered.size, 'file')} holds${left === 0 ? '' : `, except for ${left} withheld from the package`}; it says that it was made at ${statement.sealedAt}.`,
  )
}

/** The record names every part of the seal, so that none can be removed or exchanged. */
function checkRecord(record: SealRecord, { folder, contents, findings }: SealOptions): void {
  const before = findings.count('record')
  const named = new Map<string, string>([
    [`${folder}/${sealFiles.statement}`, record.statement],
    [`${folder}/${sealFiles.signature}`, record.signature],
  ])
  if (record.key !== undefined) {
    named.set(`${folder}/${sealFiles.keyStatement}`, record.key.statement)
    named.set(`${folder}/${sealFiles.keySignature}`, record.key.signature)
  }
  for (const { authority, ...digests } of record.timestamps) {
    const names = timestampFiles(authority)
    named.set(`${folder}/${names.request}`, digests.request)
    named.set(`${folder}/${names.response}`, digests.response)
    named.set(`${folder}/${names.certificates}`, digests.certificates)
  }
  for (const [path, digest] of named) {
    if (!contents.has(path)) {
      findings.fault('record', `${path} was removed: the record of the seal names it.`, path)
    } else if (contents.digestOf(path) !== digest) {
      findings.fault('record', `${path} does not match the record of the seal.`, path)
    }
  }
  const known = new Set([
    ...named.keys(),
    ...Object.values(sealFiles)
      .filter((name) => name !== sealFiles.keyStatement && name !== sealFiles.keySignature)
      .map((name) => `${folder}/${name}`),
  ])
  for (const path of contents.paths) {
    if (!path.startsWith(`${folder}/`) || known.has(path)) continue
    findings.fault(
      'record',
      `${path} does not belong to the seal: its record does not name it.`,
      path,
    )
  }
  if (findings.count('record') > before) return
  findings.ok(
    'record',
    `The record of ${sealName(folder)} names the statement, its signature and ${counted(record.timestamps.length, 'timestamp')}, as they are.`,
  )
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
