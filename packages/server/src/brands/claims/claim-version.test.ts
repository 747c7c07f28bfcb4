import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newClaim, newOrganisation, operator } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { approveClaim, rejectClaim, revokeClaim, type Claim } from './index.ts'

onBothEngines((engine) => {
  let store: Store
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
  }, 60_000)
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
    const told = await Promise.allSettled([
      decide(approveClaim, claim, {}),
      decide(rejectClaim, claim, { reason: 'the extract is of another brand' }),
    ])
    const refused = told.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'version-mismatch' } }])
    expect(told.filter(({ status }) => status === 'fulfilled')).toMatchObject([
      { value: { version: claim.version + 1 } },
    ])
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
