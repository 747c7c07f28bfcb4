import { parseCanonical } from '../canonical/index.ts'
import { isConsistent, isIncluded, leafHash } from '../merkle-log/index.ts'
import { LogProof, sealFiles, TreeHead, type Statement } from '../seals/index.ts'
import { isSignedBy, readPublicKey } from '../signing-keys/index.ts'
import { sealName, type CheckedSeal, type SealOptions } from './checked-seal.ts'
import type { Findings } from './model.ts'

/** Whether the log contains the record, and the log's own key signed its head. */
export async function checkLog(
  record: Buffer | undefined,
  statement: Statement | undefined,
  { folder, contents, findings }: SealOptions,
): Promise<{ head: TreeHead | undefined; proof: LogProof | undefined }> {
  const at = { check: 'log', findings } as const
  const file = (name: keyof typeof sealFiles): string => `${folder}/${sealFiles[name]}`
  const head = await contents.parse(
    file('head'),
    (bytes) => ({ bytes, value: TreeHead.parse(parseCanonical(bytes)) }),
    at,
  )
  const signature = await contents.parse(file('headSignature'), (bytes) => bytes, at)
  const key = await contents.parse(file('log'), (pem) => readPublicKey(pem.toString()), at)
  const proof = await contents.parse(
    file('proof'),
    (bytes) => LogProof.parse(parseCanonical(bytes)),
    at,
  )
  if (!head || !signature || !key || !proof || !record || !statement) {
    return { head: head?.value, proof }
  }
  const { size, root, log } = head.value
  const isIn = isIncluded({
    leaf: leafHash(record),
    index: proof.index,
    size,
    path: proof.path.map(bytesOf),
    root: bytesOf(root),
  })
  if (key.id !== statement.log || log !== statement.log) {
    findings.fault(
      'log',
      `The head of the log in ${folder} is not of the log that the publisher named.`,
      file('head'),
    )
  } else if (!isSignedBy(key, head.bytes, signature)) {
    findings.fault(
      'log',
      `The head of the log in ${folder} is not signed by its log: it was changed, or signed with another key.`,
      file('headSignature'),
    )
  } else if (proof.size !== size || !isIn) {
    findings.fault(
      'log',
      `The record of ${sealName(folder)} is not at the position in the log that the proof names: the log was reordered, or the record or proof was changed.`,
      file('proof'),
    )
  } else {
    findings.ok(
      'log',
      `The record of ${sealName(folder)} is entry ${proof.index + 1} of ${size} in the log ${log}, whose root is ${root}.`,
    )
  }
  return { head: head.value, proof }
}

/** The log of the package must be the one of every earlier seal in it, with entries added at its end. */
export function checkGrowth(
  own: CheckedSeal,
  earlier: readonly CheckedSeal[],
  findings: Findings,
): void {
  const { head, proof } = own
  if (!head || !proof) return
  for (const { folder, head: old } of earlier) {
    if (!old) continue
    if (old.log !== head.log) {
      findings.note(
        'log',
        `${capital(sealName(folder))} is in another log, ${old.log}: it cannot be verified here that nothing was removed from that log since.`,
      )
      continue
    }
    const claim = proof.earlier.find(({ size, root }) => size === old.size && root === old.root)
    const grew =
      claim !== undefined &&
      isConsistent({
        first: { size: old.size, root: bytesOf(old.root) },
        second: { size: head.size, root: bytesOf(head.root) },
        path: claim.path.map(bytesOf),
      })
    if (grew) {
      findings.ok(
        'log',
        `Since ${sealName(folder)}, the log has only grown, from ${old.size} to ${head.size} entries.`,
      )
    } else {
      findings.fault(
        'log',
        `The log does not extend that of ${sealName(folder)}: entries were changed, removed or reordered since.`,
        `${folder}/${sealFiles.head}`,
      )
    }
  }
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

function bytesOf(hex: string): Buffer {
  return Buffer.from(hex, 'hex')
}
