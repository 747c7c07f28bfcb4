import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newClaim, newOrganisation, operator } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { twoAtOnce } from '../../../test/two-at-once.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { approveClaim, readClaim, rejectClaim, revokeClaim } from './manage-claims.ts'
import type { Claim } from './types.ts'

onBothEngines((engine) => {
  let store: Store
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
  })
  afterAll(() => store?.close())

  const decide = (
    how: typeof approveClaim,
    { id, version }: Claim,
    decision: object,
  ): Promise<Claim> =>
    asOperator(store, (handle) =>
      how({ handle, actor: operator, input: { id, decision, expectedVersion: version } }),
    )

  test('of two approvers who decide on one version of a claim at once, one is refused', async () => {
    const claim = await newClaim(store, 'house', 'gucci')
    const at = (how: typeof approveClaim, decision: object) => (version: number) =>
      decide(how, { ...claim, version }, decision)
    const read = () =>
      asOperator(store, (handle) => readClaim({ handle, actor: operator, input: { id: claim.id } }))
    const winner = await twoAtOnce(read, [
      at(approveClaim, {}),
      at(rejectClaim, { reason: 'the extract is of another brand' }),
    ])
    expect(await read()).toMatchObject({
      version: claim.version + 1,
      state: ['approved', 'rejected'][winner],
    })
  })

  test('an approver who read the claim before its approval does not revoke it', async () => {
    const claim = await newClaim(store, 'house', 'prada')
    const approved = await decide(approveClaim, claim, {})
    const reason = { reason: 'the entry has lapsed' }
    await expect(decide(revokeClaim, claim, reason)).rejects.toMatchObject({
      code: 'version-mismatch',
      pointer: '/expectedVersion',
    })
    expect((await decide(revokeClaim, approved, reason)).state).toBe('revoked')
  })
})
