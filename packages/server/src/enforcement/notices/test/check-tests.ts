import { randomUUID } from 'node:crypto'
import { furtherEvidence, type NoticeContentView } from '@touchstone/contract'
import { evidenceKinds } from '@touchstone/jurisdiction'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOperator, newStandingClaim } from '../../../../test/builders.ts'
import { pdf, png } from '../../../../test/document-files.ts'
import { sealedCaptureOf } from '../../../../test/notices.ts'
import { addExtract, addTemplate, checkExtract, retireTemplate, setSignatory } from '../settings.ts'
import { canRenderPdf, renderNoticePdf } from '../notice-document.ts'
import { exportNotice, readNoticeDocument, previewNotice } from '../manage-notices.ts'
import type { NoticesFixture } from './notices-fixture.ts'

const codes = (refusals: { code: string }[]): string[] => [
  ...new Set(refusals.map(({ code }) => code)),
]

const cleared = { marketplace: 'pasar', seller: 'toko-embun', right: 'EM 018000009' }

/** A marketplace's clearance for the brand whose claim the notice is based on. */
async function clear(
  desk: NoticesFixture,
  notice: string,
  { marketplace, seller, right }: typeof cleared,
): Promise<void> {
  const { organisationId } = desk.outsider
  await asOperator(desk.store, async (handle) => {
    const [proceeding, link, answer] = [randomUUID(), randomUUID(), randomUUID()]
    await sql`
      insert into proceedings (id, organisation_id, title, regime, version, profile, settings)
      values (${proceeding}::uuid, ${organisationId}::uuid, 'x', 'x', '1', '{}', '{}')`.execute(
      handle,
    )
    await sql`
      insert into appeal_links (id, organisation_id, proceeding_id, marketplace, seller_id,
        seller_hash, own_channel, token_hash, made_at, expires_at)
      values (${link}::uuid, ${organisationId}::uuid, ${proceeding}::uuid, ${marketplace}, ${seller},
        sha256('s'::bytea), 'x', sha256(convert_to(${link}, 'UTF8')), now(), now())`.execute(handle)
    await sql`
      insert into appeals (id, organisation_id, link_id, proceeding_id, seller_hash, locale, submitted_at)
      values (${answer}::uuid, ${organisationId}::uuid, ${link}::uuid, ${proceeding}::uuid,
        sha256('s'::bytea), 'en', now())`.execute(handle)
    await sql`
      insert into cleared_records (id, organisation_id, marketplace, seller_id, seller_hash,
        brand_id, right_name, appeal_id, signature, key_id, issued_at, expires_at)
      select gen_random_uuid(), ${organisationId}::uuid, ${marketplace}, ${seller},
        sha256('s'::bytea), c.brand_id, ${right}, ${answer}::uuid,
        decode(repeat('00', 64), 'hex'), 'k', now(), now() + interval '1 year'
      from notice_items i join claims c on c.id = i.claim_id
      where i.notice_id = ${notice}::uuid and i.place = 0`.execute(handle)
  })
}

export function checkTests(desk: NoticesFixture): void {
  test('the kinds of evidence are those of the law’s own check', () => {
    expect(['capture', ...furtherEvidence].sort()).toEqual([...evidenceKinds].sort())
  })

  test('a complete notice may be sent, about several listings at once', async () => {
    const { id, listings } = await desk.draft(await desk.ready())
    expect(listings).toHaveLength(2)
    expect(await desk.check(id)).toEqual({
      ok: true,
      refusals: [],
      warnings: [
        expect.objectContaining({
          code: 'state',
          item: null,
          message: expect.stringMatching(/not known/),
        }),
      ],
    })
  })

  test.each<[string, Partial<NoticeContentView>, string]>([
    ['no-recipient', { recipients: [] }, 'has no recipient'],
    ['no-signatory', { signatory: undefined }, 'has no signatory'],
    ['good-faith', { goodFaith: false }, 'good-faith belief'],
    ['name', { contact: undefined }, 'name and email'],
    ['territory', { territory: ['US'] }, 'the listing offers goods in US'],
    ['territory', { territory: ['DE', 'CH'] }, 'the listing offers goods in CH.'],
    ['goods', { classes: [9] }, 'the goods are of 9'],
    ['goods', { classes: [18, 9] }, 'the goods are of 9.'],
    ['wording', { reasons: 'This bag is clearly a fake.' }, 'is a conclusion'],
    ['wrong-right', { ground: 'copyright' }, 'not on a trade-mark'],
    ['grey-market', { ground: 'grey-market' }, 'template by counsel'],
    ['no-right', { claim: '00000000-0000-4000-8000-000000000000' }, 'names no right'],
    [
      'no-marketplace',
      { recipients: [{ by: 'inside', organisation: 'market-none' }] },
      'No marketplace market-none in the alliance',
    ],
  ])('%s is said in a sentence', async (code, more, words) => {
    const { id } = await desk.draft(await desk.ready(), more)
    const { ok, refusals } = await desk.check(id)
    expect([ok, codes(refusals)]).toEqual([false, expect.arrayContaining([code])])
    for (const { message } of refusals) expect(message).toMatch(/^[A-Z“].+[.:]$/s)
    expect(refusals.map(({ message }) => message).join(' ')).toContain(words)
    await expect(desk.send(id)).rejects.toThrow('The notice is held back.')
    expect((await desk.read(id)).state).toBe('draft')
  })

  test('the Union may be named as an office names it', async () => {
    const { id } = await desk.draft(await desk.ready(), { territory: ['EM', 'EU'] })
    expect((await desk.check(id)).refusals).toEqual([])
  })

  test('a right that its holder alone declares never passes; an old extract is shown as stale', async () => {
    const bare = await desk.draft(await desk.ready(null))
    expect(codes((await desk.check(bare.id)).refusals)).toContain('self-declared')
    const on = new Date(Date.now() - 91 * 86_400_000).toISOString().slice(0, 10)
    const stale = await desk.draft(await desk.ready({ on }))
    const { ok, warnings } = await desk.check(stale.id)
    expect([ok, codes(warnings)]).toEqual([true, expect.arrayContaining(['stale'])])
  })

  test('an extract that acts by itself, is an incomplete picture or of another type is not added', async () => {
    const active = pdf('Extract', { catalog: '/OpenAction << /S /JavaScript /JS (1) >>' })
    const half = png(1, 1).subarray(0, -4)
    for (const [file, mediaType, why] of [
      [active, 'application/pdf', 'is a PDF with a script: print it to a new PDF'],
      [half, 'image/png', 'is an incomplete picture: save it again'],
      [png(1, 1), 'application/pdf', 'is image/png, not application/pdf'],
    ] as const) {
      const content = file.toString('base64')
      await expect(desk.ready({ content, mediaType })).rejects.toThrow(`/content ${why}`)
    }
  })

  test('a claim that is no longer approved, and a right that has ended', async () => {
    const ready = await desk.ready()
    const { id } = await desk.draft(ready)
    await asOperator(desk.store, (handle) =>
      sql`update claims set state = 'revoked' where id = ${ready.claim}::uuid`.execute(handle),
    )
    expect(codes((await desk.check(id)).refusals)).toEqual(['claim'])
    const ended = await desk.draft(await desk.ready({ validUntil: '2025-12-31' }))
    expect(codes((await desk.check(ended.id)).refusals)).toEqual(['expired'])
  })

  test('evidence that is not sealed, shows another listing, or is another’s', async () => {
    const ready = await desk.ready()
    const { organisationId } = desk.outsider
    const url = 'https://pasar.example/elsewhere'
    const foreign = await sealedCaptureOf(desk.store, organisationId, { listing: null, url })
    const strange = await sealedCaptureOf(desk.store, desk.admin.organisationId, {
      listing: null,
      url,
    })
    const failed = await sealedCaptureOf(desk.store, desk.admin.organisationId, {
      listing: null,
      url,
    })
    await asOperator(desk.store, (handle) =>
      sql`update captures set state = 'failed' where id = ${failed}::uuid`.execute(handle),
    )
    for (const [capture, words] of [
      [undefined, 'needs a capture of the listing'],
      [foreign, `There is no capture ${foreign}`],
      [strange, 'shows a different address'],
      [failed, 'does not show the listing'],
    ] as const) {
      const content = desk.content(ready)
      const items = content.items.map((item) => ({ ...item, capture }))
      const { id } = await desk.draft(ready, { items })
      const { refusals } = await desk.check(id)
      expect(refusals.map(({ message }) => message).join(' ')).toContain(words)
    }
  })

  test('a work is noticed by the proof of who made it, in words that name it', async () => {
    const { store, analyst: actor, admin, now } = desk
    const ready = await desk.ready()
    const work = {
      title: 'Handbag on a terrace',
      type: 'photograph',
      author: 'Lio Marchetti',
      publishedOn: '2025-09-01',
      publishedIn: 'https://house-a.example/autumn',
    }
    const claimed = (title: string, document: object) =>
      newStandingClaim(store, 'house-a', 'velmoraq-works', {
        office: undefined,
        number: undefined,
        work: { ...work, title },
        owner: 'Velmoraq Holding',
        document,
      })
    const file = { mediaType: 'application/pdf', content: pdf('Contract').toString('base64') }
    const proven = await claimed(work.title, file)
    const items = desk.content(ready).items.map((item) => ({
      ...item,
      reasons: 'The first picture of the listing is this photograph, cropped.',
      evidence: [
        { kind: 'original-work' as const, statement: 'The original file, of 2025-08-14.' },
      ],
    }))
    const ofWork = { claim: proven.id, ground: 'copyright' as const, classes: [], items }
    const { id } = await desk.draft(ready, ofWork)
    expect(await desk.check(id)).toMatchObject({ ok: true, refusals: [] })
    const preview = await desk.as(actor, (handle) =>
      previewNotice({ handle, actor, input: { id, now } }),
    )
    const named =
      '“Handbag on a terrace”, photograph, by Lio Marchetti, first published on 2025-09-01 in https://house-a.example/autumn'
    expect(preview.text).toContain(`Work: ${named}; holder of the copyright: Velmoraq Holding.`)
    expect(preview.text).not.toMatch(/register|classes|null|undefined/)
    expect(preview.notice.right).toEqual({
      work: named,
      holder: 'Velmoraq Holding',
      authority: 'holder',
    })
    const unproven = await claimed('Clasp, close up', { reference: 'archive 7' })
    const other = await desk.draft(ready, { ...ofWork, claim: unproven.id })
    expect(codes((await desk.check(other.id)).refusals)).toEqual(['self-declared'])
    const wrong = await desk.draft(ready, { ...ofWork, ground: 'design' })
    expect(codes((await desk.check(wrong.id)).refusals)).toContain('wrong-right')
    const extract = await checkExtract(
      {
        claim: proven.id,
        name: 'x',
        kind: 'copyright',
        territory: ['DE'],
        classes: null,
        validFrom: '2025-09-01',
        validUntil: null,
        on: '2026-01-01',
        mediaType: 'application/pdf',
        content: file.content,
      },
      admin.organisationId,
    )
    await expect(
      desk.as(admin, (handle) => addExtract({ handle, actor: admin, input: extract })),
    ).rejects.toMatchObject({ code: 'register-entry-required' })
  })

  test('what was sent before, is gone, or was cleared is held back', async () => {
    const ready = await desk.ready()
    const first = await desk.draft(ready)
    const second = await desk.draft(ready)
    await desk.send(first.id)
    expect(codes((await desk.check(second.id)).refusals)).toEqual(['duplicate'])
    await desk.withdraw(first.id)
    const { refusals } = await desk.check(second.id)
    expect(codes(refusals)).toEqual(['repeated'])
    expect(refusals[0]?.message).toContain(
      `The notice ${first.id} on the same listing was withdrawn`,
    )
    const repeated = desk.content(ready).items.map((item) => ({
      ...item,
      repeatReason: 'A test purchase showed that the invoice was forged.',
    }))
    const again = await desk.draft(ready, { items: repeated })
    const { ok, warnings } = await desk.check(again.id)
    expect([ok, codes(warnings)]).toEqual([true, expect.arrayContaining(['repeated'])])
    await asOperator(desk.store, (handle) =>
      sql`update notice_items set look = 'gone'
        where notice_id = ${again.id}::uuid and place = 0`.execute(handle),
    )
    expect((await desk.check(again.id)).refusals).toMatchObject([{ code: 'gone', item: 0 }])
    const other = { ...cleared, seller: 'another-seller' }
    await clear(desk, again.id, other)
    expect(codes((await desk.check(again.id)).refusals)).not.toContain('cleared')
    await clear(desk, again.id, cleared)
    expect(codes((await desk.check(again.id)).refusals)).toContain('cleared')
    const stated = await desk.draft(ready, {
      items: repeated.map((item) => ({
        ...item,
        clearanceReason: 'The seller sells other goods now.',
      })),
    })
    const { refusals: rest, warnings: told } = await desk.check(stated.id)
    expect([codes(rest), codes(told)]).toEqual([[], expect.arrayContaining(['cleared'])])
    await asOperator(desk.store, (handle) =>
      sql`update cleared_records set revoked_at = now(), revocation_reason = 'x'`.execute(handle),
    )
    expect(codes((await desk.check(again.id)).refusals)).not.toContain('cleared')
  })

  test('a signatory whose authority ended signs nothing', async () => {
    const { admin: actor, analyst } = desk
    const until = '2026-01-31'
    const input = { id: analyst.id, authorised: true, until }
    await desk.as(actor, (handle) => setSignatory({ handle, actor, input }))
    const { id } = await desk.draft(await desk.ready(), { signatory: analyst.id })
    const { refusals } = await desk.check(id)
    expect(refusals).toMatchObject([{ code: 'signatory', item: null }])
    expect(refusals[0]!.message).toBe('The authority of Dewi Lestari to sign ended on 2026-01-31.')
  })

  test('grey market goes by counsel’s template alone, and by none that is retired', async () => {
    const { admin: actor } = desk
    const template = (ofCounsel: boolean) =>
      desk.as(actor, (handle) =>
        addTemplate({
          handle,
          actor,
          input: {
            name: 'x',
            ofCounsel,
            subject: 'x',
            body: '{{reasons}} {{#items}}{{title}}{{/items}}',
          },
        }),
      )
    const ready = await desk.ready()
    const ownTemplate = await template(false)
    const counsels = await template(true)
    const check = async (id: string) => {
      const ground = 'grey-market' as const
      const draft = await desk.draft(ready, { ground, template: id })
      return codes((await desk.check(draft.id)).refusals)
    }
    expect(await check(String(ownTemplate.id))).toEqual(['grey-market'])
    expect(await check(String(counsels.id))).toEqual([])
    const input = { id: String(counsels.id) }
    await desk.as(actor, (handle) => retireTemplate({ handle, actor, input }))
    expect(await check(String(counsels.id))).toEqual(['template', 'grey-market'])
    await expect(
      desk.as(actor, (handle) =>
        addTemplate({
          handle,
          actor,
          input: { name: 'x', ofCounsel: true, subject: 'x', body: 'It is a fake. {{run}}' },
        }),
      ),
    ).rejects.toThrow(/“\{\{run\}\}” is an unknown placeholder.*passes judgement/)
  })

  test('the preview is what goes out, escaped for a page; the file holds it for programs', async () => {
    const ready = await desk.ready()
    const { id } = await desk.draft(ready, { reasons: 'The title says <b>“1:1”</b> & {{date}}.' })
    const { analyst: actor, now } = desk
    const preview = await desk.as(actor, (handle) =>
      previewNotice({ handle, actor, input: { id, now } }),
    )
    expect(preview.text).toContain('The title says <b>“1:1”</b> & {{date}}.')
    expect(preview.html).toContain('&lt;b&gt;“1:1”&lt;/b&gt; &amp; {{date}}.')
    expect(preview.text).toContain('Mirela Torvund\nHOUSE-A\n')
    expect(preview.text).toContain('Tote number 2, replica 1:1')
    const title = 'Tote number 1, replica 1:1'
    const quoted = `The title says “${title}”.`
    const items = desk.content(ready).items.map((item, place) => ({
      ...item,
      ...(place === 0 && { reasons: `${quoted}\nThe house makes no such model.` }),
    }))
    const quoting = await desk.draft(ready, { items })
    const { text, notice } = await desk.as(actor, (handle) =>
      previewNotice({ handle, actor, input: { id: quoting.id, now } }),
    )
    // Said once to who reads it, and in full to programs, which read the facts alone.
    expect(text.split(title)).toHaveLength(2)
    expect(text).toContain(`${quoted}\n   The house makes no such model.\n   Evidence: `)
    expect(notice.items?.[0]?.reasons).toContain(quoted)
    const drawn = await desk.as(actor, (handle) =>
      readNoticeDocument({ handle, actor, input: { id, now } }),
    )
    expect(drawn).toMatchObject({ isDraft: true, at: now, sent: { text: preview.text } })
    expect((await renderNoticePdf(drawn)).subarray(0, 5).toString()).toBe('%PDF-')
    expect(canRenderPdf({ ...drawn.sent, text: 'x'.repeat(20_001) })).toBe(false)
    const file = await desk.as(actor, (handle) =>
      exportNotice({ handle, actor, input: { id, now, form: 'json' } }),
    )
    expect(JSON.parse(file.text)).toMatchObject({
      type: 'touchstone-notice/1',
      id,
      state: 'draft',
      notice: { ground: 'counterfeit', right: { office: 'EM', number: '018000009' } },
      evidence: [{ sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }, {}],
    })
  })
}
