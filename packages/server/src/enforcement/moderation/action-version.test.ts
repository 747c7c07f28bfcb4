import { expect, test } from 'vitest'
import { onBothEngines } from '../../../test/engines.ts'
import { ModerationFixture } from './test/moderation-fixture.ts'
import { validNotice } from './test/marketplace-fixture.ts'

onBothEngines((engine) => {
  const desk = ModerationFixture.on(engine)

  test('of two moderators who act on one version of an item at once, one is refused', async () => {
    const { market } = desk
    const received = await market.receive(validNotice(await desk.listing()))
    const triage = (knowledgeReason: string, expectedVersion: number) =>
      market.act(
        received,
        { act: 'triage', knowledge: 'yes', knowledgeReason, lifeSafety: false },
        market.analyst,
        0,
        expectedVersion,
      )
    const { version } = (await market.read(received)).items[0]!
    const told = await Promise.allSettled([
      triage('The title says so.', version),
      triage('The picture shows it.', version),
    ])
    const refused = told.filter(({ status }) => status === 'rejected')
    expect(refused).toMatchObject([{ reason: { code: 'version-mismatch' } }])
    const { version: now } = (await market.read(received)).items[0]!
    expect(now).toBeGreaterThan(version)
    const ask = (expectedVersion: number) =>
      market.act(received, { act: 'take-up' }, market.analyst, 0, expectedVersion)
    await expect(ask(version)).rejects.toMatchObject({ code: 'version-mismatch' })
    await ask(now)
  })
})
