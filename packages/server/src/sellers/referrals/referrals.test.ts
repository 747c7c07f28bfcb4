import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openPackage, verifyPackage } from '@touchstone/evidence'
import type { ReferralQuestionView, SupplementView } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { onOneEngine } from '../../../test/engines.ts'
import { openStore } from '../../platform/db/index.ts'
import { ReferralsFixture } from './test/referrals-fixture.ts'

onOneEngine((engine) => {
  let it: ReferralsFixture

  beforeAll(async () => {
    it = await new ReferralsFixture(await openStore(await engine.newStore())).open()
  })
  afterAll(() => it?.close())

  const download = async (who: string, id: string, query = ''): Promise<Buffer> => {
    const { cookies } = it.as(who)
    const { statusCode, rawPayload } = await it.app.inject({
      url: `/api/v1/referrals/${id}/package${query}`,
      headers: {
        host: 'touchstone.example.com',
        origin: 'https://touchstone.example.com',
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      },
    })
    if (statusCode !== 200) throw new Error(rawPayload.toString())
    return rawPayload
  }

  test('a network goes from a draft to an authority, which asks, is answered and gets a supplement', async () => {
    const network = await it.network('harbour', '0812 3456 7001')
    const listings = await it.listingsOfNetwork(network)
    await it.capture(listings[0]!)
    const draft = await it.draft(network)
    expect(draft).toMatchObject({ state: 'draft', side: 'sender', changes: null })
    expect(draft.missing.filter(({ blocks }) => blocks)).toEqual([])
    const preview = await it.get('ana', `referrals/${draft.id}/preview`)
    expect(preview).toMatchObject({ counts: { accounts: 2, links: 1, captures: 1 } })
    await it.act('ana', draft.id, { type: 'submit' })
    expect(await it.tryAction('ana', draft.id, { type: 'release' })).toMatchObject({ status: 403 })
    const released = await it.act('ada', draft.id, { type: 'release' })
    expect(released).toMatchObject({ state: 'releasing', package: null })
    expect(await it.get('off', 'referrals?side=recipient')).toEqual({ items: [], next: null })
    await it.pack()
    const sent = await it.get('ana', `referrals/${draft.id}`)
    expect(sent).toMatchObject({ state: 'sent', problem: null })

    const inbox = await it.get('off', 'referrals?side=recipient')
    expect(inbox['items']).toMatchObject([{ id: draft.id, side: 'recipient', sender: 'Velmoraq' }])
    const received = await it.get('off', `referrals/${draft.id}`)
    expect(received).toMatchObject({ draft: null, source: null, missing: [], submittedBy: null })
    const items = await it.items('off', draft.id)
    expect(items.map(({ kind }) => kind)).toEqual([
      'account',
      'account',
      'link',
      ...listings.map(() => 'listing'),
    ])
    expect(items.every(({ subject }) => subject === null)).toBe(true)

    const bytes = await download('off', draft.id)
    const digest = createHash('sha256').update(bytes).digest('hex')
    expect(received['package']).toMatchObject({ sha256: digest, bytes: bytes.length })
    for (const [name, content] of [
      ['complete', bytes],
      ['redacted', await download('off', draft.id, '?redacted=true')],
    ] as const) {
      const file = join(it.folder, `${name}.zip`)
      writeFileSync(file, content)
      const opened = await openPackage(file)
      const { sound, checks } = await verifyPackage(opened)
      await opened.close()
      expect([name, checks.filter(({ outcome }) => outcome === 'fault')]).toEqual([name, []])
      expect(sound).toBe(true)
    }
    expect((await it.get('off', `referrals/${draft.id}/custody`))['items']).toMatchObject([
      { event: 'redacted-package-downloaded' },
      { event: 'package-downloaded', sha256: digest },
      { event: 'read' },
    ])
    const own = await it.get('ana', `referrals/${draft.id}/custody`)
    const events = (own['items'] as { event: string }[]).map(({ event }) => event)
    expect(events.toSorted()).toEqual(['packed', 'sent'])

    await it.act('off', draft.id, { type: 'acknowledge' })
    const asked = { items: ['L-1'], text: 'Is there a capture of the seller’s page?' }
    const question = await it.post<ReferralQuestionView>(
      'off',
      `referrals/${draft.id}/questions`,
      asked,
    )
    const unknown = await it
      .as('off')
      .post(`/api/v1/referrals/${draft.id}/questions`, { ...asked, items: ['L-99'] })
    expect(unknown).toMatchObject({ status: 422, body: { code: 'referral-item-unknown' } })
    await it.capture(listings[1]!)
    const { id: supplement } = await it.post<SupplementView>(
      'ana',
      `referrals/${draft.id}/supplements`,
      { text: 'A capture of the second listing.', listings: [listings[1]] },
    )
    const path = `referrals/${draft.id}/supplements`
    expect((await it.get('off', path))['items']).toEqual([])
    await it.post('ada', `${path}/${supplement}/actions`, { action: { type: 'release' } })
    await it.pack()
    await it.post('ana', `referrals/${draft.id}/questions/${question.id}/actions`, {
      action: { type: 'answer', text: 'See the supplement.', supplement },
    })
    expect((await it.get('off', path))['items']).toMatchObject([{ id: supplement, state: 'sent' }])
    expect((await it.get('off', `referrals/${draft.id}/questions`))['items']).toMatchObject([
      { answer: 'See the supplement.', supplement },
    ])
  })
})
