import { appealEndpoints, sellerEndpoints } from '@touchstone/contract'
import { plainDocument } from '@touchstone/evidence/report'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { RehearsalContext } from './play-notice.ts'
import { parties } from './parties.ts'
import type { ProceedingObserver } from './rehearsal-log.ts'
import { rehearsalStuck } from './rehearsal-browser.ts'
import { appealReasons, complaintReasons, invoice, summaryForNotifier } from './texts.ts'

/** The seller opens the link from the email, appeals with an invoice, and sees another person's decision. */
export async function playAppeal(
  { alliance, artefacts, say }: RehearsalContext,
  play: ProceedingObserver,
  later: () => Promise<void>,
): Promise<void> {
  const seller = alliance.newVisitor()
  const { link } = await seller.ask(sellerEndpoints.open, {
    body: { token: await tokenIn(join(artefacts.folder, artefacts.lastMail)) },
  })
  const params = { link }
  const page = await seller.ask(sellerEndpoints.read, { params })
  await artefacts.json('seller/page.json', page)
  const pdf = await plainDocument({ ...invoice, author: parties.seller.name, at: play.now })
  await artefacts.write('seller/invoice.pdf', pdf)
  await artefacts.write('seller/answer.txt', `${appealReasons}\n`)
  await seller.ask(sellerEndpoints.submit, {
    params,
    body: {
      words: appealReasons,
      locale: 'en',
      documents: [{ name: 'invoice.pdf', content: pdf.toString('base64') }],
    },
  })
  say(
    `Five days later ${parties.seller.name} opened the link and appealed with an invoice (seller/invoice.pdf): a complaint under Article 20. ${parties.brand.name} cannot see it.`,
  )
  await later()
  const { seat } = alliance.reviewer
  const { items } = await seat.ask(appealEndpoints.list)
  const [answer] = items
  if (answer === undefined) throw rehearsalStuck(['The seller’s appeal did not arrive.'])
  const given = await seat.ask(appealEndpoints.read, { params: { id: answer.id } })
  await seat.ask(appealEndpoints.decide, {
    params: { id: answer.id },
    body: {
      outcome: 'rejected',
      reasons: complaintReasons,
      summary: summaryForNotifier,
      qualification: 'Trademark lawyer, four years of reviews',
    },
  })
  const decided = await seller.ask(sellerEndpoints.read, { params })
  await artefacts.json('seller/page-decided.json', decided)
  say(
    `${parties.reviewer}, who had not made the decision, read ${given.documents.length} document of the seller and upheld the restriction, with reasons; the seller’s page shows them (seller/page-decided.json).`,
  )
}

/** The fragment of the one address of this server in an email, decoded (RFC 2045, 6.7). */
async function tokenIn(file: string): Promise<string> {
  const mail = (await readFile(file, 'utf8')).replace(/=\r\n/g, '')
  const [, token] = /\/appeal#([A-Za-z0-9_-]{43})\r\n/.exec(mail) ?? []
  if (token === undefined) throw rehearsalStuck([`There is no link in ${file}.`])
  return token
}
