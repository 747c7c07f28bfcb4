import type { ModerationAction, StatementOfReasons } from '@touchstone/contract'
import { describe, expect, test } from 'vitest'
import { previewStatement } from '../preview-statement.ts'
import { decideAction, type ModerationFixture } from './moderation-fixture.ts'
import { validNotice } from './marketplace-fixture.ts'

/** The checks of a statement of reasons before it is sent. */
export function statementTests(desk: ModerationFixture): void {
  const { listing, states } = desk

  describe('a statement is refused, and nothing happens,', () => {
    const refused = async (more: object, wish: object = {}): Promise<string> => {
      const { market } = desk
      const received = await market.receive(validNotice(await listing()))
      await market.upTo(received, { ...decideAction, outcome: 'restrict' })
      const statement = await market.completed(received, more)
      const instance = `n-${received.id}-0/restriction`
      const deliver = { by: 'own-channel', to: 'm-1' }
      const action = {
        type: 'restrict',
        instance,
        statement,
        deliver,
        ...wish,
      } as ModerationAction
      const failed = await market.act(received, action).then(
        () => 'taken',
        (error: Error) => error.message,
      )
      expect((await states(received))['n/restriction']).toBe('proposed')
      expect((await market.read(received)).items[0]!.measures).toEqual([])
      return failed
    }
    const ground = { kind: 'illegal', legalGround: 'Regulation (EU) 2017/1001, Article 9' }

    test.each<[string, object, RegExp]>([
      ['without a why', { ground: { ...ground, why: 'Article 9' } }, /It must say why/],
      ['that accuses', { facts: 'This offer is a fake.' }, /is a conclusion/],
      ['that names the seller', { facts: 'Lumen Trade Ltd says replica.' }, /personal data/],
      ['that starts in the past', { startsOn: '2026-03-01' }, /was due on 2026-03-01/],
      ['of another source', { source: 'own-initiative' }, /recorded as notice/],
      ['that states more than was recorded', { automatedDecision: 'partly' }, /recorded as not/],
      [
        'with a short window',
        { redress: { complaint: { where: 'x', until: '2026-04-01' }, bodies: 'x', court: 'x' } },
        /can complain until 2026-09-02 at the earliest/,
      ],
    ])('%s', async (_what, more, message) => {
      expect(await refused(more)).toMatch(message)
    })

    test('that is not delivered though it is due, or has a reason and a delivery', async () => {
      expect(await refused({}, { deliver: undefined })).toMatch(/say how the seller is informed/)
      expect(await refused({}, { exemption: 'no-contact' })).toMatch(/none is delivered/)
    })
  })

  test('a statement is shown with all that is wrong with it, and nothing has happened', async () => {
    const { market } = desk
    const received = await market.receive(validNotice(await listing()))
    const { admin: actor, now } = market
    const preview = (statement: StatementOfReasons, instance?: string) =>
      market.as((handle) => {
        const input = { id: received.id, position: 0, statement, instance }
        return previewStatement({ handle, actor, now, input })
      })
    const ground = { kind: 'illegal', legalGround: 'Article 9', why: 'Article 9' } as const
    const bad = { facts: 'Lumen Trade Ltd offers a fake.', source: 'own-initiative', ground }
    const wrong = await market.completed(received, bad as never)
    // The preview works before a decision.
    expect((await preview(wrong)).faults.map(({ field }) => field)).toContain('source')
    await market.upTo(received, { ...decideAction, outcome: 'restrict' })
    const instance = `n-${received.id}-0/restriction`
    const { faults, text, readings } = await preview(wrong, instance)
    expect(faults.map(({ field }) => field)).toEqual(
      expect.arrayContaining(['source', 'ground.why', 'facts']),
    )
    expect(faults.map(({ message }) => message).join(' ')).toMatch(/is a conclusion.*personal data/)
    expect(text).toContain('Lumen Trade Ltd offers a fake.')
    expect(readings.en).toBe(text)
    expect(readings.id).toContain('Seseorang mengambil keputusan, tanpa sarana otomatis.')
    expect(readings.zh).toContain('决定由人作出')
    for (const reading of [readings.id, readings.zh]) {
      expect(reading).toContain('Lumen Trade Ltd offers a fake.')
      for (const english of ['Statement of reasons', 'Basis of the decision', 'Automated means']) {
        expect(reading).not.toContain(english)
      }
    }
    const right = await preview(await market.completed(received), instance)
    expect([right.faults, right.text.includes('access to it is disabled')]).toEqual([[], true])
    const shown = await market.read(received)
    expect([shown.items[0]!.measures, shown.items[0]!.statements]).toEqual([[], []])
    await expect(preview(wrong, 'n-x/restriction')).rejects.toThrow(/nothing named/)
    await market.act(received, {
      type: 'restrict',
      instance,
      statement: await market.completed(received),
      deliver: { by: 'own-channel', to: 'm-9' },
      illegalProduct: false,
    })
    expect((await market.read(received)).items[0]!.statements).toMatchObject([
      {
        instance,
        text: right.text,
        readings: right.readings,
        by: 'own-channel',
        to: 'm-9',
        filedAt: null,
      },
    ])
  })
}
