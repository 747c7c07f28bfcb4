import { loadProceeding } from '../proceedings/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { findMisuseRecord } from './misuse-records-repository.ts'
import { textHashOf } from './types.ts'

/** Identifies a notifier in misuse records. */
export function misuseSubjectOf(sender: {
  inside: { organisationId: string } | undefined
  email: string | undefined
}): string | undefined {
  if (sender.inside !== undefined) return `organisation:${sender.inside.organisationId}`
  return sender.email === undefined
    ? undefined
    : `address:${textHashOf(sender.email).toString('hex')}`
}

export type Suspension = { id: string; until: string }

/** Until when submissions of a person in this role are not processed (Art. 23(2) DSA). */
export async function findSuspension(
  handle: Transaction,
  organisationId: string,
  { role, subject }: { role: 'notifier' | 'complainant'; subject: string | undefined },
): Promise<Suspension | undefined> {
  if (subject === undefined) return undefined
  const record = await findMisuseRecord(handle, organisationId, { role, subject })
  if (record?.state !== 'suspended') return undefined
  const { state } = await loadProceeding({
    handle,
    organisationId,
    input: { id: record.proceedingId },
  })
  const until = state.instances[record.instance]?.facts['until']
  return typeof until === 'string' ? { id: record.id, until } : undefined
}
