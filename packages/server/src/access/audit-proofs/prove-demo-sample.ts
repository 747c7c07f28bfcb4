import {
  AuditLogSample,
  installationLog,
  isStatementSignedBy,
  signAuditLogStatement,
  type PublicKey,
  type Signer,
} from '@touchstone/evidence'
import { sql } from 'kysely'
import { z } from 'zod'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'

export type SampleIds = { organisations: string[]; people: string[] }

const Proven = z.object({
  organisations: z.unknown(),
  people: z.unknown(),
  proof: z.object({ key: z.string(), at: z.string(), signature: z.base64().length(88) }),
})

/** Detail of the entry about a new sample: its members, with the installation's signature. */
export async function proveDemoSample(
  signer: Signer,
  ids: SampleIds,
): Promise<Record<string, unknown>> {
  const { statement, signature } = await signAuditLogStatement(signer, AuditLogSample, {
    type: 'touchstone-audit-log/sample/1',
    log: installationLog,
    at: new Date().toISOString(),
    organisations: ids.organisations,
    people: ids.people,
  })
  const { organisations, people, key, at } = statement
  return { organisations, people, proof: { key, at, signature: signature.toString('base64') } }
}

/**
 * The organisations and users that the installation signed as parts of a sample. Undefined if no list was signed, as
 * by an earlier version.
 */
export async function provenDemoSample(
  handle: Transaction,
  keys: readonly PublicKey[],
): Promise<SampleIds | undefined> {
  const { rows } = await sql<{ id: string; detail: unknown }>`
    select id, detail from audit_events
    where organisation_id is null and action = 'sample-begun'`.execute(handle)
  const signed = rows.filter(({ detail }) => hasProof(detail))
  if (signed.length === 0) return undefined
  const all: SampleIds = { organisations: [], people: [] }
  for (const { id, detail } of signed) {
    const sample = signedSample(detail, keys)
    if (sample === undefined) throw unproven(id)
    all.organisations.push(...sample.organisations)
    all.people.push(...sample.people)
  }
  return all
}

function hasProof(detail: unknown): boolean {
  return typeof detail === 'object' && detail !== null && 'proof' in detail
}

function signedSample(detail: unknown, keys: readonly PublicKey[]): AuditLogSample | undefined {
  const { success, data } = Proven.safeParse(detail)
  if (!success) return undefined
  const { organisations, people, proof } = data
  const { success: isSample, data: sample } = AuditLogSample.safeParse({
    type: 'touchstone-audit-log/sample/1',
    log: installationLog,
    key: proof.key,
    at: proof.at,
    organisations,
    people,
  })
  if (!isSample) return undefined
  const signature = Buffer.from(proof.signature, 'base64')
  return keys.some((key) => isStatementSignedBy(key, sample, signature)) ? sample : undefined
}

function unproven(id: string): AppError {
  return new AppError({
    code: 'sample-not-proven',
    message: `entry ${id} of the installation’s log lists the members of the sample, but has no valid signature of the installation: nothing was removed; run touchstone doctor`,
  })
}
