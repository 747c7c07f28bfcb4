import type { Notice } from '@touchstone/contract'
import { findPrioritySafeguard } from '../notice-quality/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { flaggersOf, type FlaggerRow } from './trusted-flaggers-repository.ts'
import { coversGround, regimeId } from './types.ts'

/** Coordinators' trusted flaggers come before members of the marketplace's own programme. */
const flaggerTypes: readonly FlaggerRow['notifierType'][] = ['trusted-flagger', 'programme-member']

/** The most urgent entry for a notifier, within its area and while active. */
export async function findTrustedFlagger(
  handle: Transaction,
  organisationId: string,
  { sender, ground }: { sender: string | undefined; ground: Notice['ground'] },
): Promise<FlaggerRow | undefined> {
  if (sender === undefined) return undefined
  const [first] = (await flaggersOf(handle, organisationId))
    .filter(({ member, status }) => member === sender && status === 'active')
    .filter(({ areas }) => coversGround(ground, areas))
    .sort((a, b) => flaggerTypes.indexOf(a.notifierType) - flaggerTypes.indexOf(b.notifierType))
  // A trusted flagger's status is the law's (Art. 22(1) DSA): misuse is reported to the coordinator that awarded it.
  if (first?.notifierType !== 'programme-member' || ground === undefined) return first
  const query = { organisationId, notifier: sender, regime: regimeId, ground }
  return (await findPrioritySafeguard(handle, query)) === undefined ? first : undefined
}
