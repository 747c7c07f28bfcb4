import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { bodyOf, hour, idsOf, type InboxFixture } from './inbox-fixture.ts'

/** What waits for whom from the draft of a notice to what a marketplace decides on it. */
export function noticeTests(fixtureOf: () => InboxFixture): void {
  describe('a notice', () => {
    let fixture: InboxFixture
    beforeAll(() => {
      fixture = fixtureOf()
    })
    let notice: string

    test('that was submitted for approval waits for another sender', async () => {
      const { people } = fixture
      const { ada, dewi } = people
      const settings = { secondPerson: true, remindDays: 7, reminders: 2 }
      await bodyOf(ada.ask('PUT', '/api/v1/notice-settings', settings))
      notice = await fixture.draftNotice(dewi)
      await bodyOf(dewi.post(`/api/v1/notices/${notice}/actions`, { action: { type: 'send' } }))
      const found = await fixture.waiting(ada, 'notice-approval')
      expect(idsOf(found)).toEqual(await fixture.listed(ada, '/api/v1/notices?state=proposed'))
      expect(found[0]).toMatchObject({
        from: 'dewi',
        title: 'Totes of a seller',
        listing: fixture.ready.listings[0],
        path: `/notices/${notice}`,
      })
      expect(await fixture.waiting(dewi, 'notice-approval')).toEqual([])
    })

    test('that was received waits for those who moderate, item by item', async () => {
      const { ada, otto, rhea, ana, aud, vera } = fixture.people
      await bodyOf(ada.post(`/api/v1/notices/${notice}/actions`, { action: { type: 'approve' } }))
      expect(await fixture.waiting(ada, 'notice-approval')).toEqual([])
      for (const who of [otto, rhea, ana]) {
        const found = await fixture.waiting(who, 'received-notice')
        const { items } = await bodyOf(who.get('/api/v1/moderation/items'))
        const queued = items as { notice: string; position: number }[]
        expect(idsOf(found)).toEqual(
          queued.map((one) => `${one.notice}/${one.position}`).toSorted(),
        )
        expect(found).toHaveLength(2)
        expect(found[0]).toMatchObject({ from: 'Velmoraq', detail: 'received' })
        expect(found[0]!.until).not.toBeNull()
      }
      for (const who of [aud, vera, ada])
        expect(await fixture.waiting(who, 'received-notice')).toEqual([])
    })

    test('of which the deadline to decide is near or over is urgent', async () => {
      const { otto } = fixture.people
      const { until } = (await fixture.waiting(otto, 'received-notice'))[0]!
      const due = Date.parse(until!)
      expect(await fixture.urgencies(otto, 'received-notice', due - hour)).toEqual(['soon', 'soon'])
      const late = await fixture.urgencies(otto, 'received-notice', due + hour)
      expect(late).toEqual(['overdue', 'overdue'])
    })

    test('of which the marketplace asks something waits for its senders until it is answered', async () => {
      const { ada, dewi, hana, otto } = fixture.people
      const items = await fixture.waiting(otto, 'received-notice')
      const act = (id: string, body: object) => {
        const [received, position] = id.split('/')
        return bodyOf(
          otto.post(`/api/v1/moderation/notices/${received}/items/${position}/actions`, {
            action: body,
          }),
        )
      }
      const knowledge = { knowledge: 'yes', knowledgeReason: 'The title says so.' }
      const [first, second] = items.map(({ id }) => id)
      for (const id of [first!, second!]) {
        const risk = { lifeSafety: id === second, suspicion: 'The strap may break.' }
        await act(id, {
          type: 'triage',
          ...knowledge,
          ...(id === second ? risk : { lifeSafety: false }),
        })
        await act(id, { type: 'start-review' })
      }
      expect((await fixture.waiting(otto, 'received-notice'))[0]).toMatchObject({
        id: second,
        urgency: 'soon',
      })
      await act(first!, { type: 'request-information', question: 'Which model is it?' })
      for (const who of [ada, dewi]) {
        expect(await fixture.waiting(who, 'marketplace-response')).toMatchObject([
          {
            id: notice,
            detail: 'question',
            title: 'Totes of a seller',
            listing: fixture.ready.listings[0],
            path: `/notices/${notice}`,
            action: null,
          },
        ])
      }
      expect(await fixture.waiting(hana, 'marketplace-response')).toEqual([])
      await act(first!, { type: 'record-response', text: 'The summer bag.' })
      expect(await fixture.waiting(ada, 'marketplace-response')).toEqual([])
      for (const id of [first!, second!]) {
        await act(id, { type: 'decide', outcome: 'no-action', reasons: 'It is another mark.' })
      }
      expect(await fixture.waiting(ada, 'marketplace-response')).toMatchObject([
        { id: notice, detail: 'no-action', action: 'mark-handled' },
      ])
    })

    test('leaves the marketplace what the list of follow-ups holds', async () => {
      const { otto } = fixture.people
      const found = await fixture.waiting(otto, 'follow-up')
      const { items } = await bodyOf(otto.get('/api/v1/moderation/items?work=following'))
      const queued = items as { notice: string; position: number }[]
      expect(idsOf(found)).toEqual(queued.map((one) => `${one.notice}/${one.position}`).toSorted())
      expect(await fixture.waiting(otto, 'received-notice')).toEqual([])
    })

    test('of which a response was handled leaves the inbox of all, and is in the log', async () => {
      const { ada, dewi, hana, vera } = fixture.people
      const body = { kind: 'marketplace-response', id: notice }
      expect((await hana.post('/api/v1/inbox/handled-items', body)).status).toBe(403)
      expect((await vera.post('/api/v1/inbox/handled-items', body)).status).toBe(404)
      const unknown = { ...body, id: randomUUID() }
      expect((await dewi.post('/api/v1/inbox/handled-items', unknown)).status).toBe(404)
      await bodyOf(dewi.post('/api/v1/inbox/handled-items', body))
      expect(await fixture.waiting(ada, 'marketplace-response')).toEqual([])
      const { items } = await bodyOf(ada.get('/api/v1/audit'))
      expect(items).toContainEqual(
        expect.objectContaining({
          action: 'inbox-item-handled',
          subject: { kind: 'notice', id: notice, name: null },
        }),
      )
    })
  })
}
