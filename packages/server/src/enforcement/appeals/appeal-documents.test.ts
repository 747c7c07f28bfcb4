import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { setTimeout as pause } from 'node:timers/promises'
import { plain } from '../../../test/active-pdfs.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { assemblePdf } from '../../../test/pdf-files.ts'
import { documentChecker, type SentDocument } from '../../platform/documents/index.ts'
import type { AppError } from '../../platform/errors/index.ts'
import { checkAppealDocuments } from './check-appeal-documents.ts'
import {
  invoice,
  openAppealsFixture,
  readResponse,
  type AppealsFixture,
} from './test/appeals-fixture.ts'

/** More values than are read: refused after about a second. */
const manyValues = assemblePdf([...plain, `5 0 obj\n[${'[]'.repeat(1_100_000)}]\nendobj\n`])
const slow = { name: 'a.pdf', content: manyValues.toString('base64') }
/** As many as are read, in dictionaries. */
const long = {
  name: 'c.pdf',
  content: assemblePdf([...plain, `5 0 obj\n[${'<</A[0]>>'.repeat(330_000)}]\nendobj\n`]).toString(
    'base64',
  ),
}
const broken = { name: 'b.pdf', content: Buffer.from('xx').toString('base64') }

onOneEngine((engine) => {
  let harbour: AppealsFixture

  beforeAll(async () => {
    harbour = await openAppealsFixture(engine)
  })
  afterAll(() => harbour?.close())

  const visitor = async () => {
    const { opened, mint, restricted } = harbour
    return opened(await mint({ proceeding: await restricted() }))
  }

  test('documents of one link do not keep those of another link of its marketplace waiting', async () => {
    const [busy, other] = [await visitor(), await visitor()]
    const finished: string[] = []
    const sending = async (who: string, answered: ReturnType<AppealsFixture['answer']>) => {
      const { status } = await answered
      finished.push(`${who} ${status}`)
    }
    const many = Array.from({ length: 6 }, () => sending('busy', harbour.answer(busy, [slow])))
    await pause(300)
    await sending('other', harbour.answer(other, [invoice()]))
    await Promise.all(many)
    // In the order of arrival it would be the last.
    expect(finished.slice(0, 5)).toContain('other 200')
    expect(finished.filter((one) => one === 'busy 422')).toHaveLength(6)
  })

  test('after ten refused answers the documents of a link wait, and those of another link do not', async () => {
    const [guessing, other] = [await visitor(), await visitor()]
    const refused = await Promise.all(
      Array.from({ length: 11 }, () => harbour.answer(guessing, [broken])),
    )
    expect(refused.map(({ status }) => status).toSorted()).toEqual([
      ...Array.from({ length: 10 }, () => 422),
      429,
    ])
    expect(refused.find(({ status }) => status === 429)?.body).toMatchObject({
      class: 'rate-limited',
      detail: expect.stringContaining('try again in'),
    })
    // An appeal without documents takes no time to check.
    expect((await harbour.answer(other, [invoice()])).status).toBe(200)
    await readResponse(harbour.answer(guessing, []))
  })

  test('an overload counts where the link’s own documents caused it or some were checked, and else not', async () => {
    const { store, clock, market } = harbour
    const dependencies = { store, settings: { clock: () => clock.now } } as never
    const link = { id: randomUUID(), organisationId: market }
    const { checkDocuments: check } = documentChecker({ maxThreads: 1, maxWaitMs: 4 })
    const send = async (documents: SentDocument[], by = check): Promise<string> =>
      checkAppealDocuments(dependencies, link, documents, by).then(
        () => 'checked',
        (error: AppError) => error.class,
      )
    /** Occupies the only thread, for a link, while `work` runs. */
    const meanwhile = async <T>(sender: string, work: () => Promise<T>): Promise<T> => {
      const busy = check([long], undefined, { holder: market, sender }).catch(() => undefined)
      const result = await work()
      await busy
      return result
    }
    const repeat = async (times: number): Promise<string[]> => {
      const codes: string[] = []
      while (codes.length < times) codes.push(await send([invoice()]))
      return codes
    }
    expect(await meanwhile('other', () => repeat(12))).toEqual(Array(12).fill('unavailable'))
    expect(await send([invoice()])).toBe('checked')
    let busy: Promise<unknown> | undefined
    const interrupted: typeof check = (documents, pointerOf, options) => {
      const onChecked = (): void => {
        options?.onChecked?.()
        busy = check([long], undefined, { holder: market, sender: 'other' }).catch(() => undefined)
      }
      return check(documents, pointerOf, { ...options, onChecked })
    }
    expect(await send([invoice(), invoice()], interrupted)).toBe('unavailable')
    await busy
    for (let failed = 1; failed < 10; failed++) {
      expect(await meanwhile(link.id, () => send([invoice()]))).toBe('unavailable')
    }
    expect(await send([invoice()])).toBe('rate-limited')
  })
})
