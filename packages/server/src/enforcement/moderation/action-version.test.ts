import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { onBothEngines } from '../../../test/engines.ts'
import { twoAtOnce } from '../../../test/two-at-once.ts'
import { loadProceeding } from '../proceedings/index.ts'
import { applyMisuseAction, listMisuseRecords, openMisuseRecord } from './suspend-for-misuse.ts'
import { internalSender, ModerationFixture } from './test/moderation-fixture.ts'
import { validNotice } from './test/marketplace-fixture.ts'

onBothEngines((engine) => {
  const desk = ModerationFixture.on(engine)
  const firstItem = async (received: { id: string }) => (await desk.market.read(received)).items[0]!
  const stateOf = async (id: string) => {
    const { market } = desk
    const { organisationId } = market
    const { state } = await market.scope((handle) =>
      loadProceeding({ handle, organisationId, input: { id } }),
    )
    return state
  }

  test('of two moderators who act on one version of an item at once, one is refused', async () => {
    const { market } = desk
    const received = await market.receive(validNotice(await desk.listing()))
    const triage = (knowledgeReason: string) => (expectedVersion: number) =>
      market.act(
        received,
        { type: 'triage', knowledge: 'yes', knowledgeReason, lifeSafety: false },
        market.analyst,
        0,
        expectedVersion,
      )
    const reasons = ['The title says so.', 'The picture shows it.'] as const
    const winner = await twoAtOnce(
      () => firstItem(received),
      [triage(reasons[0]), triage(reasons[1])],
    )
    const { version, instances } = await firstItem(received)
    expect(instances[0]!.facts['knowledgeReason']).toBe(reasons[winner])
    await market.act(received, { type: 'start-review' }, market.analyst, 0, version)
  })

  test('of two who match an item at once, one is refused, and the match is in its timeline', async () => {
    const { market } = desk
    const received = await market.receive(validNotice('unknown here'))
    const listings = [(await desk.listed()).id, (await desk.listed()).id] as const
    const match = (listing: string) => (expectedVersion: number) =>
      market.act(received, { type: 'match', listing }, market.analyst, 0, expectedVersion)
    const winner = await twoAtOnce(
      () => firstItem(received),
      [match(listings[0]), match(listings[1])],
    )
    const { listing, proceeding, instance, instances } = await firstItem(received)
    expect(listing).toBe(listings[winner])
    expect(instances[0]!.state).toBe('received')
    expect((await stateOf(proceeding)).instances[instance]!.path).toMatchObject([
      { action: 'open' },
      { action: 'acknowledge' },
      { action: 'match', by: { role: 'moderator', id: market.analyst.id }, state: 'received' },
    ])
    const { rows } = await market.as((handle) =>
      sql`select detail from audit_events where action = 'notice-matched'`.execute(handle),
    )
    expect(rows).toEqual([{ detail: { position: 0, listing } }])
  })

  test('of two who drop a proposed restriction at once, one is refused', async () => {
    const { market } = desk
    const { proceeding } = await market.propose((await desk.listed()).id)
    const drop = (reason: string) => (expectedVersion: number) =>
      market.actOnOwn(
        proceeding,
        { type: 'drop', instance: 'restriction', reason },
        market.admin,
        expectedVersion,
      )
    const reasons = ['The goods are genuine.', 'The listing is gone.'] as const
    const winner = await twoAtOnce(
      () => market.readOwn(proceeding),
      [drop(reasons[0]), drop(reasons[1])],
    )
    const { instances } = await market.readOwn(proceeding)
    expect(instances).toMatchObject([{ facts: { dropReason: reasons[winner] } }])
  })

  test('of two who act on one version of a misuse record at once, one is refused', async () => {
    const { market } = desk
    const { admin: actor, now } = market
    const { id: notice } = await market.receive(validNotice(), internalSender())
    const { id, proceeding } = await market.as((handle) =>
      openMisuseRecord({ handle, actor, now, input: { role: 'notifier', notice } }),
    )
    const read = async () => {
      const { items } = await market.as((handle) => listMisuseRecords({ handle, actor }))
      return items.find((one) => one.id === id)!
    }
    const warn = (warning: string) => (expectedVersion: number) =>
      market.as((handle) =>
        applyMisuseAction({
          handle,
          actor,
          now,
          sendsMail: true,
          serverAddress: market.serverAddress,
          input: { id, action: { type: 'warn', warning }, expectedVersion },
        }),
      )
    const warnings = ['Your notices name no right.', 'Most of your notices were wrong.'] as const
    const winner = await twoAtOnce(read, [warn(warnings[0]), warn(warnings[1])])
    expect((await read()).state).toBe('warned')
    const { instances } = await stateOf(proceeding)
    expect(Object.values(instances)[0]!.facts['warning']).toBe(warnings[winner])
  })
})
